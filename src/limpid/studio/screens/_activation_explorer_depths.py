"""How the gradient's share that reaches the first layer falls with a stack's depth."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.errors import ConfigError
from limpid.explanations import deep_stack, signals
from limpid.studio.screen import Derivation, Line
from limpid.studio.screens._activation_explorer_functions import function_of
from limpid.studio.screens._activation_explorer_stack import examples, initializer_of
from limpid.studio.screens._activation_explorer_state import Depths

Array = NDArray[Any]

DEPTHS = (5, 10, 20)
# Each with the initial weights that suit it, as the lectures' case has them.
BESIDE = (
    ("sigmoid", "lecun_normal"), ("tanh", "lecun_normal"), ("relu", "he_normal"),
)  # fmt: skip


class DepthTable:
    """The lengths of the first and the last layer's gradient, by function and depth."""

    def __init__(self, settings: Any) -> None:
        """Build every stack and look into it."""
        own = settings.activation, settings.initializer
        self.pairs = [own, *(pair for pair in BESIDE if pair != own)]
        with np.errstate(all="ignore"):
            self.ends = np.array(
                [[_ends(settings, *pair, d) for d in DEPTHS] for pair in self.pairs]
            )

    def show(self) -> Depths:
        """Return the quotients."""
        with np.errstate(all="ignore"):
            ratios = self.ends[..., 0] / self.ends[..., 1]
        return Depths(
            depths=list(DEPTHS),
            names=[f"{name}, {initial}" for name, initial in self.pairs],
            ratios=ratios,
        )

    def derive(self, row: str, column: str) -> Derivation:
        """Return where a quotient comes from.

        Raises:
            ConfigError: There is no such cell.
        """
        rows, columns = self.ends.shape[:2]
        known = {(str(i), str(j)) for i in range(rows) for j in range(columns)}
        if (row, column) not in known:
            raise ConfigError(f"The table has no cell {row}, {column}.")
        first, last = (float(end) for end in self.ends[int(row), int(column)])
        name, depth = self.pairs[int(row)][0], DEPTHS[int(column)]
        lines = (
            Line("a", "‖∂E/∂W‖ of the first layer", "", first),
            Line("b", f"‖∂E/∂W‖ of layer {depth}", "", last),
            Line(
                "a / b", "what is left of it", f"{first:.6g} / {last:.6g}", first / last
            ),
        )
        note = "The gradient that enters at the last layer is drawn at random."
        return Derivation(f"{name}, {depth} layers", lines, note=note)


def _ends(settings: Any, name: str, initial: str, depth: int) -> tuple[float, float]:
    """Return how long the gradients of the first and the last layer's weights are."""
    model = deep_stack(
        depth,
        settings.width,
        function_of(settings, name),
        initializer_of(settings, initial),
        settings.seed,
    )
    found = signals(model, examples(settings)[0])
    return _length(found[0]), _length(found[-1])


def _length(signal: Any) -> float:
    norm: float | None = signal.gradient_norm
    return np.nan if norm is None else norm
