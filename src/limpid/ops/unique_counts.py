from typing import Any, NamedTuple

from limpid.graph.tensor import Tensor
from limpid.ops.unique_all import unique_all


class UniqueCounts(NamedTuple):
    """The different elements, and how often each occurs."""

    values: Tensor
    counts: Tensor


def unique_counts(x: Any, /) -> UniqueCounts:
    """Return the different elements, sorted, and how often each occurs.

    Their number depends on the values, so it cannot be traced.

    Raises:
        GraphError: x is symbolic.
    """
    found = unique_all(x)
    return UniqueCounts(found.values, found.counts)
