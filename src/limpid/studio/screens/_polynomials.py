"""Polynomials of two inputs."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def terms_of(x1: Array, x2: Array, degree: int) -> Array:
    """Return all products of powers of x1 and x2 up to a degree; 1 comes first."""
    terms = [
        x1 ** (total - second) * x2**second
        for total in range(degree + 1)
        for second in range(total + 1)
    ]
    return np.stack(terms, axis=1)
