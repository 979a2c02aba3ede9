from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from limpid.layers.rnn import RNN
from limpid.layers.simple_rnn_cell import SimpleRNNCell, SimpleRNNSettings


@dataclass(eq=False, repr=False)
class SimpleRNN(SimpleRNNSettings, RNN):
    """A recurrent layer whose state is its last output.

    Args: those of `SimpleRNNCell` and of `RNN`.

    Shapes: inputs (batch, time, features); outputs (batch, time, units) or (batch,
        units), which is also the state, where returned. Weights: as of `SimpleRNNCell`.

    Example:
        >>> SimpleRNN(4)([[[1.0], [2.0]]]).shape
        (1, 4)
    """

    cell: Any = field(init=False)
    _: KW_ONLY
    seed: int | None = None

    EXAMPLES = (
        ({"units": 3}, (2, 4, 3)),
        ({"units": 2, "return_sequences": True, "use_bias": False}, (2, 3, 2)),
        ({"units": 2, "dropout": 0.4, "seed": 1}, (2, 3, 4)),
    )

    def check(self) -> None:
        self.cell = self.make_cell(SimpleRNNCell, "simple_rnn_cell")
