from dataclasses import dataclass
from typing import Any

from limpid.activations._activate import activate
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.layers._cell import Cell, Masks, product
from limpid.ops.split import split


@dataclass(eq=False, repr=False)
class LSTMSettings:
    """What LSTMCell and LSTM share."""

    units: int
    activation: Any = "tanh"
    recurrent_activation: Any = "sigmoid"
    use_bias: bool = True
    kernel_initializer: Any = "glorot_uniform"
    recurrent_initializer: Any = "orthogonal"
    bias_initializer: Any = "zeros"
    unit_forget_bias: bool = True
    kernel_regularizer: Any = None
    recurrent_regularizer: Any = None
    bias_regularizer: Any = None
    kernel_constraint: Any = None
    recurrent_constraint: Any = None
    bias_constraint: Any = None
    dropout: float = 0.0
    recurrent_dropout: float = 0.0


@dataclass(eq=False, repr=False)
class LSTMCell(LSTMSettings, Cell):
    """One step of an LSTM: gates decide what its memory c keeps, takes and shows.

    i, f, o = sigmoid(x @ kernel + h @ recurrent_kernel + bias), each its own block;
    c' = f * c + i * tanh(its block); h' = o * tanh(c'). The blocks' order: i, f, c, o.

    Args:
        units: The size of h and of c.
        activation: Of what is taken and of what is shown.
        recurrent_activation: Of the gates.
        use_bias: Whether to add a bias.
        kernel_initializer, recurrent_initializer, bias_initializer: How weights start.
        unit_forget_bias: Whether f's bias starts at one: the memory first keeps.
        kernel_regularizer, recurrent_regularizer, bias_regularizer: Penalties.
        kernel_constraint, recurrent_constraint, bias_constraint: Applied after updates.
        dropout, recurrent_dropout: The shares of inputs and of h that are dropped.
        seed: Of the dropout.

    Shapes: inputs (batch, features); states [h, c], each (batch, units); kernel
        (features, 4 units); recurrent_kernel (units, 4 units); bias (4 units,).

    Source: Hochreiter & Schmidhuber 1997; Gers, Schmidhuber & Cummins 2000 for f;
        Jozefowicz, Zaremba & Sutskever 2015 for its bias.
    """

    seed: int | None = None

    gates = 4
    state_names = ("hidden", "cell")

    def build(self, input_shape: Shape) -> None:
        super().build(input_shape)
        if self.bias is not None and self.unit_forget_bias:
            start = self.bias.numpy()
            start[self.units : 2 * self.units] = 1
            self.bias.set(start)

    def inside(
        self, x: Tensor, states: list[Tensor], masks: Masks = ()
    ) -> dict[str, Tensor]:
        h, c = states
        sums = split(x + product(h, self.recurrent_kernel, masks), 4, axis=-1)
        i, f, o = (activate(sums[k], self.recurrent_activation) for k in (0, 1, 3))
        kept, candidate = f * c, activate(sums[2], self.activation)
        c = kept + i * candidate
        h = o * activate(c, self.activation)
        gates = {"input": i, "forget": f, "candidate": candidate, "output": o}
        return {**gates, "cell": c, "hidden": h}
