"""The weights of a run: from its model file, and how they were spread before."""

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from limpid.errors import LimpidFileError
from limpid.explanations.step_sizes import verdict_of
from limpid.models.checkpoint import FILE_PATTERN
from limpid.models.state import MODEL
from limpid.models.tensor_file import read_tensors
from limpid.runs.weight_listener import BINS, Spread, spread_of
from limpid.studio.screens._runs_files import Files, Identity, Refusal
from limpid.studio.screens._runs_state import Course, Steps, Weights

Array = NDArray[Any]

MAX_MODEL_BYTES = 1_000_000_000
MAX_COURSE_BYTES = 64_000_000
MAX_ARRAYS = 200
TINY = 0.01


class Line(msgspec.Struct):
    """A line of weights.jsonl."""

    epoch: int
    weights: dict[str, Spread]
    gradients: dict[str, Spread] = {}
    activations: dict[str, Spread] = {}
    # By array: the lengths of gradient, weights and update.
    steps: dict[str, tuple[float | None, float | None, float | None]] = {}


class Look:
    """What is known of one run's weights; read again only where it has changed."""

    def __init__(self, files: Files) -> None:
        """Read nothing yet."""
        self.files = files
        self.source, self.trouble = "", ""
        self.arrays: list[Weights] = []
        self.lines: list[Line] = []
        self.seen: Identity | None = None
        self.seen_models: dict[str, Identity | None] = {}

    def refresh(self) -> None:
        """Read what has changed."""
        found = self.files.identity("weights.jsonl")
        if found != self.seen:
            self.seen, self.lines = found, self._lines()
        names = self._model_files()
        models = {name: self.files.identity(name) for name in names}
        if models == self.seen_models:
            return
        self.seen_models = models
        self.source, self.trouble, self.arrays = "", "", []
        for name in names:
            if self._read(name):
                break

    def _model_files(self) -> list[str]:
        """Return the files that may hold the weights, the latest first."""
        folder = Path(self.files.folder, "checkpoint")
        steps = []
        if folder.is_dir() and not folder.is_symlink():
            steps = sorted(
                p.name for p in folder.iterdir() if FILE_PATTERN.fullmatch(p.name)
            )
        kept = [f"checkpoint/{name}" for name in reversed(steps)]
        return [*kept, "model.safetensors", "best.safetensors"]

    def _read(self, name: str) -> bool:
        try:
            contents = read_tensors(Path(self.files.checked(name, MAX_MODEL_BYTES)))
        except FileNotFoundError:
            return False
        except (Refusal, LimpidFileError, MemoryError) as error:
            self.trouble = self.trouble or f"{str(error).rstrip('.')}."
            return False
        held = [(k, v) for k, v in contents.tensors.items() if _is_weight(k, v)]
        self.arrays = [_described(k, v) for k, v in held[:MAX_ARRAYS]]
        self.source = name
        return True

    def _lines(self) -> list[Line]:
        try:
            text = self.files.read("weights.jsonl", MAX_COURSE_BYTES)
        except (FileNotFoundError, Refusal):
            return []
        found = []
        for line in text.split(b"\n")[:-1]:
            try:
                found.append(msgspec.json.decode(line, type=Line))
            except msgspec.DecodeError:
                continue
        return found

    def of(self, what: str) -> list[str]:
        """Return the names of what is known: weights, gradients or activations."""
        having = [line for line in reversed(self.lines) if getattr(line, what)]
        return list(getattr(having[0], what)) if having else []

    def course(self, name: str, what: str = "weights") -> Course | None:
        """Return how one array was spread, epoch by epoch."""
        held = [(line.epoch, getattr(line, what).get(name, _NONE))
                for line in self.lines]  # fmt: skip
        having = [one for one in held if len(one[1].counts) == BINS]
        if not having:
            return None
        spreads = [spread for _, spread in having]
        return Course(
            name,
            np.array([epoch for epoch, _ in having], np.int32),
            np.array([s.low for s in spreads]),
            np.array([s.high for s in spreads]),
            np.array([s.counts for s in spreads], np.int32),
        )

    def steps(self) -> Steps | None:
        """Return how large steps were beside the weights, epoch by epoch."""
        lines = [line for line in self.lines if line.steps]
        if not lines:
            return None
        names = list(lines[-1].steps)
        none = (None, None, None)
        sizes = np.array(
            [[line.steps.get(name, none) for name in names] for line in lines], float
        )
        gradients, weights, updates = np.moveaxis(sizes, 2, 0)
        ratios = np.divide(
            updates, weights, where=weights > 0, out=np.full_like(weights, np.nan)
        )
        return Steps(
            names,
            np.array([line.epoch for line in lines], np.int32),
            ratios,
            gradients,
            [verdict_of(float(ratio)) for ratio in ratios[-1]],
        )


_NONE = Spread(0.0, 0.0, [])


def _is_weight(name: str, values: Array) -> bool:
    return name.startswith(MODEL) and values.dtype.kind == "f" and bool(values.size)


def _described(name: str, values: Array) -> Weights:
    flat = values.astype(np.float64).ravel()
    finite = flat[np.isfinite(flat)]
    spread = spread_of(values)
    some = finite.size > 0
    return Weights(
        name.removeprefix(MODEL),
        values.shape,
        values.size,
        float(finite.mean()) if some else 0.0,
        float(finite.std()) if some else 0.0,
        spread.low,
        spread.high,
        float(np.mean(np.abs(finite) < TINY)) if some else 0.0,
        spread.not_finite,
        spread.counts,
    )
