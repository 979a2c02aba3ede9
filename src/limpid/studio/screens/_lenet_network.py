"""LeNet's network: built or loaded, trained, and looked into."""

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.engines import Compiled
from limpid.errors import ConfigError, LimpidFileError, nearest
from limpid.explanations import class_scores, receptive_field, saliency
from limpid.layers import (
    AveragePooling2D,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    MaxPooling2D,
    RandomDistortion,
)
from limpid.losses import sparse_categorical_crossentropy
from limpid.models import Sequential, load_model
from limpid.optimizers import Adam
from limpid.recipes.lenet5_mnist import lenet5
from limpid.recipes.lenet5_mnist_distorted import distorted_lenet5
from limpid.runs import RunDirectory, runs_in
from limpid.studio.screens._lenet_data import FORMS, Problem
from limpid.studio.training import seeded

Array = NDArray[Any]

RUNS = Path("runs")
LOSS = "sparse_categorical_crossentropy"
# Stronger than the recipe's: a thousand digits are few, and drawings differ from them.
DISTORTIONS = {
    "shift": 0.08,
    "rotation": 0.05,
    "zoom": 0.2,
    "shear": 0.3,
    "alpha": 34.0,
}
KINDS: dict[type, str] = {
    Conv2D: "convolution",
    MaxPooling2D: "max-pooling",
    AveragePooling2D: "average-pooling",
    Dense: "dense",
}
# They change nothing that can be seen while predicting.
SILENT = (Dropout, Flatten, RandomDistortion)


def build(settings: Any, problem: Problem, given: Any) -> tuple[Any, int]:
    """Return a compiled network and the seed that `fit` would shuffle with.

    Args:
        settings: The screen's state.
        problem: What it learns.
        given: The user's own model, or a run's, to be copied with its weights; or None.
    """
    with seeded(settings.seed):
        if given is None:
            model = _lenet(settings)
        else:
            model = type(given).from_config(given.get_config())
            model.set_weights(given.get_weights())
        check(model, problem)
        model.compile(Adam(settings.learning_rate), LOSS)
        return model, random.getrandbits(31)


def _lenet(settings: Any) -> Any:
    if settings.distort:
        return distorted_lenet5(settings.activation, **DISTORTIONS)
    return lenet5(settings.activation, dropout=0.0)


def check(model: Any, problem: Problem) -> None:
    """Refuse a network that does not take these pictures.

    Raises:
        ConfigError: It is no Sequential of pictures with an output for each class.
    """
    side, classes = problem.side, len(problem.classes)
    if isinstance(model, Sequential) and model.chain:
        ends = [tuple(model.chain[end].shape) for end in (0, -1)]
        if ends == [(None, side, side, 1), (None, classes)]:
            # Refuses what it cannot trace to the picture.
            receptive_field(model, len(model.layers) - 1)
            return
    raise ConfigError(
        f"This screen shows Sequential networks that take {side} x {side} pictures "
        f"with one channel and have {classes} outputs; this one is another."
    )


def usable_runs() -> dict[str, str]:
    """Return each run whose network this screen can show, and its data set.

    The latest comes first.
    """
    runs = [run for run in reversed(runs_in(RUNS)) if run.model_file.is_file()]
    known = {run.path.name: _dataset(run) for run in runs}
    return {name: data for name, data in known.items() if data in FORMS}


def _dataset(run: RunDirectory) -> str:
    try:
        return run.config().data.name
    except LimpidFileError:
        return ""


def of_run(name: str, known: Mapping[str, str]) -> Any:
    """Return a run's network.

    Raises:
        ConfigError: It is none of those known.
    """
    if name not in known:
        hint = nearest(name, known) if known else "there are none yet"
        raise ConfigError(
            f"There is no finished run {name!r} on digits in the folder {RUNS}; {hint}"
        )
    return load_model(RunDirectory(RUNS / name).model_file)


class Network:
    """Looks into a network; each look is one call of a compiled program."""

    def __init__(self, model: Any) -> None:
        """Find the layers to show; nothing is compiled before it is needed."""
        self.model = model
        self.shown = [
            number
            for number, layer in enumerate(model.layers)
            if not isinstance(layer, SILENT)
        ]
        self._outputs = Compiled(self._forward)
        self._saliency = Compiled(lambda x, k: saliency(model, x, k))
        self._judgement = Compiled(self._judge)
        self._deep: dict[int, Compiled] = {}

    def kind(self, number: int) -> str:
        """Return what kind of layer this is."""
        return KINDS.get(type(self.model.layers[number]), "other")

    def name(self, number: int) -> str:
        """Return a layer's kind, and which of that kind it is: 'convolution 2'."""
        kind = self.kind(number)
        if kind == "other":
            return type(self.model.layers[number]).__name__
        return f"{kind} {sum(self.kind(n) == kind for n in range(number + 1))}"

    def outputs(self, x: Array) -> tuple[list[Array], Array]:
        """Return what every layer passes on for one batch, and the class scores."""
        *passed, scores = (np.asarray(y) for y in self._outputs(x))
        return passed, scores

    def deep(self, x: Array, number: int) -> Array:
        """Return what one layer makes of many pictures."""
        if number not in self._deep:
            layers = self.model.layers[: number + 1]
            self._deep[number] = Compiled(lambda x: _through(layers, x))
        return np.asarray(self._deep[number](x))

    def saliency(self, x: Array, chosen: int) -> Array:
        """Return the gradient of a class's score by one picture."""
        return np.asarray(self._saliency(x, np.array([chosen])))[0, :, :, 0]

    def judge(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Return each picture's loss, and its probabilities."""
        losses, probabilities = self._judgement(x, y)
        return np.asarray(losses), np.asarray(probabilities)

    def _forward(self, x: Any) -> list[Any]:
        passed, entered = [], x
        for layer in self.model.layers:
            entered = layer(entered, training=False)
            passed.append(entered)
        return [*passed, class_scores(self.model, x)]

    def _judge(self, x: Any, y: Any) -> tuple[Any, Any]:
        outputs = self.model(x, training=False)
        return sparse_categorical_crossentropy(y, outputs), outputs


def _through(layers: list[Any], x: Any) -> Any:
    for layer in layers:
        x = layer(x, training=False)
    return x
