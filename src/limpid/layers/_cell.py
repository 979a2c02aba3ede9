"""Cell: one step of a recurrent layer, in two parts.

What a step makes of its input alone need not wait for the step before: the layer
computes it for all steps at once, as one matrix product. The loop does the rest.
"""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from limpid import random
from limpid.graph.arithmetic import reshape
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, as_tensor
from limpid.layers.layer import Layer
from limpid.ops.concat import concat
from limpid.ops.matmul import matmul
from limpid.ops.ones import ones
from limpid.ops.split import split
from limpid.ops.zeros import zeros
from limpid.random.seed_generator import SeedGenerator
from limpid.settings import require_fraction, require_positive

Step = Callable[[Tensor, list[Tensor]], tuple[Tensor, list[Tensor]]]
Masks = Sequence[Tensor]


class Cell(Layer):
    """Base of the cells of SimpleRNN, LSTM and GRU; they differ in `advance`."""

    units: int
    use_bias: bool
    dropout: float
    recurrent_dropout: float
    seed: int | None

    # How many blocks of units the kernels hold, and the parts that the state has.
    gates: ClassVar[int] = 1
    state_names: ClassVar[tuple[str, ...]] = ("hidden",)

    def check(self) -> None:
        require_positive(self, "units")
        require_fraction(self, "dropout", "recurrent_dropout")
        if self.dropout or self.recurrent_dropout:
            self.seed_generator = SeedGenerator(self.seed)

    @property
    def state_size(self) -> int | list[int]:
        """The size of the state; of each of its parts, if there are several."""
        parts = len(self.state_names)
        return self.units if parts == 1 else [self.units] * parts

    @property
    def output_size(self) -> int:
        """The size of the output."""
        return self.units

    def get_initial_state(self, batch_size: int) -> list[Tensor]:
        """Return a state of zeros."""
        start = zeros((batch_size, self.units), self.dtype)
        return [start] * len(self.state_names)

    def build(self, input_shape: Shape) -> None:
        width = self.gates * self.units
        self.kernel = self.weight_as_set("kernel", (input_shape[-1], width))
        recurrent = (self.units, width)
        name = "recurrent_kernel"
        self.recurrent_kernel = self.weight_as_set("recurrent", recurrent, name)
        self.bias = (
            self.weight_as_set("bias", self.bias_shape()) if self.use_bias else None
        )

    def bias_shape(self) -> Shape:
        """Return the shape of the bias."""
        return (self.gates * self.units,)

    def call(self, inputs: Tensor, states: Any, training: bool = False) -> Any:
        """Return the output and the states after one step.

        Args:
            inputs: (batch, features).
            states: A list of tensors (batch, units); a lone one may come without.
            training: Whether to drop inputs and states, by masks drawn anew.
        """
        projected, step = self.prepare(inputs, training)
        several = isinstance(states, (list, tuple))
        output, after = step(projected, list(states) if several else [states])
        return output, after if several else after[0]

    def prepare(self, inputs: Tensor, training: bool) -> tuple[Tensor, Step]:
        """Return all steps' projected inputs, and what remains to do at each.

        Args:
            inputs: (..., batch, features).
            training: Whether to drop inputs and states: the same ones at all steps.
        """
        dropped = self._masks(self.dropout, inputs.shape[-2:], training)
        forgotten = (inputs.shape[-2], self.units)
        kept = self._masks(self.recurrent_dropout, forgotten, training)
        projected = product(inputs, self.kernel, dropped)
        if self.bias is not None:
            projected = projected + self.input_bias()
        return projected, partial(self.advance, masks=kept)

    def input_bias(self) -> Tensor:
        """Return the bias of the projected inputs."""
        return as_tensor(self.bias)

    def advance(
        self, x: Tensor, states: list[Tensor], masks: Masks
    ) -> tuple[Tensor, list[Tensor]]:
        """Return the output and the states after a step; arguments as of `inside`."""
        found = self.inside(x, states, masks)
        return found["hidden"], [found[name] for name in self.state_names]

    @abstractmethod
    def inside(
        self, x: Tensor, states: list[Tensor], masks: Masks = ()
    ) -> dict[str, Tensor]:
        """Return all that a step computes, by name: gates, candidate, states.

        Args:
            x: The projected input: (batch, gates * units).
            states: Before the step.
            masks: Of the state, for dropout: none, one, or one for each gate.
        """

    def _masks(self, rate: float, shape: Shape, training: bool) -> Masks:
        if not (training and rate):
            return ()
        # As in Keras: gates share a mask, unless states are dropped.
        count = self.gates if self.recurrent_dropout else 1
        whole = ones(shape, self.dtype)
        draws = range(count)
        return [random.dropout(whole, rate, seed=self.seed_generator) for _ in draws]


def product(x: Tensor, kernel: Any, masks: Masks = ()) -> Tensor:
    """Return (x * mask) @ kernel, each block of columns with a mask of its own."""
    if not masks:
        rows = matmul(reshape(x, (-1, x.shape[-1])), kernel)
        return reshape(rows, (*x.shape[:-1], kernel.shape[-1]))
    blocks = split(kernel, len(masks), axis=-1)
    parts = [product(x * m, block) for m, block in zip(masks, blocks, strict=True)]
    return concat(parts, axis=-1) if len(parts) > 1 else parts[0]
