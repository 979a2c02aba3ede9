"""Room: memory that begins where vectors and cache lines begin."""

from collections.abc import Callable
from functools import partial

import numpy as np

from limpid.graph.dtypes import DType
from limpid.graph.op import Array
from limpid.graph.shapes import Shape, product

# Vectors and cache lines begin at multiples of this.
ALIGNMENT = 64
# From so many elements on it takes less time to find such room than it saves.
LARGE = 2**14


def room(num_bytes: int) -> Array:
    """Return so many bytes; pages are taken as they are first touched."""
    raw = np.empty(num_bytes + ALIGNMENT, np.uint8)
    start = -raw.ctypes.data % ALIGNMENT
    return raw[start : start + num_bytes]


def maker(shape: Shape, dtype: DType) -> Callable[[], Array]:
    """Return what makes arrays of anything, in such room if they are large."""
    count = product(shape)
    if count < LARGE:
        return partial(np.empty, shape, dtype)
    return lambda: room(count * dtype.itemsize).view(dtype).reshape(shape)


def copied(array: Array) -> Array:
    """Return a copy in room of its own."""
    copy = room(array.nbytes).view(array.dtype).reshape(array.shape)
    copy[...] = array
    return copy
