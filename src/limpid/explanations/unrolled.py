"""A recurrent network laid out step by step: what its cells compute, and how far back.

Nothing is trained here: the steps are a row of the cells' own operations, so that every
gate and state is a tensor that can be read and asked for its gradient.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from limpid.errors import ConfigError
from limpid.graph.gradient import gradients
from limpid.graph.op import Array
from limpid.graph.tensor import Tensor, as_tensor
from limpid.layers._cell import Cell
from limpid.layers.rnn import RNN
from limpid.ops.linalg.vector_norm import vector_norm
from limpid.ops.stack import stack
from limpid.ops.swapaxes import swapaxes

__all__ = ["Unrolled", "reach", "unroll"]

Inside = dict[str, Tensor]


@dataclass(frozen=True, eq=False)
class Unrolled:
    """What a network of recurrent layers does along some sequences.

    Attributes:
        outputs: (batch, steps, ...), as the network's own.
        steps: For each recurrent layer, what its cell computes at each step: gates,
            candidate and states by name, (batch, units) each.
        states: Each recurrent layer's state after the last step.
    """

    outputs: Tensor
    steps: list[list[Inside]]
    states: list[list[Tensor]]

    def along(self, layer: int, name: str) -> Array:
        """Return a gate or state of a recurrent layer: (steps, batch, units)."""
        return stack([inside[name] for inside in self.steps[layer]]).numpy()


def unroll(
    model: Any, x: Any, states: Sequence[Sequence[Any]] | None = None
) -> Unrolled:
    """Return what a Sequential model's recurrent layers compute, step by step.

    Args:
        model: Built; its recurrent layers are SimpleRNN, LSTM or GRU that return
            sequences. Nothing is dropped, and no step is padding.
        x: (batch, steps, ...), as the model takes it.
        states: Each recurrent layer's state before the first step; zeros by default.

    Raises:
        ConfigError: A recurrent layer is of another kind.

    Example:
        >>> from limpid import Input, Sequential, layers
        >>> model = Sequential([Input((3, 2)), layers.GRU(4, return_sequences=True)])
        >>> sorted(unroll(model, [[[1.0, 2.0]] * 3]).steps[0][0])
        ['candidate', 'hidden', 'reset', 'update']
    """
    value, found = as_tensor(x), Unrolled(as_tensor(x), [], [])
    for layer in model.layers:
        if not isinstance(layer, RNN):
            value = layer(value, training=False)
            continue
        given = None if states is None else states[len(found.steps)]
        steps, last = _walk(layer, value, given)
        found.steps.append(steps)
        found.states.append(last)
        value = stack([inside["hidden"] for inside in steps], axis=1)
    return Unrolled(value, found.steps, found.states)


def _walk(layer: Any, value: Tensor, given: Any) -> tuple[list[Inside], list[Tensor]]:
    cell = layer.cell
    if not isinstance(cell, Cell) or not layer.return_sequences or layer.go_backwards:
        raise ConfigError(
            f"{layer.name} cannot be unrolled: expected a SimpleRNN, LSTM or GRU with "
            "return_sequences=True that goes forwards."
        )
    cast = layer._cast(value)  # noqa: SLF001 - as calling the layer would
    projected, _ = cell.prepare(swapaxes(cast, 0, 1), training=False)
    states = [as_tensor(s) for s in given or cell.get_initial_state(value.shape[0])]
    steps = []
    for step in range(value.shape[1]):
        steps.append(cell.inside(projected[step], states))
        states = [steps[-1][name] for name in cell.state_names]
    return steps, states


def reach(found: Unrolled, loss: Tensor, layer: int, name: str = "hidden") -> Array:
    """Return how long the gradient of a loss is by a state at each step.

    A loss of the last step alone shows how far back its error reaches: the lengths
    shrink or grow by about the same factor a step.

    Args:
        found: Of one sequence.
        loss: Made of its outputs.
        layer: Which of the recurrent layers.
        name: Of the state: hidden, or an LSTM's cell.

    Shapes: outputs (steps,).
    """
    parts = [inside[name] for inside in found.steps[layer]]
    slopes = gradients(loss, parts)
    return stack([vector_norm(slope) for slope in slopes]).numpy()
