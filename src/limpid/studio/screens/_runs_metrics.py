"""The lines of a metrics.jsonl, read as it grows; what cannot be read is said."""

from array import array
from itertools import chain
from math import nan

import msgspec

from limpid.studio.screens._runs_files import Files, Identity, Refusal

MAX_BYTES = 64_000_000
MAX_METRICS = 100
MAX_SAID = 3

# None stands for what is not finite.
Row = dict[str, float | None]
_line = msgspec.json.Decoder(Row)
_whole = msgspec.json.Decoder(list[Row])


class Metrics:
    """What a run has measured so far: a column a metric, a row an epoch."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.seen: Identity | None = None
        self.clear()

    def clear(self) -> None:
        """Forget all rows: the file is another one."""
        self.columns: dict[str, array[float]] = {}
        self.num_rows = self.num_lines = self.num_bytes = 0
        self.faults: list[str] = []
        self.num_faults = 0
        self.refusal = ""

    @property
    def names(self) -> list[str]:
        """The metrics' names, as they came."""
        return [name for name in self.columns if name not in ("epoch", "seconds")]

    @property
    def troubles(self) -> list[str]:
        """What cannot be read, in sentences."""
        more = self.num_faults - len(self.faults)
        left = [f"{more:,} more lines cannot be read and are left out."] if more else []
        return [*([self.refusal] if self.refusal else []), *self.faults, *left]

    def refresh(self, files: Files) -> None:
        """Read what has been added; all of it if the file is another one."""
        found = files.identity("metrics.jsonl")
        if found == self.seen:
            return
        grown = found and self.seen and found[0] == self.seen[0]
        if not grown or (found and found[1] < self.num_bytes):
            self.clear()
        self.seen, self.refusal = found, ""
        try:
            self.take(files.read("metrics.jsonl", MAX_BYTES, self.num_bytes))
        except FileNotFoundError:
            self.clear()
        except Refusal as refusal:
            self.refusal = f"{refusal}."

    def take(self, text: bytes) -> None:
        """Take what has been added; a line without its end is still being written."""
        whole, end, _ = text.rpartition(b"\n")
        self.num_bytes += len(whole) + len(end)
        lines = whole.split(b"\n") if end else []
        try:
            self.append(_whole.decode(b"[" + b",".join(lines) + b"]"))
        except msgspec.DecodeError:
            rows = map(self.row, range(len(lines)), lines)
            self.append([row for row in rows if row is not None])
        self.num_lines += len(lines)

    def row(self, index: int, line: bytes) -> Row | None:
        """Return what a line says; None if it cannot be read."""
        try:
            return _line.decode(line)
        except msgspec.DecodeError as error:
            self.num_faults += 1
            if len(self.faults) < MAX_SAID:
                where = f"Line {self.num_lines + index + 1} of metrics.jsonl"
                reason = str(error).replace("`", "").rstrip(".")
                self.faults.append(f"{where} cannot be read and is left out: {reason}.")
            return None

    def append(self, rows: list[Row]) -> None:
        """Add rows; what a row or the rows before it lack is no number."""
        for name in dict.fromkeys(chain.from_iterable(rows)):
            if name not in self.columns and len(self.columns) < MAX_METRICS:
                self.columns[name] = array("d", [nan]) * self.num_rows
        for name, column in self.columns.items():
            column.extend(_numbers(rows, name))
        self.num_rows += len(rows)


def _numbers(rows: list[Row], name: str) -> "array[float]":
    try:
        return array("d", [row[name] for row in rows])  # type: ignore[misc]
    except (KeyError, TypeError):
        found = (row.get(name) for row in rows)
        return array("d", [nan if value is None else value for value in found])
