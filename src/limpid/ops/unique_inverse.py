from typing import Any, NamedTuple

from limpid.graph.tensor import Tensor
from limpid.ops.unique_all import unique_all


class UniqueInverse(NamedTuple):
    """The different elements, and which of them each element is."""

    values: Tensor
    inverse_indices: Tensor


def unique_inverse(x: Any, /) -> UniqueInverse:
    """Return the different elements, sorted, and the indices that rebuild x.

    Their number depends on the values, so it cannot be traced.

    Raises:
        GraphError: x is symbolic.
    """
    found = unique_all(x)
    return UniqueInverse(found.values, found.inverse_indices)
