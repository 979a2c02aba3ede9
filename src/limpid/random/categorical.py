from typing import Any

from limpid.errors import ShapeError
from limpid.graph.arithmetic import as_float, astype
from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.argmax import argmax
from limpid.ops.log import log
from limpid.random.seed_generator import SeedGenerator
from limpid.random.uniform import uniform


def categorical(
    logits: Any,
    num_samples: int,
    dtype: Any = "int32",
    seed: int | SeedGenerator | None = None,
) -> Tensor:
    """Return classes drawn with probabilities softmax(logits).

    Args:
        logits: (batch, classes).
        num_samples: How many to draw from each row, each from all classes.
        dtype: Of the result, (batch, num_samples).
        seed: An integer or a generator.

    Raises:
        ShapeError: The logits have another number of axes.

    Source: the Gumbel-max trick, Maddison, Tarlow & Minka 2014: the largest of
    logits + noise falls on each class with its softmax probability.
    """
    scores = as_float(as_tensor(logits))
    if len(scores.shape) != 2:
        raise ShapeError(
            f"categorical got logits of shape {scores.shape}; "
            "expected (batch, classes)."
        )
    batch, classes = scores.shape
    draws = uniform((batch, num_samples, classes), dtype=scores.dtype, seed=seed)
    # Half a step up: neither logarithm is of 0.
    noise = -log(-log(draws * (1 - 2.0**-24) + 2.0**-25))
    return astype(argmax(scores[:, None] + noise, axis=-1), dtype)
