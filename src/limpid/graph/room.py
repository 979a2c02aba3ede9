"""Room: memory that begins where vectors and cache lines begin."""

import numpy as np

from limpid.graph.op import Array

# Vectors and cache lines begin at multiples of this.
ALIGNMENT = 64


def room(num_bytes: int) -> Array:
    """Return so many bytes; pages are taken as they are first touched."""
    raw = np.empty(num_bytes + ALIGNMENT, np.uint8)
    start = -raw.ctypes.data % ALIGNMENT
    return raw[start : start + num_bytes]


def copied(array: Array) -> Array:
    """Return a copy in room of its own."""
    copy = room(array.nbytes).view(array.dtype).reshape(array.shape)
    copy[...] = array
    return copy
