"""The random numbers that all code of a process shares, as plain data."""

import random
from typing import Any

import numpy as np

from limpid.random.seed_generator import get_default_key, set_default_key

__all__: list[str] = []


def get_shared_state() -> dict[str, Any]:
    """Return where Python's, NumPy's and limpid's shared random numbers stand."""
    version, words, spare = random.getstate()
    numpy_state = np.random.get_state(legacy=False)  # noqa: NPY002 - users may draw
    return {
        "python": [version, np.array(words, np.uint32), spare],
        "numpy": numpy_state,
        "limpid": get_default_key(),
    }


def set_shared_state(state: dict[str, Any]) -> None:
    """Go on where the shared random numbers stood."""
    version, words, spare = state["python"]
    random.setstate((version, tuple(words.tolist()), spare))
    np.random.set_state(state["numpy"])  # noqa: NPY002 - users may draw
    if state["limpid"] is not None:
        set_default_key(state["limpid"])
