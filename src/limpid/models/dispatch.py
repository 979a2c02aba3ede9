"""Callbacks as listeners: each event becomes a call by Keras's names."""

from typing import Any

from limpid.models import events


class CallbackDispatch:
    """Hands the events of a loop to those of its callbacks that hear them."""

    def __init__(self, loop: Any) -> None:
        """Tell the callbacks their model."""
        self.loop = loop
        for callback in loop.callbacks:
            callback.loop = loop
            callback.set_model(loop.model)
        self._hearers = {
            kind: [c for c in loop.callbacks if c.hears(method)]
            for kind, (method, _) in CALLS.items()
        }

    def __call__(self, event: events.Event) -> None:
        """Call the method that stands for the event."""
        if isinstance(event, events.TrainBegin):
            params = {
                "epochs": event.epochs,
                "steps": event.batches,
                "verbose": event.verbose,
            }
            for callback in self.loop.callbacks:
                callback.set_params(params)
        if isinstance(event, events.Notice):
            self.loop.history.notes.append(event.text)
        for callback in self._hearers.get(type(event), ()):
            method, names = CALLS[type(event)]
            getattr(callback, method)(*(getattr(event, name) for name in names))


# Keras's name of each moment, and what is handed over.
CALLS: dict[type[events.Event], tuple[str, tuple[str, ...]]] = {
    events.TrainBegin: ("on_train_begin", ()),
    events.EpochBegin: ("on_epoch_begin", ("epoch",)),
    events.BatchBegin: ("on_train_batch_begin", ("step",)),
    events.BatchEnd: ("on_train_batch_end", ("step", "logs")),
    events.EpochEnd: ("on_epoch_end", ("epoch", "logs")),
    events.TrainEnd: ("on_train_end", ("logs",)),
    events.EvaluateBegin: ("on_test_begin", ()),
    events.EvaluateBatchEnd: ("on_test_batch_end", ("step", "logs")),
    events.EvaluateEnd: ("on_test_end", ("logs",)),
}
