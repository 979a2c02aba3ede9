"""The explorer's deep stack: built, and looked into."""

import random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.explanations import deep_stack, signals
from limpid.initializers import RandomNormal
from limpid.layers import Dense
from limpid.optimizers import SGD
from limpid.studio.screens._activation_explorer_functions import function_of
from limpid.studio.screens._activation_explorer_state import Passing
from limpid.studio.training import seeded

Array = NDArray[Any]

NUM_EXAMPLES = 128


def examples(settings: Any) -> tuple[Array, Array]:
    """Return normal inputs, and whether the first two add up to more than 0."""
    random_numbers = np.random.default_rng([settings.seed, 0])
    x = random_numbers.normal(size=(NUM_EXAMPLES, settings.width)).astype(np.float32)
    return x, (x[:, :1] + x[:, 1:2] > 0).astype(np.float32)


def stack(settings: Any, initializer: str | None = None) -> tuple[Any, int]:
    """Return the compiled stack and the seed that `fit` would shuffle with."""
    with seeded(settings.seed):
        model = deep_stack(
            settings.depth,
            settings.width,
            function_of(settings),
            initializer_of(settings, initializer or settings.initializer),
            settings.seed,
        )
        model.add(Dense(1, "sigmoid", name="output"))
        model.compile(SGD(settings.learning_rate), "binary_crossentropy")
        return model, random.getrandbits(31)


def initializer_of(settings: Any, name: str) -> Any:
    """Return an initializer by its name, or the normal one of the chosen deviation."""
    return RandomNormal(0.0, settings.deviation) if name == "random_normal" else name


def passing(found: list[Any]) -> list[Passing]:
    """Return what `signals` found as the page draws it."""
    return [
        Passing(
            name=signal.name,
            counts=signal.activations.counts.astype(np.int32),
            edges=signal.activations.edges,
            gradient_counts=signal.gradients.counts.astype(np.int32),
            gradient_edges=signal.gradients.edges,
            mean=signal.activations.mean,
            deviation=signal.activations.deviation,
            zeros=signal.activations.zeros,
            gradient_deviation=signal.gradients.deviation,
            gradient_norm=signal.gradient_norm,
            saturated=signal.saturated,
            dead=signal.dead,
        )
        for signal in found
    ]


def norms(settings: Any, initializer: str) -> list[float]:
    """Return the length of each layer's weight gradient, freshly initialized."""
    model, _ = stack(settings, initializer)
    found = signals(model, *examples(settings))
    return [np.nan if s.gradient_norm is None else s.gradient_norm for s in found[:-1]]
