from dataclasses import dataclass, field
from typing import Any

from limpid.layers.lstm_cell import LSTMCell, LSTMSettings
from limpid.layers.rnn import RNN


@dataclass(eq=False, repr=False)
class LSTM(LSTMSettings, RNN):
    """A recurrent layer with a memory that gates keep, fill and show.

    Args: those of `LSTMCell` and of `RNN`.

    Shapes: inputs (batch, time, features); outputs (batch, time, units) or (batch,
        units); the states, where returned, are h and c. Weights: as of `LSTMCell`.

    Example:
        >>> LSTM(4, return_sequences=True).compute_output_shape((None, 10, 8))
        (None, 10, 4)
    """

    seed: int | None = None
    cell: Any = field(init=False)

    EXAMPLES = (
        ({"units": 3}, (2, 4, 3)),
        ({"units": 2, "return_sequences": True, "go_backwards": True}, (2, 3, 2)),
        ({"units": 2, "dropout": 0.4, "recurrent_dropout": 0.3, "seed": 1}, (2, 3, 4)),
    )

    def check(self) -> None:
        self.cell = self.make_cell(LSTMCell, "lstm_cell")
