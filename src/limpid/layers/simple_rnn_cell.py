from dataclasses import dataclass
from typing import Any

from limpid.activations._activate import activate
from limpid.graph.tensor import Tensor
from limpid.layers._cell import Cell, Masks, product


@dataclass(eq=False, repr=False)
class SimpleRNNSettings:
    """What SimpleRNNCell and SimpleRNN share."""

    units: int
    activation: Any = "tanh"
    use_bias: bool = True
    kernel_initializer: Any = "glorot_uniform"
    recurrent_initializer: Any = "orthogonal"
    bias_initializer: Any = "zeros"
    kernel_regularizer: Any = None
    recurrent_regularizer: Any = None
    bias_regularizer: Any = None
    kernel_constraint: Any = None
    recurrent_constraint: Any = None
    bias_constraint: Any = None
    dropout: float = 0.0
    recurrent_dropout: float = 0.0


@dataclass(eq=False, repr=False)
class SimpleRNNCell(SimpleRNNSettings, Cell):
    """One step of a simple recurrent layer: its state is its output.

    h' = tanh(x @ kernel + h @ recurrent_kernel + bias)

    Args:
        units: The size of h.
        activation: Of the sum.
        use_bias: Whether to add a bias.
        kernel_initializer, recurrent_initializer, bias_initializer: How weights start.
        kernel_regularizer, recurrent_regularizer, bias_regularizer: Penalties.
        kernel_constraint, recurrent_constraint, bias_constraint: Applied after updates.
        dropout, recurrent_dropout: The shares of inputs and of h that are dropped.
        seed: Of the dropout.

    Shapes: inputs (batch, features); states [h], (batch, units); kernel (features,
        units); recurrent_kernel (units, units); bias (units,).

    Source: Elman 1990, Finding structure in time.
    """

    seed: int | None = None

    def inside(
        self, x: Tensor, states: list[Tensor], masks: Masks = ()
    ) -> dict[str, Tensor]:
        total = x + product(states[0], self.recurrent_kernel, masks)
        return {"hidden": activate(total, self.activation)}
