"""What training says while it runs: typed events, in order."""

from dataclasses import dataclass, field
from typing import Any

Logs = dict[str, float]


@dataclass(frozen=True)
class Event:
    """Something that happened in a run."""


@dataclass(frozen=True)
class TrainBegin(Event):
    """Training starts, or goes on: epochs count from 0; batches an epoch, if known."""

    epochs: int
    initial_epoch: int
    batches: int
    verbose: Any = 0


@dataclass(frozen=True)
class EpochBegin(Event):
    """An epoch starts."""

    epoch: int


@dataclass(frozen=True)
class BatchBegin(Event):
    """A training batch is about to be used."""

    step: int


@dataclass(frozen=True)
class BatchEnd(Event):
    """Training batches were used, `step` the last; logs are means over the epoch."""

    step: int
    logs: Logs = field(default_factory=dict)
    count: int = 1


@dataclass(frozen=True)
class EpochEnd(Event):
    """An epoch ended; logs hold training and validation metrics."""

    epoch: int
    logs: Logs = field(default_factory=dict)


@dataclass(frozen=True)
class Notice(Event):
    """Something worth saying has happened: who acted, when and why, in a sentence."""

    text: str


@dataclass(frozen=True)
class TrainEnd(Event):
    """Training ended; reason says why if it was not the last epoch."""

    logs: Logs = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True)
class EvaluateBegin(Event):
    """An evaluation starts."""

    batches: int


@dataclass(frozen=True)
class EvaluateBatchEnd(Event):
    """Batches were evaluated, `step` the last."""

    step: int
    logs: Logs = field(default_factory=dict)
    count: int = 1


@dataclass(frozen=True)
class EvaluateEnd(Event):
    """An evaluation ended."""

    logs: Logs = field(default_factory=dict)


Listener = Any
