"""Texts that a trained run goes on with."""

import time
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from limpid.cli._trained import Trained
from limpid.errors import ConfigError
from limpid.models.generate import generate
from limpid.models.stateful_copy import stateful_copy
from limpid.recipes.find import find


@dataclass(frozen=True)
class Written:
    """A text, and how long it took.

    Args:
        text: The beginning that was given, and how the model goes on.
        tokens: How many were drawn.
        seconds: For all of them, the compiling of the step left out.
    """

    text: str
    tokens: int
    seconds: float


def go_on(
    trained: Trained, start: str | None, length: int, temperature: float, seed: int
) -> Written:
    """Return how a run's model goes on with a text.

    Args:
        trained: With the settings of its run.
        start: The text; None for what new texts begin with.
        length: The most tokens.
        temperature: Of the draws.
        seed: Of the draws.

    Raises:
        ConfigError: The model lies in no run, or its data are no texts.
    """
    writing = _texts_of(trained)
    first = writing.encode(writing.BEGINNING if start is None else start)
    model, end = stateful_copy(trained.model), getattr(writing, "END", None)
    # The first call compiles the step.
    generate(model, [first], 1)
    begun = time.perf_counter()
    (numbers,) = generate(model, [first], length, temperature, seed, end)
    seconds = time.perf_counter() - begun
    return Written((start or "") + writing.decode(numbers), len(numbers), seconds)


def _texts_of(trained: Trained) -> Any:
    """Return the data set's module, which knows how texts become numbers."""
    if trained.config is None:
        raise ConfigError(
            "The model lies in no run's folder, so its characters are not known; give"
            " a run."
        )
    recipe = find(trained.config.recipe)
    module = import_module(f"limpid.datasets.{recipe.dataset}")
    if not hasattr(module, "encode"):
        raise ConfigError(
            f"A run of {recipe.name} writes no text; give one of char-rnn or sentences."
        )
    return module
