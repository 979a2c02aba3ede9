"""Ahead: many steps in one call of the program, where nobody looks in between."""

import time
from typing import Any

from limpid.engines import Compiled
from limpid.models.batches import ArrayBatches, Batches

# How long one call may take: Ctrl-C waits for it, and the progress bar too.
CALL_SECONDS = 0.1


class Ahead:
    """Batches of an epoch, as many in a call as take about CALL_SECONDS.

    Only where batches are cut from arrays and the step is compiled.

    Args:
        batches: Where the rows come from.
        step: What is done with each batch.
        single: Whether somebody looks after each batch.
    """

    def __init__(self, batches: Batches, step: Any, *, single: bool) -> None:
        """Compile, unless that has been done."""
        self.batches, self.step, self.single = batches, step, single
        self._by_size: dict[int, Any] = {}
        self.possible = isinstance(batches, ArrayBatches) and isinstance(step, Compiled)
        if isinstance(batches, ArrayBatches) and self.possible:
            # What a batch is like.
            self.sample = batches.take(slice(0, batches.batch_size))
            self.possible = self._steps(0) is not None

    def takes(self, step: int) -> bool:
        """Tell whether the batch of this number is left, and can be taken here."""
        left = self.possible and step < len(self.batches)
        return left and self._steps(step) is not None

    def run(self, epoch: int, step: int) -> tuple[int, Any]:
        """Take steps from the given one on; return how many, and the last's results."""
        batches: Any = self.batches
        rows = batches.order(epoch)[step * batches.batch_size :]
        full = len(rows) // batches.batch_size
        steps = self._steps(step)
        count = min(steps.pace, full, len(batches) - step)
        count = 1 if self.single or not full else count
        before = time.perf_counter()
        results = steps(rows[: count * batches.batch_size])
        if not self.single:
            adapt(steps, count, time.perf_counter() - before)
        return count, results

    @property
    def full(self) -> Any:
        """What takes steps on full batches; `pace` says how many a call."""
        return self._steps(0)

    def epochs(self, first_values: Any) -> Any:
        """Return what runs whole epochs in one call, or None.

        Args:
            first_values: What variables are set to when an epoch begins.
        """
        batches: Any = self.batches
        full, rest = divmod(batches.num_examples, batches.batch_size)
        full = min(full, len(batches))
        parts = [(full, batches.batch_size)] if full else []
        parts += [(1, rest)] if len(batches) > full else []
        seed = batches.seed if batches.shuffle else None
        return self.step.epochs(self._data, parts, seed, first_values)

    @property
    def _data(self) -> Any:
        batches: Any = self.batches
        return (batches.x, batches.y, batches.sample_weight)

    def _steps(self, step: int) -> Any:
        """Return what takes the batch of this number, whole or a remainder."""
        batches: Any = self.batches
        left = batches.num_examples - step * batches.batch_size
        return self._repeated(min(batches.batch_size, left))

    def _repeated(self, size: int) -> Any:
        if size not in self._by_size:
            self._by_size[size] = self.step.repeated(self._data, size)
        return self._by_size[size]


def adapt(steps: Any, count: int, seconds: float) -> None:
    """Take more steps a call, or fewer, the next time: what takes half of the time."""
    # A single step says little of the next: at most 16 times as many.
    fitting = int(count * min(16, CALL_SECONDS / 2 / max(seconds, 1e-9)))
    if seconds > CALL_SECONDS:
        steps.pace = max(1, fitting)
    else:
        steps.pace = max(steps.pace, fitting)
