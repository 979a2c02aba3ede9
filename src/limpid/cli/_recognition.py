"""Ask a trained model what a picture shows."""

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from limpid.cli._trained import Trained
from limpid.datasets import read_image
from limpid.errors import ShapeError
from limpid.runs.examination import probabilities_of

_FULL = 255.0


def recognize(
    trained: Trained, file: Path
) -> tuple[list[tuple[str, float]], tuple[str, ...]]:
    """Return the answers with their probabilities, likeliest first, and notes.

    Args:
        trained: A model that takes pictures, of 0 to 1 as recipes prepare them.
        file: A picture.
    """
    shape = _input_shape(trained.model)
    reading = read_image(file, _picture_shape(trained, shape))
    inputs = (reading.pixels / np.float32(_FULL)).reshape(1, *shape)
    outputs = trained.model.predict(inputs, verbose=0)
    probabilities = probabilities_of(np.asarray(outputs))[0]
    order = np.argsort(-probabilities, kind="stable")
    names = _classes(trained, len(probabilities))
    return [(names[i], float(probabilities[i])) for i in order], reading.notes


def _input_shape(model: Any) -> tuple[int, ...]:
    spec = model.input_spec
    return tuple(spec.shape[1:])


def _picture_shape(trained: Trained, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return the shape of the picture behind the input: of the data set, if known."""
    if trained.config is not None:
        shape = _dataset(trained.config.data.name).shapes[0][1:]
    if len(shape) not in (2, 3):
        raise ShapeError(
            f"The model takes examples of shape {shape}, not pictures; expected"
            " (height, width) or (height, width, channels)."
        )
    return shape


def _classes(trained: Trained, count: int) -> tuple[str, ...]:
    known = _dataset(trained.config.data.name).classes if trained.config else ()
    return known if len(known) == count else tuple(map(str, range(count)))


def _dataset(name: str) -> Any:
    return import_module(f"limpid.datasets.{name}").DATASET
