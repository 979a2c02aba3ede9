"""Fitting: the epochs of a run, one by one or, where nobody looks, many in a call."""

import itertools
import warnings
from collections.abc import Iterator

from limpid.callbacks.history import History
from limpid.errors import DataError
from limpid.models import events
from limpid.models.batches import ArrayBatches, Batch
from limpid.models.epochs_ahead import Columns, first_nonfinite
from limpid.models.interrupts import interrupts_wait
from limpid.models.loop import Loop, numbers
from limpid.models.progress import say


def fit_loop(loop: Loop) -> History:
    """Run the epochs; Ctrl-C ends training but keeps what was learned."""
    with interrupts_wait(loop), loop.cleanup:
        loop.model.stop_training = False
        loop.model.history = loop.history
        try:
            loop.emit(
                events.TrainBegin(
                    loop.epochs, loop.epoch, len(loop.batches), loop.verbose
                )
            )
            while loop.epoch < loop.epochs and not loop.model.stop_training:
                if not _run_epochs(loop):
                    run_epoch(loop)
        except KeyboardInterrupt:
            _interrupt(loop)
        loop.emit(events.TrainEnd(loop.logs, loop.reason))
    return loop.history


def _interrupt(loop: Loop) -> None:
    within = f"in epoch {loop.epoch + 1} after {loop.step} batches"
    between = f"after epoch {loop.epoch}"
    loop.reason = (
        f"Interrupted {within if loop.step or not loop.epoch else between}: "
        "the model keeps what it has learned; train again to go on."
    )
    loop.model.stop_training = True
    if loop.progress is None:
        say(loop.reason)


def _run_epochs(loop: Loop) -> bool:
    """Run several epochs in one call, where that is possible; tell whether it was."""
    if loop.step or loop.looks_between_epochs:
        return False
    epochs = loop.epochs_ahead()
    count = epochs.count(loop.epochs - loop.epoch)
    if count < 2:
        return False
    columns = epochs.run(loop.epoch, count)
    loop.batch = epochs.ahead.sample
    _keep(loop, columns, count)
    if loop.interrupted:
        raise KeyboardInterrupt
    return True


def _keep(loop: Loop, columns: Columns, count: int) -> None:
    """Keep the metrics of several epochs; nobody but histories wants to know."""
    for callback in loop.callbacks:
        if isinstance(callback, History):
            callback.extend(range(loop.epoch, loop.epoch + count), columns)
    first, wrong = loop.epoch, first_nonfinite(columns)
    loop.step = len(loop.batches)
    for number in [count - 1] if wrong is None else [wrong, count - 1]:
        loop.epoch = first + number
        loop.logs = {name: column[number].item() for name, column in columns.items()}
        loop.notice_nonfinite()
    loop.epoch, loop.step = first + count, 0


def run_epoch(loop: Loop) -> None:
    """Run what is left of the current epoch, or stop if there is no more data."""
    batches = _peek(loop)
    if batches is None:
        loop.model.stop_training = True
        return
    loop.emit(events.EpochBegin(loop.epoch))
    if loop.step == 0:
        loop.model.reset_metrics()
        loop.logs = {}
    _train_ahead(loop)
    if isinstance(loop.batches, ArrayBatches):
        batches = loop.batches.epoch(loop.epoch, loop.step)
    _train_on(loop, batches)
    _end_epoch(loop)


def _train_ahead(loop: Loop) -> None:
    """Train on what is left of the epoch in few calls, where that is possible."""
    ahead = loop.ahead("train", loop.batches)
    while not loop.model.stop_training and ahead.takes(loop.step):
        if ahead.single:
            loop.emit(events.BatchBegin(loop.step))
        count, results = ahead.run(loop.epoch, loop.step)
        loop.batch, loop.logs = ahead.sample, numbers(results)
        _end_batches(loop, count)


def _train_on(loop: Loop, batches: Iterator[Batch]) -> None:
    """Train on batches, one at a time."""
    while not loop.model.stop_training:
        batch = next(batches, None)
        if batch is None:
            break
        loop.emit(events.BatchBegin(loop.step))
        loop.logs = loop.train_batch(batch)
        _end_batches(loop, 1)


def _end_batches(loop: Loop, count: int) -> None:
    """Count batches and tell the listeners."""
    loop.step += count
    loop.notice_nonfinite()
    loop.emit(events.BatchEnd(loop.step - 1, loop.logs, count))
    if loop.interrupted:
        raise KeyboardInterrupt


def _peek(loop: Loop) -> Iterator[Batch] | None:
    """Return the epoch's batches, or None where a generator has come to its end.

    Raises:
        DataError: There has been no batch at all.
    """
    batches = loop.batches.epoch(loop.epoch, loop.step)
    if isinstance(loop.batches, ArrayBatches):
        return batches
    first = next(batches, None)
    if first is not None:
        return itertools.chain([first], batches)
    # A run resumed after an epoch's last batch has only the epoch's end to make up.
    if loop.step:
        return iter(())
    if loop.batch is None:
        raise DataError(
            "The iterable of batches is empty or used up; give one that yields batches."
        )
    _say_used_up(loop)
    return None


def _say_used_up(loop: Loop) -> None:
    warnings.warn(
        f"The iterable of batches ended in epoch {loop.epoch + 1} of {loop.epochs}, "
        "and so does training: give one that can be started anew, or a longer one.",
        stacklevel=2,
    )


def _end_epoch(loop: Loop) -> None:
    """Validate and tell that the epoch has ended."""
    cut_short = loop.batches.is_generator and loop.step < len(loop.batches)
    if cut_short and not loop.model.stop_training:
        _say_used_up(loop)
        loop.model.stop_training = True
    logs = loop.logs
    if loop.wants_validation(loop.epoch) and loop.validation is not None:
        held = loop.evaluate(loop.validation)
        logs = logs | {f"val_{name}": value for name, value in held.items()}
    epoch, loop.epoch, loop.step, loop.logs = loop.epoch, loop.epoch + 1, 0, logs
    loop.emit(events.EpochEnd(epoch, logs))
