"""Numbers as people write them."""

from typing import Any

from limpid.graph.op import Array

DIGITS = 6
# Up to so many elements an array is written out; a larger one is summarized.
SHOWN_ELEMENTS = 6


def number(value: Any, digits: int = DIGITS) -> str:
    """Return a number with so many significant digits.

    Example:
        >>> number(0.5932699921071872), number(-12.0)
        ('0.59327', '-12')
    """
    text = f"{float(value):.{digits}g}"
    # -0 is a rounding artefact that no textbook prints.
    return "0" if text == "-0" else text


def figure(array: Array, digits: int = DIGITS) -> str:
    """Return an array in a few characters: its elements, or shape and range.

    Example:
        >>> import numpy as np
        >>> figure(np.array([1.0, 2.5])), figure(np.zeros((3, 4)))
        ('[1, 2.5]', '(3, 4): 0 … 0 … 0')
    """
    if not array.ndim:
        return number(array, digits) if array.dtype.kind != "b" else str(bool(array))
    if array.size == 1 or (array.ndim == 1 and array.size <= SHOWN_ELEMENTS):
        return _elements(array, digits)
    if not array.size:
        return f"{array.shape}: empty"
    # Smallest, mean, largest.
    parts = (array.min(), array.mean(dtype="float64"), array.max())
    return f"{array.shape}: " + " … ".join(number(part, 3) for part in parts)


def span(array: Array, digits: int = DIGITS) -> str:
    """Return a short array's elements, of a longer one the least and the greatest.

    Example:
        >>> import numpy as np
        >>> span(np.arange(10.0))
        '0 … 9'
    """
    if array.size == 1 or (array.ndim < 2 and array.size <= SHOWN_ELEMENTS):
        return figure(array, digits)
    if not array.size:
        return "empty"
    return " … ".join(number(part, 3) for part in (array.min(), array.max()))


def _elements(array: Array, digits: int) -> str:
    if not array.ndim:
        return number(array, digits)
    return f"[{', '.join(_elements(part, digits) for part in array)}]"
