"""Walk-through: one example through a 3-2-1 network and back, a neuron a click."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.explanations.carried_errors import carried_changes, carried_errors
from limpid.explanations.step import take_apart
from limpid.schedules.walk_through import walk_through
from limpid.studio import derivations
from limpid.studio.screen import Derivation, TimedScreen
from limpid.studio.screens._walk_through_derivations import Numbers
from limpid.studio.screens._walk_through_network import (
    INPUTS,
    NAMES,
    NEURONS,
    TARGETS,
    WEIGHTS,
    X,
    build,
    program,
)
from limpid.studio.screens._walk_through_state import (
    NeuronView,
    WalkThroughState,
    WalkThroughView,
)
from limpid.studio.units import Units

Array = NDArray[Any]

COUNT = len(NEURONS)
LAST = len(WEIGHTS) - 1
# Forward, backward, update; and one click to the next example.
CLICKS = 3 * COUNT + 1
# Back from the last layer, its neurons from the first.
BACK = sorted(range(COUNT), key=lambda i: (-NEURONS[i][0], i))
METHODS = {"walk-through 1": 1, "walk-through 2": 2}


class WalkThrough(TimedScreen):
    """Signals forward, the error back, the weights changed, the next example."""

    title = "Walk-through"
    summary = (
        "Signals go forward, the error comes back, weights change: neuron by neuron."
    )
    State, View = WalkThroughState, WalkThroughView
    units = ("neuron", "phase", "example")
    live = frozenset({"learning_rate", "rate", "examples", "rule"})

    def __init__(self, state: Any = None) -> None:
        """Stand before the first neuron of the first example."""
        super().__init__(state)
        self.model = build(self.state.activation)
        self.learned = self.clicks = 0
        self._numbers: Numbers | None = None

    # Time

    @property
    def position(self) -> int:
        """How many clicks have been made."""
        return self.learned * CLICKS + self.clicks

    def advance_to(self, position: int) -> None:
        examples, self.clicks = divmod(position, CLICKS)
        while self.learned < examples:
            self._learn()

    def next_position(self, unit: str) -> int:
        ends = {"phase": [COUNT, 2 * COUNT, 3 * COUNT, CLICKS], "example": [CLICKS]}
        end = min(n for n in ends.get(unit, range(CLICKS + 1)) if n > self.clicks)
        return self.learned * CLICKS + end

    def clock(self) -> str:
        return f"example {self.learned + 1:,}, click {self.clicks} of {CLICKS}"

    def stop_reason(self) -> str | None:
        loss = self.numbers.step.loss_after
        if np.isfinite(loss):
            return None
        return f"Stopped: the error would be {loss}; rewind, and lower the rate."

    def capture(self) -> Any:
        weights = [layer.get_weights() for layer in self.model.layers]
        return self.learned, self.clicks, weights

    def restore(self, kept: Any) -> None:
        self.learned, self.clicks, weights = kept
        for layer, values in zip(self.model.layers, weights, strict=True):
            layer.set_weights(values)
        self._numbers = None

    def retune(self, state: Any) -> None:
        super().retune(state)
        self._numbers = None

    def _learn(self) -> None:
        """Let the weights take their changes; turn to the next example."""
        after = [self._new(layer) for layer in range(len(WEIGHTS))]
        for layer, rows in zip(self.model.layers, after, strict=True):
            layer.set_weights([rows.T])
        self.learned += 1
        self._numbers = None

    def _new(self, layer: int) -> Array:
        return self.numbers.new(layer, self.state.rule)

    # What it shows

    @property
    def row(self) -> int:
        """Which example is learned now."""
        return self.learned % len(X)

    @property
    def rate(self) -> float:
        """The rate for the example of now."""
        largest, method = self.state.learning_rate, METHODS.get(self.state.rate)
        if method is None:
            return float(largest)
        return float(walk_through(method, largest, self.state.examples)(self.learned))

    @property
    def example(self) -> tuple[Array, Array]:
        """The example of now, as a batch of one."""
        rows = slice(self.row, self.row + 1)
        return X[rows], TARGETS[rows]

    @property
    def numbers(self) -> Numbers:
        """All numbers of the example of now; computed once."""
        if self._numbers is None:
            optimizer: Any = self.model.optimizer
            optimizer.learning_rate = self.rate
            with np.errstate(all="ignore"):
                step = take_apart(self.model, *self.example)
                errors, page = carried_errors(step), carried_changes(step)
            self._numbers = Numbers(step, errors, page)
        return self._numbers

    def show(self) -> WalkThroughView:
        forward, back, updated = self._reached()
        return WalkThroughView(
            phase=self._phase(),
            active=self._active(),
            sentence=self._sentence(),
            neurons=[
                self._neuron(i, i in forward, i in back, i in updated)
                for i in range(COUNT)
            ],
            x=X,
            targets=TARGETS[:, 0],
            row=self.row,
            learned=self.learned,
            rate=self.rate,
            loss=self.numbers.step.loss_before if len(forward) == COUNT else None,
        )

    def _reached(self) -> tuple[list[int], list[int], list[int]]:
        """Return the neurons whose y, whose d and whose new weights are known."""
        every = list(range(COUNT))
        back, update = (max(0, self.clicks - n * COUNT) for n in (1, 2))
        return every[: self.clicks], BACK[:back], every[:update]

    def _active(self) -> int | None:
        known = [part for part in self._reached() if part]
        return known[-1][-1] if known else None

    def _phase(self) -> Any:
        names = ["start", "forward", "backward", "update"]
        return names[-(-self.clicks // COUNT)]

    def _neuron(self, i: int, forward: bool, back: bool, updated: bool) -> NeuronView:
        layer, unit = NEURONS[i]
        fields = self.numbers.fields
        view = NeuronView(
            NAMES[i], layer, unit, INPUTS[layer], fields["weight"][layer][unit]
        )
        if forward:
            view.e, view.y = (float(fields[name][layer][unit]) for name in "ey")
        if back:
            view.d = float(fields["d"][layer][unit])
        if updated:
            view.weights = self._new(layer)[unit]
            view.slope = float(fields["slope"][layer][unit])
            view.page = fields["page"][layer][unit]
            view.gradient = fields["gradient"][layer][unit]
            view.agree = bool(np.allclose(view.page, view.gradient, 1e-9, 1e-300))
        return view

    def _sentence(self) -> str:
        active, phase = self._active(), self._phase()
        if active is None:
            return f"Example {self.learned + 1}: x1, x2 and the target z are given."
        name, layer = NAMES[active], NEURONS[active][0]
        mark = name[1:]
        if phase == "forward":
            inputs = " and ".join(INPUTS[layer])
            return (
                f"{name} adds up {inputs}, weighted, to e{mark}; y{mark} = f(e{mark})."
            )
        if phase == "backward" and layer == LAST:
            return f"The error signal of the output: d{mark} = z − y{mark}."
        if phase == "backward":
            return (
                f"d{mark} comes back to {name} through the same weights "
                f"that took y{mark} forward."
            )
        rule = f"{name} changes each weight by η·d{mark}·df(e{mark})/de·input."
        return f"{rule} {self._difference(active)}"

    def _difference(self, active: int) -> str:
        if self._neuron(active, True, True, True).agree:
            return "This is the true gradient's step."
        return (
            "It is not the true gradient's step: "
            "that takes f' of the later neurons along too."
        )

    def code(self) -> str:
        return program(self.model, *self.example, self.rate)

    def derive(self, number: str) -> Derivation:
        found = self.numbers.find(number)
        if found is None:
            return super().derive(number)
        made = self.numbers.derive(*found, rule=self.state.rule)
        field, layer, at = found
        if field not in {"page", "gradient", "weight"}:
            return made
        place = layer, at[1], at[0]
        slopes = derivations.weight(Units(self.model), "kernel", place, *self.example)
        return Derivation(
            made.title, made.lines, slopes.gradient, slopes.check, made.note
        )

    def derivable(self) -> list[str]:
        return self.numbers.names()
