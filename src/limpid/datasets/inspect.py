"""Look at a CSV table before training on it: types, missing values, scale."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from limpid.datasets._column import (
    ColumnReport,
    ColumnTally,
    read_number,
)
from limpid.errors import DataError, LimpidFileError

__all__ = ["ColumnReport", "CsvReport", "inspect_csv"]

_BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_DELIMITERS = ",;\t|"
_SNIFFED_LINES = 20
_MOST_COLUMNS = 10_000
# Inputs well beyond 10 push sigmoid units into saturation and stretch the error bowl.
_LARGE = 10.0


@dataclass(frozen=True)
class CsvReport:
    """What a CSV file holds.

    Args:
        path: The file.
        encoding: As which its bytes were read.
        delimiter: What separates the cells.
        num_rows: Rows of data, the header not counted.
        columns: One report per column, in order.
        warnings: One sentence for each thing to mend or mind before training.
    """

    path: Path
    encoding: str
    delimiter: str
    num_rows: int
    columns: tuple[ColumnReport, ...]
    warnings: tuple[str, ...]


def inspect_csv(path: str | Path) -> CsvReport:
    """Return column names, types, missing values, scale and warnings of a CSV file.

    The delimiter (comma, semicolon, tab or bar), a byte order mark, a missing header
    and an encoding other than UTF-8 are recognized.

    Raises:
        LimpidFileError: The file cannot be read, is empty, or is no text.
        DataError: It has a header but no rows, or is no table.
    """
    path = Path(path)
    text, encoding = _decode(path)
    delimiter = _delimiter(text)
    rows = _rows(path, text, delimiter)
    names, has_header, rows = _header(rows)
    if len(names) > _MOST_COLUMNS:
        raise DataError(
            f"{path} has {len(names):,} columns, expected <= {_MOST_COLUMNS:,}"
        )
    tallies = [ColumnTally(name, decimal_comma=delimiter == ";") for name in names]
    num_rows, ragged = _count(rows, tallies)
    if not num_rows:
        raise DataError(
            f"{path} has a header but no rows; expected one row per example"
        )
    columns = tuple(tally.report() for tally in tallies)
    warnings = (
        *_file_warnings(encoding, names, ragged, has_header=has_header),
        *(warning for column in columns for warning in _warnings(column, num_rows)),
    )
    return CsvReport(path, encoding, delimiter, num_rows, columns, warnings)


def _decode(path: Path) -> tuple[str, str]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LimpidFileError(f"{path} cannot be read ({error.strerror})") from error
    for encoding in (*_marked_encoding(data), "utf-8", "cp1252", "latin-1"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise LimpidFileError(
                f"{path} is empty; expected a header and rows of data"
            )
        if "\0" in text:
            break
        return text, encoding.removesuffix("-sig")
    raise LimpidFileError(f"{path} is no text file; expected a table saved as CSV")


def _marked_encoding(data: bytes) -> Iterator[str]:
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            yield encoding


def _delimiter(text: str) -> str:
    """Return the delimiter that cuts the first lines into most cells, and evenly."""
    lines = [line for line in islice(io.StringIO(text), _SNIFFED_LINES) if line.strip()]

    def fewest_cells(delimiter: str) -> int:
        return min(line.count(delimiter) for line in lines) if lines else 0

    return max(_DELIMITERS, key=fewest_cells)


def _rows(path: Path, text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield [cell.strip() for cell in row]
    except csv.Error as error:
        raise DataError(
            f"{path} is no sound CSV table near line {reader.line_num}: {error}; look"
            " for an unclosed quotation mark there"
        ) from error


def _header(
    rows: Iterator[list[str]],
) -> tuple[list[str], bool, Iterator[list[str]]]:
    """Return names, whether the file gave them, and the rows of data."""
    first = next(rows, [])
    if any(read_number(cell) is not None for cell in first):
        names = [f"column_{number}" for number in range(1, len(first) + 1)]
        return names, False, _before(first, rows)
    names = [name or f"column_{number}" for number, name in enumerate(first, 1)]
    return names, True, rows


def _before(first: list[str], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    yield first
    yield from rows


def _count(
    rows: Iterable[list[str]], tallies: list[ColumnTally]
) -> tuple[int, list[int]]:
    """Feed the tallies; return the number of rows, and which rows are ragged."""
    num_rows, ragged = 0, []
    for num_rows, row in enumerate(rows, 1):
        if len(row) != len(tallies):
            ragged.append(num_rows)
        padded = row + [""] * (len(tallies) - len(row))
        for tally, cell in zip(tallies, padded, strict=False):
            tally.add(cell)
    return num_rows, ragged


def _file_warnings(
    encoding: str, names: list[str], ragged: list[int], *, has_header: bool
) -> Iterator[str]:
    if encoding in ("cp1252", "latin-1"):
        yield f"the file is not UTF-8; it was read as {encoding}: check its accents"
    if not has_header:
        yield "the first row holds numbers: the columns were named column_1 and so on"
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"several columns are called {name!r}: rename them"
    if ragged:
        yield (
            f"{len(ragged)} rows have more or fewer than {len(names)} cells, the first"
            f" is row {ragged[0]}: missing cells count as missing values"
        )


def _warnings(column: ColumnReport, num_rows: int) -> Iterator[str]:
    if column.missing == num_rows:
        yield f"{column.name!r} is empty: drop it"
    elif column.distinct == 1:
        yield f"{column.name!r} is constant: it says nothing, drop it"
    elif column.is_id:
        yield (
            f"{column.name!r} looks like an id: treat it as a category, or drop it, but"
            " never as a quantity"
        )
    elif _is_large(column):
        yield (
            f"{column.name!r} runs from {column.minimum:g} to {column.maximum:g}: scale"
            " it to zero mean and unit variance"
        )
    if 0 < column.missing < num_rows:
        yield (
            f"{column.name!r} lacks {column.missing} of {num_rows} values: fill them,"
            " or drop the rows"
        )


def _is_large(column: ColumnReport) -> bool:
    ends = (column.minimum, column.maximum)
    return any(end is not None and abs(end) > _LARGE for end in ends)
