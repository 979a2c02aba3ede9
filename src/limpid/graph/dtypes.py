"""Data types: their names, promotion, and the default float."""

from typing import Any, Final

import numpy as np

from limpid.errors import ConfigError, DTypeError, nearest

type_names: Final = (
    "bool",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "float16",
    "float32",
    "float64",
)

DType = np.dtype[Any]
_default_float = np.dtype("float32")


def floatx() -> str:
    """Return the name of the default float type, as Keras does."""
    return str(_default_float)


def set_floatx(value: str) -> None:
    """Set the default float type: 'float16', 'float32' or 'float64'.

    Raises:
        ConfigError: The name is not that of a float type.
    """
    global _default_float  # noqa: PLW0603 - Keras has it as a setting of the process
    if value not in {"float16", "float32", "float64"}:
        raise ConfigError(
            f"set_floatx got {value!r}; expected 'float16', 'float32' or 'float64'."
        )
    _default_float = np.dtype(value)


def as_dtype(dtype: Any) -> DType:
    """Return the NumPy type for a name, type or None (the default float).

    Raises:
        DTypeError: limpid has no such type.
    """
    if dtype is None:
        return _default_float
    try:
        result: DType = np.dtype(dtype)
    except TypeError:
        hint = nearest(str(dtype), type_names)
        raise DTypeError(f"Unknown dtype {dtype!r}; {hint}") from None
    if result.name not in type_names:
        raise DTypeError(f"dtype {result} is not supported; known: {type_names}")
    return result


def is_float(dtype: DType) -> bool:
    """Tell whether the type is a floating-point type."""
    return dtype.kind == "f"


def promote(*dtypes: DType) -> DType:
    """Return the type that results from mixing arrays of these types.

    The Array API's table; where that says nothing (integers with floats) the
    float type wins, as in JAX and Keras.

    Raises:
        DTypeError: The standard defines no common type.

    Example:
        >>> promote(np.dtype("int64"), np.dtype("float32"))
        dtype('float32')
    """
    floats = [d for d in dtypes if d.kind == "f"]
    if floats:
        return np.result_type(*floats)
    result = np.result_type(*dtypes)
    if result.kind == "f":
        raise DTypeError(
            f"No integer type holds both {' and '.join(map(str, dtypes))}; "
            "cast one with astype first."
        )
    return result


def scalar_dtype(scalar: complex, other: DType) -> DType:
    """Return the type a Python scalar takes beside an array of type `other`.

    Raises:
        DTypeError: The scalar is complex.
    """
    if isinstance(scalar, bool) or (isinstance(scalar, int) and other.kind != "b"):
        return other
    if isinstance(scalar, int):
        return np.dtype("int64")
    if isinstance(scalar, float):
        return other if other.kind == "f" else _default_float
    raise DTypeError(f"Complex numbers such as {scalar!r} are not supported.")
