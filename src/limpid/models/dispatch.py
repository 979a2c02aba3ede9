"""Callbacks as listeners: each event becomes a call by Keras's names."""

from typing import Any

from limpid.models import events


class CallbackDispatch:
    """Hands the events of a loop to its callbacks."""

    def __init__(self, loop: Any) -> None:
        """Tell the callbacks their model."""
        self.loop = loop
        for callback in loop.callbacks:
            callback.loop = loop
            callback.set_model(loop.model)

    def __call__(self, event: events.Event) -> None:
        """Call the method that stands for the event."""
        if isinstance(event, events.TrainBegin):
            params = {"epochs": event.epochs, "steps": event.batches, "verbose": 0}
            for callback in self.loop.callbacks:
                callback.set_params(params)
        for method, *arguments in _calls(event):
            for callback in self.loop.callbacks:
                getattr(callback, method)(*arguments)


def _calls(event: events.Event) -> list[tuple[Any, ...]]:
    match event:
        case events.TrainBegin():
            return [("on_train_begin",)]
        case events.EpochBegin(epoch):
            return [("on_epoch_begin", epoch)]
        case events.BatchBegin(step):
            return [("on_train_batch_begin", step)]
        case events.BatchEnd(step, logs):
            return [("on_train_batch_end", step, logs)]
        case events.EpochEnd(epoch, logs):
            return [("on_epoch_end", epoch, logs)]
        case events.TrainEnd(logs):
            return [("on_train_end", logs)]
        case events.EvaluateBegin():
            return [("on_test_begin",)]
        case events.EvaluateBatchEnd(step, logs):
            return [("on_test_batch_end", step, logs)]
        case events.EvaluateEnd(logs):
            return [("on_test_end", logs)]
    return []
