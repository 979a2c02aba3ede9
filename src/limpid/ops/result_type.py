from typing import Any

from limpid.graph.dtypes import DType, as_dtype, promote, scalar_dtype


def result_type(*arrays_and_dtypes: Any) -> DType:
    """Return the type that results from mixing arrays, types and Python numbers.

    Raises:
        DTypeError: They have no common type.
    """
    numbers = [x for x in arrays_and_dtypes if isinstance(x, bool | int | float)]
    others = [x for x in arrays_and_dtypes if not isinstance(x, bool | int | float)]
    if not others:
        return promote(*(scalar_dtype(n, as_dtype("bool")) for n in numbers))
    result = promote(*(as_dtype(getattr(x, "dtype", x)) for x in others))
    for number in numbers:
        result = scalar_dtype(number, result)
    return result
