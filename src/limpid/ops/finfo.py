from typing import Any, NamedTuple

import numpy as np

from limpid.errors import DTypeError
from limpid.graph.dtypes import DType, as_dtype


class FloatInfo(NamedTuple):
    """The limits of a float type."""

    bits: int
    eps: float
    max: float
    min: float
    smallest_normal: float
    dtype: DType


def finfo(type: Any, /) -> FloatInfo:
    """Return the limits of a float type, or of an array's.

    Raises:
        DTypeError: It is no float type.

    Example:
        >>> finfo("float32").bits
        32
    """
    info = np.finfo(checked(type, "f"))
    eps, most, least, normal = map(
        float, (info.eps, info.max, info.min, info.smallest_normal)
    )
    return FloatInfo(info.bits, eps, most, least, normal, info.dtype)


def checked(type: Any, kinds: str) -> DType:
    """Return the type, or an array's; raise DTypeError if it is of another kind."""
    dtype = as_dtype(getattr(type, "dtype", type))
    if dtype.kind not in kinds:
        name = "float" if kinds == "f" else "integer"
        raise DTypeError(f"Expected a type of the {name} kind; got {dtype}.")
    return dtype
