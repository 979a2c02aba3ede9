"""Names for the tensors of a graph: the user's own, else short ones."""

import re
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from limpid.explanations.figures import number
from limpid.graph.tensor import Tensor


def named(tensors: Sequence[Tensor], given: dict[int, str]) -> list[str]:
    """Return a name for each tensor, inputs before users.

    An input is called by its own name; one without is its number if others have
    names (a constant), else x1, x2, ... What is computed is called q1, q2, ..., and
    the last f.

    Args:
        tensors: Of one graph, the output last.
        given: Names by the tensors' identity, which come before their own.
    """
    own = [given.get(id(t)) or t.name for t in tensors]
    taken = {_word(name) for name in own if name}
    inputs, results = _fresh("x", taken), _fresh("q", taken)
    some = any(name for t, name in zip(tensors, own, strict=True) if t.op is None)
    names: list[str] = []
    for tensor, name in zip(tensors, own, strict=True):
        if name:
            names.append(_unique(_word(name), names))
        elif tensor is tensors[-1]:
            names.append("f" if "f" not in taken else next(results))
        elif tensor.op is not None:
            names.append(next(results))
        elif some and _is_number(tensor):
            names.append(number(tensor.value))
        else:
            names.append(next(inputs))
    return names


def is_constant(name: str) -> bool:
    """Tell whether a name is a number."""
    return not name[0].isalpha() and not name.startswith("_")


def _is_number(tensor: Tensor) -> bool:
    return tensor.size == 1


def _word(name: Any) -> str:
    """Return a name that can stand in a formula: 'dense/kernel' as 'dense_kernel'."""
    word = re.sub(r"\W", "_", str(name))
    return word if word[:1].isidentifier() else f"_{word}"


def _unique(name: str, taken: Sequence[str]) -> str:
    return name if name not in taken else f"{name}_{taken.count(name) + 1}"


def _fresh(letter: str, taken: set[str]) -> Iterator[str]:
    return (name for i in count(1) if (name := f"{letter}{i}") not in taken)
