"""A network walked along texts step by step, all that its cells compute kept."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.engines import Compiled
from limpid.explanations.unrolled import unroll
from limpid.layers.rnn import RNN

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Passage:
    """What a network does along some sequences.

    Attributes:
        outputs: Probabilities of what follows: (batch, steps, symbols).
        inside: For each recurrent layer, gates and states by name: (steps, batch,
            units).
        states: Before each step, and after the last: lists of (batch, units).
    """

    outputs: Array
    inside: list[dict[str, Array]]
    states: list[list[Array]]


class Walker:
    """Walks; one step is a program, whatever the length of the texts."""

    def __init__(self, model: Any) -> None:
        """Find the recurrent layers."""
        self.model = model
        self.cells = [layer.cell for layer in model.layers if isinstance(layer, RNN)]
        self._step = Compiled(self._forward)

    def _forward(self, x: Any, states: list[Any]) -> Any:
        given = self.grouped(states)
        found = unroll(self.model, x, given)
        inside = [steps[0] for steps in found.steps]
        return found.outputs[:, 0], inside, [s for part in found.states for s in part]

    def grouped(self, states: list[Any]) -> list[list[Any]]:
        """Return a flat list of states as one list a recurrent layer."""
        left = iter(states)
        return [[next(left) for _ in cell.state_names] for cell in self.cells]

    def walk(self, numbers: Array) -> Passage:
        """Go along some sequences, (batch, steps), from fresh states."""
        batch = len(numbers)
        states = [
            np.zeros((batch, cell.units), np.float32)
            for cell in self.cells
            for _ in cell.state_names
        ]
        outputs, insides, kept = [], [], [states]
        for column in numbers.astype(np.float32).T:
            output, inside, states = self._step(column[:, None], kept[-1])
            outputs.append(np.asarray(output))
            insides.append(inside)
            kept.append([np.asarray(state) for state in states])
        layers = range(len(self.cells))
        return Passage(
            np.stack(outputs, axis=1),
            [_stacked([inside[k] for inside in insides]) for k in layers],
            kept,
        )


def _stacked(steps: list[Any]) -> dict[str, Array]:
    return {name: np.stack([np.asarray(s[name]) for s in steps]) for name in steps[0]}
