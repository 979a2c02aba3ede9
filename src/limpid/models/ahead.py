"""Ahead: many steps in one call of the program, where nobody looks in between."""

import time
from typing import Any

from limpid.engines import Compiled
from limpid.models.batches import ArrayBatches, on_batch

# How long one call may take: Ctrl-C waits for it, and the progress bar too.
CALL_SECONDS = 0.05


class Ahead:
    """Runs of full batches, as long as about CALL_SECONDS.

    Only where batches are cut from arrays, the step is compiled, and no callback asks
    to be called between batches.
    """

    def __init__(self, loop: Any) -> None:
        """Belong to a loop."""
        self.loop, self.count = loop, 1
        watched = any(callback.watches_batches for callback in loop.callbacks)
        arrays = isinstance(loop.batches, ArrayBatches)
        self.possible = arrays and not watched

    def run(self) -> Any:
        """Take steps from the loop's on; return (how many, the last's logs) or None."""
        if not self.possible:
            return None
        batches, step = self.loop.batches, self.loop.step
        full = batches.num_examples // batches.batch_size
        count = min(self.count, min(full, len(batches)) - step)
        train_step = on_batch(self.loop.model.train_step)
        train = self.loop.model._step("train", train_step)  # noqa: SLF001
        if count < 1 or not isinstance(train, Compiled):
            return None
        start = time.perf_counter()
        size = batches.batch_size
        rows = batches.order(self.loop.epoch)[step * size : (step + count) * size]
        data = (batches.x, batches.y, batches.sample_weight)
        logs = train.repeat(data, rows, size)
        if logs is None:
            self.possible = False
            return None
        self._adapt(time.perf_counter() - start)
        return count, logs

    def _adapt(self, seconds: float) -> None:
        """Take more steps a call, or fewer, the next time."""
        if seconds < CALL_SECONDS / 2:
            self.count *= 2
        elif seconds > CALL_SECONDS:
            self.count = max(1, self.count // 2)
