"""Replay: compute each case with the function of its name."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Final

from limpid.errors import ConfigError, nearest
from limpid.numbers import topics
from limpid.numbers.case import Case, load_cases
from limpid.numbers.compare import Finding, compare

_WORDS: Final = "word vectors come with the sequences"

LEFT_OUT: Final = {
    "word2vec-cbow-step": _WORDS,
    "embedding-cat-mat": _WORDS,
    "analogy-by-vector-offset": _WORDS,
    "ngram-bigram": _WORDS,
    "hog-descriptor-length": "image features come with the toolbox",
    "ad-click-table": "a table from which nothing is computed",
    "playground-initial-state": "the lecture gives no random seed: not checkable",
}
"""The cases that are not replayed, each with the reason."""


def replay(case_id: str) -> list[Finding]:
    """Compute one case with limpid and compare it.

    Raises:
        ConfigError: There is no such case, or it is left out.
    """
    cases = {case.id: case for case in load_cases()}
    if case_id not in cases:
        raise ConfigError(f"Unknown case {case_id!r}; {nearest(case_id, cases)}")
    if case_id in LEFT_OUT:
        raise ConfigError(f"Case {case_id!r} is left out: {LEFT_OUT[case_id]}.")
    return _replayed(cases[case_id])


def replay_all() -> list[Finding]:
    """Compute and compare every case that is not left out."""
    cases = [case for case in load_cases() if case.id not in LEFT_OUT]
    return [finding for case in cases for finding in _replayed(case)]


def _replayed(case: Case) -> list[Finding]:
    function = _functions()[case.id.replace("-", "_").lower()]
    return compare(case, _plain(function(case.inputs)))


@cache
def _functions() -> dict[str, Callable[[dict[str, Any]], dict[str, Any]]]:
    """Return the functions of all topics by name."""
    names = [module.name for module in iter_modules(topics.__path__)]
    modules = [import_module(f"{topics.__name__}.{name}") for name in names]
    return {name: value for m in modules for name, value in vars(m).items()}


def _plain(value: Any) -> Any:
    """Return tensors and variables as nested lists and numbers."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return value.numpy().tolist() if hasattr(value, "numpy") else value
