"""Training: a model's steps by number, so that a screen can go to any of them.

What `fit` does with shuffled batches, but it may stop between any two of them, and the
same seed gives the same weights at the same step however it got there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.engines import Compiled
from limpid.models.batches import ArrayBatches, on_batch
from limpid.models.state import model_variables, optimizer_variables
from limpid.random.shared_state import get_shared_state, set_shared_state
from limpid.utils import set_random_seed

Array = NDArray[Any]

# Rows handed to the engine in one call; epochs of few examples go together.
MAX_ROWS = 100_000


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Draw as after `set_random_seed(seed)`; leave no trace in what others draw."""
    kept = get_shared_state()
    set_random_seed(seed)
    try:
        yield
    finally:
        set_shared_state(kept)


class Training:
    """The course of a compiled model's training on arrays.

    Args:
        model: Built and compiled.
        x, y: The examples.
        batch_size: Of all batches but perhaps the last of an epoch.
        seed: The orders of the examples follow from it and the epoch's number.

    Attributes:
        step: How many batches have been trained on.
        epoch, batch: How many epochs have ended, and batches since.
    """

    def __init__(
        self, model: Any, x: Array, y: Array, batch_size: int, seed: int
    ) -> None:
        """Stand before the first step."""
        self.model, self.batch_size, self.seed = model, batch_size, seed
        self.step = self.epoch = self.batch = 0
        self.take_data(x, y)
        model.optimizer.build(model.trainable_variables)

    def take_data(self, x: Array, y: Array) -> None:
        """Train on other examples from here on; a new epoch begins."""
        size = min(self.batch_size, len(x))
        self.batches = ArrayBatches(x, y, None, size, shuffle=True, seed=self.seed)
        if self.batch:
            self.epoch, self.batch = self.epoch + 1, 0

    @property
    def steps_per_epoch(self) -> int:
        """The number of batches in an epoch."""
        return len(self.batches)

    def advance_to(self, step: int) -> None:
        """Take steps until this one has been taken."""
        while self.step < step:
            rows = self._full_batches(step)
            if not (len(rows) and self._repeat(rows)):
                self._take_one()

    def next_rows(self) -> Array:
        """Return the numbers of the examples that the next step trains on."""
        size = self.batches.batch_size
        return self.batches.order(self.epoch)[self.batch * size :][:size]

    def capture(self) -> Any:
        """Return all that training changes."""
        clock = self.step, self.epoch, self.batch
        return clock, self.batches, [v.numpy() for v in self._variables()]

    def restore(self, kept: Any) -> None:
        """Come back to where `capture` was called, on an equal model."""
        (self.step, self.epoch, self.batch), self.batches, values = kept
        for variable, value in zip(self._variables(), values, strict=True):
            variable.set(value)

    def _variables(self) -> list[Any]:
        found = model_variables(self.model) | optimizer_variables(self.model)
        return list(found.values())

    def _full_batches(self, until: int) -> Array:
        """Return the rows of full batches from here on, as many as go in one call."""
        batches, size = self.batches, self.batches.batch_size
        full, left = batches.num_examples // size, until - self.step
        parts: list[Array] = []
        epoch, batch = self.epoch, self.batch
        while left and batch < full and len(parts) * size * full <= MAX_ROWS:
            last = min(full, batch + left)
            parts.append(batches.order(epoch)[batch * size : last * size])
            left -= last - batch
            epoch, batch = (epoch + 1, 0) if full == len(batches) else (epoch, full)
        return np.concatenate(parts) if parts else np.empty(0, np.int64)

    def _repeat(self, rows: Array) -> bool:
        """Take many steps in one call, if the engine can."""
        step, size = self._train_step(), self.batches.batch_size
        if not isinstance(step, Compiled):
            return False
        steps = step.repeated((self.batches.x, self.batches.y, None), size)
        if steps is None:
            return False
        steps(rows)
        self._count(len(rows) // size)
        return True

    def _take_one(self) -> None:
        self._train_step()(self.batches.take(self.next_rows()))
        self._count(1)

    def _count(self, steps: int) -> None:
        self.step += steps
        epochs, self.batch = divmod(self.batch + steps, self.steps_per_epoch)
        self.epoch += epochs

    def _train_step(self) -> Any:
        train_step = on_batch(self.model.train_step)
        return self.model._step("train", train_step)  # noqa: SLF001 - as fit does
