from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from limpid.layers.gru_cell import GRUCell, GRUSettings
from limpid.layers.rnn import RNN


@dataclass(eq=False, repr=False)
class GRU(GRUSettings, RNN):
    """A recurrent layer whose state is mixed, gate by gate, with a new one.

    Args: those of `GRUCell` and of `RNN`.

    Shapes: inputs (batch, time, features); outputs (batch, time, units) or (batch,
        units), which is also the state, where returned. Weights: as of `GRUCell`.

    Example:
        >>> GRU(4)([[[1.0], [2.0]]]).shape
        (1, 4)
    """

    seed: int | None = None
    cell: Any = field(init=False)
    _: KW_ONLY
    reset_after: bool = True

    EXAMPLES = (
        ({"units": 3}, (2, 4, 3)),
        ({"units": 2, "reset_after": False, "return_sequences": True}, (2, 3, 2)),
        ({"units": 2, "recurrent_dropout": 0.3, "seed": 1}, (2, 3, 4)),
    )

    def check(self) -> None:
        self.cell = self.make_cell(GRUCell, "gru_cell")
