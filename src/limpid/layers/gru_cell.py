from dataclasses import dataclass
from typing import Any

from limpid.activations._activate import activate
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.layers._cell import Cell, Masks, product
from limpid.ops.split import split


@dataclass(eq=False, repr=False)
class GRUSettings:
    """What GRUCell and GRU share."""

    units: int
    activation: Any = "tanh"
    recurrent_activation: Any = "sigmoid"
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
class GRUCell(GRUSettings, Cell):
    """One step of a GRU: its state h is mixed with a candidate made of it.

    z, r = sigmoid(x @ kernel + h @ recurrent_kernel + bias), each its own block;
    h' = z * h + (1 - z) * tanh(candidate), where the candidate's block of h is
    multiplied by r: after its matrix product, or before. The blocks' order: z, r, h.

    Args:
        units: The size of h.
        activation: Of the candidate.
        recurrent_activation: Of the gates.
        use_bias: Whether to add a bias.
        kernel_initializer, recurrent_initializer, bias_initializer: How weights start.
        kernel_regularizer, recurrent_regularizer, bias_regularizer: Penalties.
        kernel_constraint, recurrent_constraint, bias_constraint: Applied after updates.
        dropout, recurrent_dropout: The shares of inputs and of h that are dropped.
        reset_after: Whether r multiplies after the matrix product, as in cuDNN.
        seed: Of the dropout.

    Shapes: inputs (batch, features); states [h], (batch, units); kernel (features,
        3 units); recurrent_kernel (units, 3 units); bias (2, 3 units), of inputs and
        of states, or (3 units,) if r multiplies before.

    Source: Cho et al. 2014, arXiv:1406.1078 (r before; first version), v3 for after.
    """

    reset_after: bool = True
    seed: int | None = None

    gates = 3

    def bias_shape(self) -> Shape:
        shape = super().bias_shape()
        return (2, *shape) if self.reset_after else shape

    def input_bias(self) -> Tensor:
        bias = super().input_bias()
        return bias[0] if self.reset_after else bias

    def inside(
        self, x: Tensor, states: list[Tensor], masks: Masks = ()
    ) -> dict[str, Tensor]:
        mix = self._mix_after if self.reset_after else self._mix_before
        (h,) = states
        z, r, total = mix(split(x, 3, axis=-1), h, masks)
        kept, rest = z * h, 1 - z
        candidate = activate(total, self.activation)
        h = kept + rest * candidate
        return {"update": z, "reset": r, "candidate": candidate, "hidden": h}

    def _mix_after(
        self, x: list[Tensor], h: Tensor, masks: Masks
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return z, r and the candidate's sum; r multiplies what is made of h."""
        made = product(h, self.recurrent_kernel, masks)
        if self.bias is not None:
            made = made + self.bias[1]
        of_z, of_r, of_h = split(made, 3, axis=-1)
        z = activate(x[0] + of_z, self.recurrent_activation)
        r = activate(x[1] + of_r, self.recurrent_activation)
        return z, r, x[2] + r * of_h

    def _mix_before(
        self, x: list[Tensor], h: Tensor, masks: Masks
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return z, r and the candidate's sum; r multiplies h."""
        gates, last = split(self.recurrent_kernel, [2 * self.units], axis=-1)
        of_z, of_r = split(product(h, gates, masks[:2]), 2, axis=-1)
        z = activate(x[0] + of_z, self.recurrent_activation)
        r = activate(x[1] + of_r, self.recurrent_activation)
        return z, r, x[2] + product(r * h, last, masks[2:])
