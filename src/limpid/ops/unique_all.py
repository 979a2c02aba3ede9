from typing import Any, NamedTuple

import numpy as np

from limpid.graph.tensor import Tensor, as_tensor


class UniqueAll(NamedTuple):
    """The different elements, where each is first, which each is, how many."""

    values: Tensor
    indices: Tensor
    inverse_indices: Tensor
    counts: Tensor


def unique_all(x: Any, /) -> UniqueAll:
    """Return the different elements, sorted, and all that is known about them.

    Their number depends on the values, so it cannot be traced.

    Raises:
        GraphError: x is symbolic.
    """
    return UniqueAll(*map(Tensor.make, np.unique_all(as_tensor(x).value)))
