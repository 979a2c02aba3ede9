"""How a run's weights are spread, written down as they change."""

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np

from limpid.graph.op import Array
from limpid.models import events
from limpid.models.atomic import failure, write_atomically
from limpid.runs.run_directory import RunDirectory

__all__ = ["Spread", "WeightListener", "is_kept", "spread_of"]

BINS = 40
# All epochs up to this one, then half as many in each doubling: a thousand epochs
# need no more lines than 350.
_ALL_KEPT = 128


class Spread(msgspec.Struct, frozen=True):
    """How often an array has values in each of some equal parts of its range.

    Args:
        low, high: The range, of the finite values.
        counts: In each part.
        not_finite: Values that are NaN or infinite.
    """

    low: float
    high: float
    counts: list[int]
    not_finite: int = 0


def spread_of(values: Array) -> Spread:
    """Return how an array's values are spread.

    Example:
        >>> sum(spread_of(np.array([1.0, 2.0, np.nan])).counts)
        2
    """
    flat = np.asarray(values, np.float64).ravel()
    finite = flat[np.isfinite(flat)]
    if not finite.size:
        return Spread(0.0, 0.0, [0] * BINS, flat.size)
    low, high = float(finite.min()), float(finite.max())
    # A range so narrow that its parts would be none.
    apart = high - low > 1e-9 * max(abs(low), abs(high))
    counts = np.histogram(finite, BINS, (low, high))[0] if apart else [finite.size]
    padded = [int(n) for n in counts] + [0] * (BINS - len(counts))
    return Spread(low, high, padded, flat.size - finite.size)


def is_kept(epoch: int) -> bool:
    """Tell whether the weights after an epoch are written down; 0 is before any."""
    return epoch % max(1, 1 << max(0, epoch.bit_length() - 7)) == 0


class WeightListener:
    """Writes how the weights are spread before the first epoch and after some.

    Args:
        directory: Where to write.
        model: The model in training.
    """

    def __init__(self, directory: RunDirectory, model: Any) -> None:
        """Wait for the first epoch."""
        self.path, self.model = directory.weights_file, model
        self.is_first_epoch = True

    def __call__(self, event: events.Event) -> None:
        """Write down what the event tells."""
        match event:
            case events.EpochBegin(epoch) if self.is_first_epoch:
                self.is_first_epoch = False
                self.go_on_from(epoch)
            case events.EpochEnd(epoch, _) if is_kept(epoch + 1):
                self.write(epoch + 1)

    def go_on_from(self, epoch: int) -> None:
        """Forget the lines of epochs that are about to be trained once more."""
        if epoch == 0:
            write_atomically(self.path, [])
            self.write(0)
            return
        lines = self.path.read_bytes().splitlines() if self.path.is_file() else []
        kept = [line + b"\n" for line in lines if _epoch_of(line) <= epoch]
        write_atomically(self.path, kept)

    def write(self, epoch: int) -> None:
        """Append the line of an epoch."""
        line = msgspec.json.encode({"epoch": epoch, "weights": spreads_of(self.model)})
        try:
            with self.path.open("ab") as stream:
                stream.write(line + b"\n")
        except OSError as error:
            raise failure(self.path, error) from error


def spreads_of(model: Any) -> Mapping[str, Spread]:
    """Return how each of a model's arrays of weights is spread, by path."""
    weights = {weight.path: weight.numpy() for weight in model.weights}
    return {
        path: spread_of(value)
        for path, value in weights.items()
        if value.dtype.kind == "f" and value.size
    }


def _epoch_of(line: bytes) -> float:
    """Return a line's epoch; infinity if it was cut short by a kill."""
    try:
        return float(msgspec.json.decode(line, type=dict[str, Any])["epoch"])
    except (msgspec.DecodeError, KeyError):
        return float("inf")
