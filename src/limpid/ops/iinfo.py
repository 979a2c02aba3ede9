from typing import Any, NamedTuple

import numpy as np

from limpid.graph.dtypes import DType
from limpid.ops.finfo import checked


class IntegerInfo(NamedTuple):
    """The limits of an integer type."""

    bits: int
    max: int
    min: int
    dtype: DType


def iinfo(type: Any, /) -> IntegerInfo:
    """Return the limits of an integer type, or of an array's.

    Raises:
        DTypeError: It is no integer type.

    Example:
        >>> iinfo("int8").max
        127
    """
    info = np.iinfo(checked(type, "iu"))
    return IntegerInfo(info.bits, int(info.max), int(info.min), np.dtype(info.dtype))
