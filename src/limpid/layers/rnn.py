from dataclasses import KW_ONLY, dataclass
from typing import Any, ClassVar

from limpid.errors import ConfigError, ShapeError
from limpid.graph.deferred import batch_is_open
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.graph.tree import leaves, map_leaves
from limpid.graph.variable import Variable
from limpid.layers._recurrence import check_cell, initial_state, recur
from limpid.layers._weighted import RNN_STATE
from limpid.layers.layer import Layer
from limpid.layers.simple_rnn_cell import SimpleRNNCell
from limpid.layers.stacked_rnn_cells import StackedRNNCells
from limpid.ops.flip import flip
from limpid.ops.swapaxes import swapaxes
from limpid.random.seed_generator import SeedGenerator
from limpid.settings import setting_names


@dataclass(eq=False, repr=False)
class RNN(Layer):
    """A recurrent layer: a cell walked along a sequence, its state handed on.

    Args:
        cell: One step: any object with `state_size` and `call(inputs, states)`, which
            returns output and new states; `output_size` and `get_initial_state` where
            they are not those of the state and zeros. A list of cells is stacked.
        return_sequences: Return the outputs of all steps, not the last one's alone.
        return_state: Return the last states too.
        go_backwards: Walk from the end; outputs come in the order of walking.
        stateful: Begin each batch where the last one ended; batches are of one size.
        unroll: Lay the steps out in a row; a hint to engines.
        zero_output_for_mask: Show zeros at masked steps, not the output before.

    Shapes: inputs (batch, time, ...); mask (batch, time), false where a step is to be
        passed over; outputs (batch, time, units) or (batch, units); states (batch,
        units) each.

    Raises:
        ConfigError: The cell is none, or a stateful layer is built for any batch size.
        ShapeError: A stateful layer gets a batch of another size.

    Example:
        >>> from limpid import layers
        >>> sums = layers.SimpleRNNCell(
        ...     1, None, kernel_initializer="ones", recurrent_initializer="ones"
        ... )
        >>> RNN(sums, return_sequences=True)([[[1.0], [2.0], [3.0]]]).tolist()
        [[[1.0], [3.0], [6.0]]]
    """

    cell: Any
    _: KW_ONLY
    return_sequences: bool = False
    return_state: bool = False
    go_backwards: bool = False
    stateful: bool = False
    unroll: bool = False
    zero_output_for_mask: bool = False

    supports_masking = True

    EXAMPLES: ClassVar[Any] = (({"cell": SimpleRNNCell(3, name="cell")}, (2, 4, 3)),)

    def check(self) -> None:
        if isinstance(self.cell, (list, tuple)):
            self.cell = StackedRNNCells(list(self.cell), dtype=self.dtype)
        check_cell(self.cell)

    def make_cell(self, kind: type[Layer], name: str) -> Layer:
        """Return a cell with this layer's settings."""
        own = set(setting_names(Layer)) - {"dtype", "trainable"}
        names = [n for n in setting_names(kind) if n not in own]
        return kind(**{n: getattr(self, n) for n in names}, name=name)

    def check_input(self, input_shape: Shape) -> None:
        if len(input_shape) < 3:
            raise ShapeError(
                f"{self!r} got input of shape {tuple(input_shape)}; expected (batch, "
                "time, features): give each step at least one feature."
            )

    def build(self, input_shape: Shape) -> None:
        batch, _, *features = input_shape
        if isinstance(self.cell, Layer) and not self.cell.built:
            self.cell.build((batch, *features))
            self.cell.built = True
        if self.stateful:
            self._build_states(batch)

    def _build_states(self, batch: int) -> None:
        if batch_is_open():
            raise ConfigError(
                f"{self!r} keeps a state for each example of a batch: say how many "
                "there are, by Input(shape, batch_size=...)."
            )

        def keep(start: Tensor) -> Variable:
            shape, dtype = start.shape, start.dtype
            return self.add_weight(shape, "zeros", dtype, False, name=RNN_STATE)

        self.states = map_leaves(keep, self.get_initial_state(batch))

    @property
    def seed_generator(self) -> SeedGenerator:
        """Where the cell's dropout masks come from, if it has any."""
        generator: SeedGenerator = self.cell.seed_generator
        return generator

    def get_initial_state(self, batch_size: int) -> list[Any]:
        """Return the states that a walk begins with."""
        start = initial_state(self.cell, batch_size, self.dtype)
        return list(start) if isinstance(start, (list, tuple)) else [start]

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        """Return the mask of the outputs; the last one alone has none."""
        del inputs
        return previous_mask if self.return_sequences else None

    def call(
        self,
        sequences: Tensor,
        initial_state: Any = None,
        mask: Tensor | None = None,
        training: bool = False,
    ) -> Any:
        """Return the output or outputs and, if asked for, the last states.

        Args:
            sequences: (batch, time, ...).
            initial_state: Instead of zeros, or of what the last batch left.
            mask: (batch, time); false where a step is passed over.
            training: Whether the cell trains.
        """
        state = self._first(sequences.shape[0], initial_state)
        steps = None if mask is None else swapaxes(mask, 0, 1)
        outputs, last = self._along(swapaxes(sequences, 0, 1), state, steps, training)
        if self.stateful:
            for variable, value in zip(leaves(self.states), leaves(last), strict=True):
                variable.assign(value)
        shown = self._shown(outputs)
        return (shown, *last) if self.return_state else shown

    def _first(self, batch: int, given: Any) -> list[Any]:
        if self.stateful and leaves(self.states)[0].shape[0] != batch:
            raise ShapeError(
                f"{self!r} keeps the states of {leaves(self.states)[0].shape[0]} "
                f"examples; got a batch of {batch}: give batches of that size."
            )
        if given is None:
            if self.stateful:
                return list(map_leaves(Variable.read, self.states))
            return self.get_initial_state(batch)
        parts = list(given) if isinstance(given, (list, tuple)) else [given]
        return list(map_leaves(self._cast, parts))

    def _along(
        self, xs: Tensor, state: list[Any], keep: Tensor | None, training: bool
    ) -> tuple[Tensor, list[Any]]:
        settings = {
            "reverse": self.go_backwards,
            "unroll": xs.shape[0] if self.unroll else 1,
            "zero_output_for_mask": self.zero_output_for_mask,
        }
        if type(self.cell) is not StackedRNNCells:
            return recur(self.cell, xs, state, keep, training, **settings)
        # Cell by cell, each along the whole sequence, comes to the same as step by
        # step, and lets each cell project all its inputs at once.
        last = []
        for cell, part in zip(self.cell.cells, state, strict=True):
            several = isinstance(part, (list, tuple))
            listed = list(part) if several else [part]
            xs, after = recur(cell, xs, listed, keep, training, **settings)
            last.append(after if several else after[0])
        return xs, last

    def _shown(self, outputs: Tensor) -> Tensor:
        if not self.return_sequences:
            return outputs[0 if self.go_backwards else -1]
        walked = flip(outputs, axis=0) if self.go_backwards else outputs
        return swapaxes(walked, 0, 1)
