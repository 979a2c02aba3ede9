"""The worked numbers of the lectures, computed again by limpid."""

from limpid.numbers.case import Case, load_cases
from limpid.numbers.compare import Finding, compare
from limpid.numbers.replay import LEFT_OUT, replay, replay_all

__all__ = [
    "LEFT_OUT",
    "Case",
    "Finding",
    "compare",
    "load_cases",
    "replay",
    "replay_all",
]
