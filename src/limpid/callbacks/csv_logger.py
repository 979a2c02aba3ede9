import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from limpid.callbacks.callback import Callback, Logs
from limpid.errors import LimpidFileError


@dataclass(eq=False)
class CSVLogger(Callback):
    """Write the metrics of each epoch to a CSV file, a line an epoch.

    Args:
        filename: Where to.
        separator: Between the columns.
        append: Whether to go on with a file that is there.

    Raises:
        LimpidFileError: The file cannot be written.
    """

    filename: Any
    separator: str = ","
    append: bool = False

    def on_train_begin(self, logs: Logs = None) -> None:  # noqa: ARG002
        """Start the file with the first epoch's names."""
        self.path = Path(self.filename)
        self.columns: list[str] = []
        self.fresh = not (self.append and self.path.exists())

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Write the epoch's metrics."""
        row = {"epoch": epoch, **(logs or {})}
        with self._open("w" if self.fresh else "a") as stream:
            if not self.columns:
                self.columns = list(row)
                self._write(stream, self.columns if self.fresh else ())
            self._write(stream, [row.get(name, "NA") for name in self.columns])
        self.fresh = False

    def _open(self, mode: str) -> Any:
        try:
            return self.path.open(mode, newline="", encoding="utf-8")
        except OSError as error:
            raise LimpidFileError(
                f"{self.path} cannot be written: {error.strerror}; give CSVLogger "
                "another filename."
            ) from error

    def _write(self, stream: Any, cells: Any) -> None:
        if cells:
            csv.writer(stream, delimiter=self.separator).writerow(cells)

    def get_state(self) -> dict[str, Any]:
        """Return the columns, and how much has been written."""
        size = 0 if self.fresh else self.path.stat().st_size
        return {"columns": self.columns, "size": size}

    def set_state(self, state: dict[str, Any]) -> None:
        """Go on where the interrupted run stood; what it wrote later is cut off."""
        self.columns = state["columns"]
        self.fresh = not (state["size"] and self.path.exists())
        if not self.fresh:
            with self.path.open("r+b") as stream:
                stream.truncate(state["size"])
