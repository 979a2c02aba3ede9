"""How a run's weights are spread, written down as they change."""

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np

from limpid.explanations.step_sizes import step_sizes
from limpid.graph.op import Array
from limpid.graph.tensor import as_tensor, no_grad
from limpid.models import Sequential, events
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


def is_measured(epoch: int) -> bool:
    """Tell whether a step is measured after an epoch: 0, 1, 2, 3, 4, 6, 8, 12, 16, ...

    It costs some hundredths of a second, which small networks would feel.
    """
    return epoch % max(1, 1 << max(0, epoch.bit_length() - 2)) == 0


class WeightListener:
    """Writes how the weights are spread before the first epoch and after some.

    With a batch, also what a step on it would do: how large it is beside the weights,
    and how its gradients, and what the layers put out, are spread. The step is taken
    back, so the run is the same without it.

    Args:
        directory: Where to write.
        model: The model in training.
        batch: x and y of some examples, always the same.
    """

    def __init__(
        self, directory: RunDirectory, model: Any, batch: tuple[Any, Any] | None = None
    ) -> None:
        """Wait for the first epoch."""
        self.path, self.model, self.batch = directory.weights_file, model, batch
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
        found = {
            "epoch": epoch,
            "weights": spreads_of(self.model),
            **self._of_batch(epoch),
        }
        line = msgspec.json.encode(found)
        try:
            with self.path.open("ab") as stream:
                stream.write(line + b"\n")
        except OSError as error:
            raise failure(self.path, error) from error

    def _of_batch(self, epoch: int) -> dict[str, Any]:
        if self.batch is None or not is_measured(epoch):
            return {}
        sizes = step_sizes(self.model, *self.batch)
        norms = {s.name: [s.gradient_norm, s.weight_norm, s.update_norm] for s in sizes}
        return {
            "steps": norms,
            "gradients": {size.name: spread_of(size.gradient) for size in sizes},
            "activations": activations_of(self.model, self.batch[0]),
        }


def activations_of(model: Any, x: Array) -> dict[str, Spread]:
    """Return how what each layer puts out is spread; of Sequential models alone."""
    if not isinstance(model, Sequential):
        return {}
    found: dict[str, Spread] = {}
    value = as_tensor(x)
    with no_grad():
        for layer in model.layers:
            value = layer(value, training=False)
            found[str(layer.name)] = spread_of(value.numpy())
    return found


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
