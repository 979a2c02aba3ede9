"""Entropy: how open a choice is; and probabilities made warmer or colder."""

from typing import Any

import numpy as np

from limpid.errors import ConfigError
from limpid.graph.arithmetic import sum
from limpid.graph.op import Array
from limpid.graph.tensor import as_tensor
from limpid.ops.log_softmax import log_softmax
from limpid.ops.softmax import softmax

__all__ = ["entropy", "tempered"]


def tempered(logits: Any, temperature: float) -> Array:
    """Return softmax(logits / temperature), in float64.

    At 1 these are the model's own probabilities; towards 0 all falls to the largest,
    and towards infinity all become alike.

    Args:
        logits: (..., classes); logarithms of probabilities are logits too.
        temperature: 0 or more.

    Raises:
        ConfigError: It is negative.

    Example:
        >>> tempered([0.0, 0.0, 1.0], 0.0).tolist()
        [0.0, 0.0, 1.0]
    """
    if temperature < 0:
        raise ConfigError(f"temperature={temperature:g} was given; expected 0 or more.")
    scores = np.asarray(logits, np.float64)
    if temperature == 0:
        return np.asarray(np.eye(scores.shape[-1])[scores.argmax(-1)])
    return softmax(as_tensor(scores / temperature)).numpy()


def entropy(logits: Any, temperature: float = 1.0) -> float:
    """Return -sum(p log p) of softmax(logits / temperature), in nats.

    0 where one class is certain; log(classes) where all are equally likely.

    Args:
        logits: (classes,).
        temperature: Above 0; at 0 nothing is open.

    Example:
        >>> round(entropy([0.0, 0.0]), 6)
        0.693147
    """
    if temperature == 0:
        return 0.0
    scores = as_tensor(np.asarray(logits, np.float64) / temperature)
    return float(-sum(softmax(scores) * log_softmax(scores)).item())
