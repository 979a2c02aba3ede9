from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from limpid.callbacks.callback import Callback, Logs


@dataclass(eq=False)
class History(Callback):
    """The metrics of each epoch; what `fit` returns.

    `history` holds a list for each metric, `epoch` the epochs' numbers, `notes` what
    callbacks did and why, `reason` why training ended early if it was interrupted.
    """

    history: dict[str, list[float]] = field(default_factory=dict)
    epoch: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    reason: str | None = None

    @property
    def watches_epochs(self) -> bool:
        """No: it only gathers numbers, unless a subclass does more."""
        return type(self) is not History and super().watches_epochs

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Append the epoch's metrics."""
        self.epoch.append(epoch)
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(value)

    def extend(self, epochs: Iterable[int], logs: Mapping[str, Any]) -> None:
        """Append the metrics of several epochs: an array for each metric."""
        self.epoch.extend(epochs)
        for name, values in logs.items():
            self.history.setdefault(name, []).extend(values.tolist())

    def on_train_end(self, logs: Logs = None) -> None:  # noqa: ARG002
        """Keep why training ended."""
        self.reason = self.loop.reason

    def to_rows(self) -> list[dict[str, float]]:
        """Return one dictionary an epoch, as plotting libraries and pandas take it."""
        columns = self.history.items()
        return [
            {"epoch": epoch}
            | {name: values[i] for name, values in columns if i < len(values)}
            for i, epoch in enumerate(self.epoch)
        ]

    def get_state(self) -> dict[str, Any]:
        """Return the metrics so far."""
        return {"history": self.history, "epoch": self.epoch, "notes": self.notes}

    def set_state(self, state: dict[str, Any]) -> None:
        """Take up the metrics of an interrupted run."""
        self.history, self.epoch = state["history"], state["epoch"]
        self.notes = state["notes"]
