"""The loop: epochs, batches, events; the same for fit, evaluate and resumed runs."""

import contextlib
import math
import random
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

from limpid.callbacks.callback import Callback
from limpid.callbacks.history import History
from limpid.callbacks.terminate_on_nan import TerminateOnNaN
from limpid.engines import Compiled
from limpid.errors import ArgumentError, DataError
from limpid.graph.tensor import no_grad
from limpid.models import events
from limpid.models.ahead import Ahead
from limpid.models.batches import (
    ArrayBatches,
    Batch,
    Batches,
    as_batches,
    on_batch,
    require_count,
    split_validation,
    weighted_by_class,
)
from limpid.models.checks import Checker
from limpid.models.dispatch import CallbackDispatch
from limpid.models.epochs_ahead import EpochsAhead
from limpid.models.progress import progress_listener

Logs = dict[str, float]


class Loop:
    """One run of `fit` or `evaluate`: what it works on and where it stands.

    `epoch`, `step`, `shuffle_seed` and `logs` (the metrics of the epoch so far) with
    the model's variables are all that a run needs to go on bit for bit.
    """

    def __init__(
        self,
        model: Any,
        *,
        epochs: int = 1,
        initial_epoch: int = 0,
        verbose: Any = "auto",
        callbacks: Any = None,
        validation_freq: int | Sequence[int] = 1,
    ) -> None:
        """Gather the listeners."""
        require_count("epochs", epochs)
        self.model, self.epochs, self.verbose = model, epochs, verbose
        self.epoch, self.step = initial_epoch, 0
        self.shuffle_seed = random.getrandbits(31)
        self.validation_freq = validation_freq
        self.batches: Batches
        self.validation: Batches | None = None
        self.logs: Logs = {}
        self.batch: Batch | None = None
        self._aheads: dict[str, Ahead] = {}
        self._epochs_ahead: EpochsAhead | None = None
        self.interrupted = False
        # Why training ended, if it was interrupted.
        self.reason: str | None = None
        # What listeners want done at the end, even after an error.
        self.cleanup = contextlib.ExitStack()
        self.checker = Checker(model)
        self._noticed = False
        self._listen(callbacks)

    def _listen(self, callbacks: Any) -> None:
        """Gather callbacks and progress; the history comes last and sees all logs."""
        given = list_of_callbacks(callbacks)
        histories = [c for c in given if isinstance(c, History)]
        self.history = histories[0] if histories else History()
        others = [c for c in given if c is not self.history]
        self.callbacks: list[Callback] = [*others, self.history]
        self.progress = progress_listener(self.verbose)
        self.listeners: list[Any] = [CallbackDispatch(self)]
        if self.progress is not None:
            self.listeners.append(self.progress)
            self.cleanup.callback(self.progress.close)

    def emit(self, event: events.Event) -> None:
        """Tell every listener."""
        for listener in self.listeners:
            listener(event)

    # Data

    def take_data(
        self,
        data: tuple[Any, Any, Any],
        *,
        batch_size: int | None = None,
        shuffle: bool = False,
        steps: int | None = None,
        class_weight: Any = None,
        whole: bool = False,
    ) -> None:
        """Take the training data; `whole` makes them one batch."""
        self.batches = as_batches(
            *data,
            batch_size=batch_size,
            steps=steps,
            shuffle=shuffle,
            seed=self.shuffle_seed,
        )
        if class_weight is not None:
            self.batches = weighted_by_class(self.batches, class_weight)
        if whole and isinstance(self.batches, ArrayBatches):
            self.batches.batch_size = self.batches.num_examples

    def take_validation(
        self, data: Any, share: float, *, batch_size: int | None, steps: int | None
    ) -> None:
        """Take the data held out, or hold out a share of the training data."""
        if data is not None:
            self.validation = as_batches(
                *_parts(data), batch_size=batch_size, steps=steps
            )
        elif share:
            self.batches, self.validation = split_validation(self.batches, share)

    # Steps

    def ahead(self, name: str, batches: Batches) -> Ahead:
        """Return what takes many steps in a call, after the checks of all data.

        Args:
            name: Of the step, 'train' or 'test'.
            batches: What the step is taken on.
        """
        known, step = self._aheads.get(name), self._step(name)
        if known is not None and known.step is step and known.batches is batches:
            return known
        for checked in (batches, self.validation):
            if isinstance(checked, ArrayBatches):
                self.checker.check_arrays(checked)
        self._aheads[name] = Ahead(batches, step, single=self._is_watched(name))
        return self._aheads[name]

    def epochs_ahead(self) -> EpochsAhead:
        """Return what takes many epochs in a call, after the first has been run."""
        ahead = self.ahead("train", self.batches)
        if self._epochs_ahead is None or self._epochs_ahead.ahead is not ahead:
            self._epochs_ahead = EpochsAhead(self.model, ahead)
        return self._epochs_ahead

    @property
    def looks_between_epochs(self) -> bool:
        """Whether something happens between epochs, or somebody wants to know."""
        # The first listener hands events to the callbacks.
        return (
            self.validation is not None
            or len(self.listeners) > 1
            or any(callback.watches_epochs for callback in self.callbacks)
        )

    def _is_watched(self, name: str) -> bool:
        """Tell whether a callback asks to be called between batches."""
        if name == "train":
            return any(c.watches_batches for c in self.callbacks)
        return any(c.hears("on_test_batch_end") for c in self.callbacks)

    def _step(self, name: str) -> Any:
        function = on_batch(getattr(self.model, f"{name}_step"))
        return self.model._step(name, function)  # noqa: SLF001

    def train_batch(self, batch: Batch) -> Logs:
        """Take one training step; the first is preceded by checks."""
        self.checker.check(self.batches, batch)
        if isinstance(self.validation, ArrayBatches):
            self.checker.check_arrays(self.validation)
        step = self._step("train")
        logs = numbers(step(batch))
        if self.batch is None and isinstance(step, Compiled):
            self._say_fallbacks(step)
        self.batch = batch
        return logs

    def _say_fallbacks(self, step: Compiled) -> None:
        """Say which operations the engine hands to the reference engine, and why."""
        for name, reason in step.fallbacks.items():
            self.emit(events.Notice(f"{name} runs in the reference engine: {reason}."))

    def test_batch(self, batch: Batch, batches: Batches) -> Logs:
        """Evaluate one of the batches; the first is preceded by checks of all."""
        self.checker.check(batches, batch)
        step = self.model._step("test", on_batch(self.model.test_step))  # noqa: SLF001
        with no_grad():
            return numbers(step(batch))

    def evaluate(self, batches: Batches) -> Logs:
        """Return loss and metrics over all batches, without training.

        Raises:
            DataError: There is no batch, or the data do not fit.
        """
        self.model.reset_metrics()
        self.emit(events.EvaluateBegin(len(batches)))
        logs: Logs = {}
        for step, logs, count in self._tested(batches):
            self.emit(events.EvaluateBatchEnd(step, logs, count))
        if not logs:
            raise DataError("The data to evaluate hold no batch; give at least one.")
        self.emit(events.EvaluateEnd(logs))
        return logs

    def _tested(self, batches: Batches) -> Iterator[tuple[int, Logs, int]]:
        """Evaluate batches; yield the last's number, logs so far and how many."""
        ahead, step = self.ahead("test", batches), 0
        while ahead.takes(step):
            count, results = ahead.run(0, step)
            step += count
            yield step - 1, numbers(results), count
        for number, batch in enumerate(batches.epoch(0, step), step):
            yield number, self.test_batch(batch, batches), 1

    def wants_validation(self, epoch: int) -> bool:
        """Tell whether to evaluate after this epoch (counted from 0)."""
        if self.validation is None:
            return False
        if isinstance(self.validation_freq, int):
            return (epoch + 1) % self.validation_freq == 0
        return epoch + 1 in self.validation_freq

    def notice_nonfinite(self) -> None:
        """Say once when a metric has become NaN or infinite."""
        wrong = [name for name, value in self.logs.items() if not math.isfinite(value)]
        if not wrong or self._noticed:
            return
        self._noticed = True
        if not any(isinstance(c, TerminateOnNaN) for c in self.callbacks):
            warnings.warn(
                f"The {wrong[0]} became {self.logs[wrong[0]]} in epoch "
                f"{self.epoch + 1}, by batch {self.step}: lower the learning rate, "
                "scale the inputs or clip gradients; TerminateOnNaN() would stop here.",
                stacklevel=2,
            )


def list_of_callbacks(callbacks: Any) -> list[Callback]:
    """Return callbacks given alone, in a list or not at all.

    Raises:
        ArgumentError: One of them is no callback.
    """
    given = [] if callbacks is None else callbacks
    given = list(given) if isinstance(given, (list, tuple)) else [given]
    for callback in given:
        if not isinstance(callback, Callback):
            raise ArgumentError(
                f"{callback!r} is no callback; give objects of classes derived from "
                "limpid.callbacks.Callback."
            )
    return given


def _parts(data: Any) -> tuple[Any, ...]:
    """Return validation data as (x,), (x, y) or (x, y, sample_weight)."""
    if isinstance(data, list) and len(data) in {2, 3}:
        data = tuple(data)
    if not isinstance(data, tuple):
        return (data,)
    if not 1 <= len(data) <= 3:
        raise ArgumentError(
            f"validation_data has {len(data)} parts; expected (x, y) or "
            "(x, y, sample_weight)."
        )
    return data


def numbers(logs: dict[str, Any]) -> Logs:
    """Return metrics as Python numbers."""
    return {name: float(value) for name, value in logs.items()}
