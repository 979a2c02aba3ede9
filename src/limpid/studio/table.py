"""Tables that people paste: comma, semicolon or tab, with or without a heading."""

import csv
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.errors import DataError

Array = NDArray[Any]

MAX_CHARACTERS = 900_000
MAX_ROWS = 20_000


@dataclass(frozen=True)
class Table:
    """Two columns of inputs and one of labels.

    Attributes:
        x: (rows, 2), as written.
        labels: The third column: numbers, or words.
        names: Of the three columns.
        lines: Of the text, in which the rows stand.
    """

    x: Array
    labels: list[str]
    names: tuple[str, str, str]
    lines: tuple[int, ...]


def read_table(text: str) -> Table:
    """Read a table whose first two columns are inputs and whose last is the label.

    Raises:
        DataError: It is empty, too long, has too few columns, or a cell is no number;
            the sentence names the row.
    """
    if len(text) > MAX_CHARACTERS:
        raise DataError(
            f"The table has {len(text):,} characters; paste up to {MAX_CHARACTERS:,}, "
            "or train on a file with limpid's own fit()."
        )
    if "\0" in text or "\ufffd" in text:
        raise DataError("The table is no UTF-8 text; save it as CSV in UTF-8 first.")
    reader = csv.reader(text.splitlines(), _dialect(text))
    rows = [(reader.line_num, row) for row in reader if any(row)]
    if not rows:
        raise DataError("The table is empty; paste rows such as: 1.5, -2, 1")
    heading = [] if _is_number(rows[0][1][0]) else rows.pop(0)[1]
    _check(rows)
    x = [[_number(cell, line) for cell in row[:2]] for line, row in rows]
    first, second, *_, last = heading if len(heading) >= 3 else ["x1", "x2", "label"]
    return Table(
        np.array(x),
        [row[-1].strip() for _, row in rows],
        (first.strip(), second.strip(), last),
        tuple(line for line, _ in rows),
    )


def classes_of(labels: list[str], limit: int) -> tuple[Array, list[str]]:
    """Return each label's number and the classes' names, in order.

    Raises:
        DataError: There is one class only, or more than the limit.
    """
    names = sorted(set(labels), key=lambda n: (not _is_number(n), _value(n), n))
    if not 2 <= len(names) <= limit:
        raise DataError(
            f"The last column has {len(names)} different labels; expected 2 to {limit}"
            " classes, or choose regression."
        )
    return np.array([names.index(label) for label in labels]), names


def numbers_of(table: Table) -> Array:
    """Return labels that are numbers.

    Raises:
        DataError: One is not.
    """
    pairs = zip(table.labels, table.lines, strict=True)
    return np.array([_number(label, line) for label, line in pairs])


def scaled(x: Array, side: float = 5.0) -> Array:
    """Return columns moved and scaled to lie between -side and side."""
    low, high = x.min(axis=0), x.max(axis=0)
    half = np.where(high > low, (high - low) / 2, 1.0)
    result: Array = (x - (low + high) / 2) / half * side
    return result


def _dialect(text: str) -> Any:
    first = text.lstrip().split("\n", 1)[0]
    mark = max("\t;,", key=first.count)

    class Dialect(csv.excel):
        delimiter = mark if mark in first else " "
        skipinitialspace = True

    return Dialect


def _check(rows: list[tuple[int, list[str]]]) -> None:
    if len(rows) < 4:
        raise DataError(
            f"The table has too few rows, {len(rows)}; expected at least 4."
        )
    if len(rows) > MAX_ROWS:
        raise DataError(f"The table has {len(rows):,} rows; paste up to {MAX_ROWS:,}.")
    for line, row in rows:
        if len(row) < 3:
            raise DataError(
                f"Row {line} has {len(row)} columns; expected two inputs and a label, "
                "such as: 1.5, -2, 1"
            )
        if not row[-1].strip():
            raise DataError(f"Row {line} has no label in its last column; fill it in.")


def _number(cell: str, line: int) -> float:
    if not _is_number(cell):
        found = f"{cell.strip()!r}" if cell.strip() else "an empty cell"
        raise DataError(f"Row {line} holds {found}; expected a number.")
    return float(cell)


def _is_number(cell: str) -> bool:
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False


def _value(name: str) -> float:
    return float(name) if _is_number(name) else 0.0
