from dataclasses import dataclass
from typing import Any

from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.layers._recurrence import (
    check_cell,
    initial_state,
    output_size,
    step_of,
)
from limpid.layers.layer import Layer


@dataclass(eq=False, repr=False)
class StackedRNNCells(Layer):
    """Several cells as one: each takes the output of the one before.

    Args:
        cells: The cells, the first one nearest to the input.

    Shapes: inputs (batch, features); states: a list with the states of each cell.
    """

    cells: Any

    def check(self) -> None:
        for cell in self.cells:
            check_cell(cell)

    @property
    def state_size(self) -> list[Any]:
        """The size of each cell's state."""
        return [cell.state_size for cell in self.cells]

    @property
    def output_size(self) -> int:
        """The size of the last cell's output."""
        return output_size(self.cells[-1])

    def get_initial_state(self, batch_size: int) -> list[Any]:
        """Return each cell's first state."""
        return [initial_state(c, batch_size, self.dtype) for c in self.cells]

    def build(self, input_shape: Shape) -> None:
        batch, *_ = input_shape
        for cell in self.cells:
            if isinstance(cell, Layer) and not cell.built:
                cell.build(input_shape)
            input_shape = (batch, output_size(cell))

    def call(self, inputs: Tensor, states: Any, training: bool = False) -> Any:
        """Return the last cell's output, and each cell's states, after one step."""
        after = []
        for cell, state in zip(self.cells, states, strict=True):
            inputs, state = step_of(cell, training)(inputs, state)  # noqa: PLW2901 - of this cell
            after.append(state)
        return inputs, after
