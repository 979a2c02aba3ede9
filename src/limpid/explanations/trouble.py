import numpy as np

from limpid.explanations.figures import number
from limpid.explanations.record import Row


def trouble(rows: list[Row]) -> str:
    """Say where values of a graph stop being finite; '' if they never do.

    Args:
        rows: Of `explain(…).rows()`.

    Example:
        >>> from limpid import explain
        >>> from limpid.explanations.expression import evaluate
        >>> trouble(explain(evaluate("x / y", {"x": 1, "y": 0})).rows())
        'x / y is inf: it divides by y, which is 0.'
    """
    for row in rows:
        if not _is_finite(row):
            return f"{row.formula or row.name} is {_what(row)}: {_why(row, rows)}."
    return ""


def _is_finite(row: Row) -> bool:
    numeric = isinstance(row.value, np.ndarray) and row.value.dtype.kind == "f"
    return not numeric or bool(np.isfinite(row.value).all())


def _what(row: Row) -> str:
    wrong = np.asarray(row.value)
    return number(wrong[~np.isfinite(wrong)][0])


def _why(row: Row, rows: list[Row]) -> str:
    if not row.inputs:
        return "expected a finite value here"
    divisor = row.inputs[-1]
    if row.op in {"divide", "reciprocal"} and np.any(rows[divisor.row].value == 0):
        return f"it divides by {divisor.name}, which is 0"
    values = [(line.name, rows[line.row].value) for line in row.inputs]
    given = " and ".join(f"{name} = {_shown(value)}" for name, value in values)
    return f"{row.op} has no finite value at {given}"


def _shown(value: object) -> str:
    array = np.asarray(value)
    return number(array) if array.size == 1 else f"an array {array.shape}"
