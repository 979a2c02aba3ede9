"""One column of a table, as its cells come by: counts, type, scale."""

import math
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

ColumnType = Literal["number", "category", "date", "text", "empty"]

_MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "?", "-"})
# "id", "ad_id", "user id" and "adId", but not "paid".
_ID_NAME = re.compile(r"(^|[_\s.-])[iI][dD]$|[a-z]I[dD]$")
# Words that return are categories: at most 20 of them, or each ten times on average.
_FEW = 20
_RETURNS = 10
# Beyond this many different cells only their number matters, not which they are.
_MOST_DISTINCT = 100_000
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")


@dataclass(frozen=True)
class ColumnReport:
    """What a column holds.

    Args:
        name: Its heading.
        type: "number", "category", "date", "text", or "empty".
        missing: Cells that are empty or say NA, NaN, null, none, ? or -.
        distinct: Different values, exact up to 100,000.
        minimum: Smallest number; None where the column holds no numbers.
        maximum: Largest number, or None.
        mean: Mean of the numbers, or None.
        deviation: Population standard deviation of the numbers, or None.
        is_id: Whether name or values look like an identifier's.
    """

    name: str
    type: ColumnType
    missing: int
    distinct: int
    minimum: float | None
    maximum: float | None
    mean: float | None
    deviation: float | None
    is_id: bool


def read_number(cell: str, *, decimal_comma: bool = False) -> float | None:
    """Return the finite number that a cell holds, else None."""
    if decimal_comma and _DECIMAL_COMMA.fullmatch(cell):
        cell = cell.replace(",", ".")
    try:
        number = float(cell)
    except ValueError:
        return None
    # float() also takes "1_000" and "infinity", which no table means as numbers.
    return number if math.isfinite(number) and "_" not in cell else None


def _is_date(cell: str) -> bool:
    for parse in (date.fromisoformat, datetime.fromisoformat):
        try:
            parse(cell)
        except ValueError:
            continue
        return True
    return False


@dataclass
class ColumnTally:
    """Counts of a column, fed one cell at a time; keeps no cell but the different ones.

    Mean and deviation by B. P. Welford, Technometrics 4(3), 1962: no sum of squares
    that could cancel.
    """

    name: str
    decimal_comma: bool = False
    present: int = 0
    missing: int = 0
    numbers: int = 0
    dates: int = 0
    are_whole: bool = True
    mean: float = 0.0
    spread: float = 0.0
    minimum: float = math.inf
    maximum: float = -math.inf
    values: set[str] = field(default_factory=set)

    def add(self, cell: str) -> None:
        """Count one cell."""
        if cell.lower() in _MISSING:
            self.missing += 1
            return
        self.present += 1
        if len(self.values) < _MOST_DISTINCT:
            self.values.add(cell)
        number = read_number(cell, decimal_comma=self.decimal_comma)
        if number is not None:
            self._add_number(number)
        elif self.dates == self.present - 1 and _is_date(cell):
            self.dates += 1

    def _add_number(self, number: float) -> None:
        self.numbers += 1
        step = number - self.mean
        self.mean += step / self.numbers
        self.spread += step * (number - self.mean)
        self.minimum = min(self.minimum, number)
        self.maximum = max(self.maximum, number)
        self.are_whole = self.are_whole and number.is_integer()

    def report(self) -> ColumnReport:
        """Return what the cells so far amount to."""
        column_type = self._type()
        has_numbers = self.numbers == self.present > 0
        deviation = math.sqrt(self.spread / self.numbers) if has_numbers else None
        return ColumnReport(
            name=self.name,
            type=column_type,
            missing=self.missing,
            distinct=len(self.values),
            minimum=self.minimum if has_numbers else None,
            maximum=self.maximum if has_numbers else None,
            mean=self.mean if has_numbers else None,
            deviation=deviation,
            is_id=self._is_id(column_type),
        )

    def _type(self) -> ColumnType:
        if not self.present:
            return "empty"
        if self.numbers == self.present:
            return "category" if self._is_named_id() else "number"
        if self.dates == self.present:
            return "date"
        few = max(_FEW, self.present / _RETURNS)
        returns = len(self.values) < self.present or self.present <= _FEW
        return "category" if len(self.values) <= few and returns else "text"

    def _is_id(self, column_type: ColumnType) -> bool:
        return column_type != "date" and (self._is_named_id() or self._counts_rows())

    def _is_named_id(self) -> bool:
        return self.are_whole and _ID_NAME.search(self.name) is not None

    def _counts_rows(self) -> bool:
        """Whether the numbers are those from 0 or 1 up, each once."""
        all_once = len(self.values) == self.numbers == self.present > _FEW
        return (
            all_once
            and self.are_whole
            and self.minimum in (0, 1)
            and self.maximum - self.minimum == self.numbers - 1
        )
