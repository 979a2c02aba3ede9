"""Activation explorer: a function and its slope, and what both do to a deep stack."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.explanations import signals, warnings_of
from limpid.studio.screen import Derivation, TimedScreen
from limpid.studio.screens import _activation_explorer_derivations as derivations
from limpid.studio.screens._activation_explorer_code import program
from limpid.studio.screens._activation_explorer_depths import DepthTable
from limpid.studio.screens._activation_explorer_functions import (
    drawn,
    reading,
    readings,
)
from limpid.studio.screens._activation_explorer_stack import (
    examples,
    norms,
    passing,
    stack,
)
from limpid.studio.screens._activation_explorer_state import (
    INITIALIZERS,
    ActivationExplorerState,
    ActivationExplorerView,
)
from limpid.studio.training import Training
from limpid.studio.units import Units

Array = NDArray[Any]

MAX_HISTORY = 1_000


class ActivationExplorer(TimedScreen):
    """A function under the pointer, and a stack of 1 to 50 layers that use it."""

    title = "Activations"
    summary = "See f and f′, and how a deep stack's signals vanish, explode or die."
    State = ActivationExplorerState
    View = ActivationExplorerView
    units = ("step",)
    live = frozenset({"x", "compare", "depths", "learning_rate"})

    def __init__(self, state: Any = None) -> None:
        """Build the stack."""
        super().__init__(state)
        self.curve = drawn(self.state)
        self.data = examples(self.state)
        self.model, seed = stack(self.state)
        self.training = Training(self.model, *self.data, len(self.data[0]), seed)
        self.looks = Units(self.model)
        self.norms: Array | None = None
        self._depths: DepthTable | None = None
        self.history: list[tuple[float, ...]] = []
        self._found: tuple[int, list[Any]] = (-1, [])

    # Time

    @property
    def position(self) -> int:
        """How many steps have been trained."""
        return self.training.step

    def advance_to(self, position: int) -> None:
        self.training.advance_to(position)

    def stop_reason(self) -> str | None:
        if np.isfinite(self.loss()):
            return None
        return "Stopped: the loss is no finite number; lower the learning rate."

    def capture(self) -> Any:
        return self.training.capture(), list(self.history)

    def restore(self, kept: Any) -> None:
        training, history = kept
        self.training.restore(training)
        self.history, self._found = list(history), (-1, [])

    def retune(self, state: Any) -> None:
        if state.learning_rate != self.state.learning_rate:
            self.model.optimizer.learning_rate = state.learning_rate
        super().retune(state)

    def code(self) -> str:
        return program(self.state, self.position)

    # What it shows

    def loss(self) -> float:
        """Return the loss on all examples."""
        return float(self.looks.judge(*self.data)[0])

    def signals(self) -> list[Any]:
        """Return what passes through each layer now."""
        if self._found[0] != self.position:
            with np.errstate(all="ignore"):
                self._found = self.position, signals(self.model, *self.data)
        return self._found[1]

    def show(self) -> ActivationExplorerView:
        found = self.signals()
        self._remember(found)
        return ActivationExplorerView(
            curve_x=self.curve.x,
            values=self.curve.values,
            slopes=self.curve.slopes,
            flat=self.curve.saturated.astype(np.uint8),
            readings=readings(self.state),
            chosen=reading(self.state, self.state.activation),
            layers=passing(found),
            warnings=warnings_of(found),
            loss=self.history[-1][1],
            history=np.array(self.history),
            initializers=list(INITIALIZERS),
            norms=self._norms(),
            depths=self.depths().show() if self.state.depths else None,
        )

    def depths(self) -> DepthTable:
        """Return what is left of the gradient in stacks of several depths."""
        if self._depths is None:
            self._depths = DepthTable(self.state)
        return self._depths

    def _norms(self) -> Array | None:
        if self.state.compare and self.norms is None:
            with np.errstate(all="ignore"):
                self.norms = np.array([norms(self.state, i) for i in INITIALIZERS])
        return self.norms if self.state.compare else None

    def _remember(self, found: list[Any]) -> None:
        """Keep a point of the curves; every second one once there are many."""
        if self.history and self.history[-1][0] >= self.position:
            return
        dead = [s.dead for s in found if s.dead is not None]
        flat = [s.saturated for s in found if s.saturated is not None]
        row = self.loss(), float(np.mean(dead or [0])), float(np.mean(flat or [0]))
        self.history.append((self.position, *row))
        if len(self.history) > MAX_HISTORY:
            del self.history[1:-1:2]

    # Derivations

    def derive(self, number: str) -> Derivation:
        kind, *rest = number.split("/")
        if number == "value":
            return derivations.value(self.state)
        if number == "slope":
            return derivations.slope(self.state)
        if kind == "norm" and len(rest) == 1 and rest[0].isdecimal():
            return derivations.norm(self.looks, int(rest[0]), self.data)
        if kind == "ratio" and len(rest) == 2:
            return self.depths().derive(*rest)
        return super().derive(number)

    def derivable(self) -> list[str]:
        return ["value", "slope", *(f"norm/{i}" for i in range(self.state.depth))]
