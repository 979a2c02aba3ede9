"""Generate: a stateful model goes on with sequences that somebody began."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from limpid.errors import ShapeError

__all__ = ["generate"]


def generate(
    model: Any,
    start: ArrayLike,
    num_steps: int,
    temperature: ArrayLike = 1.0,
    seed: int = 0,
) -> NDArray[np.int64]:
    """Return how a model goes on: each number drawn from what it expects next.

    Args:
        model: With stateful recurrent layers; it gives each next number a probability.
        start: How each sequence begins, (batch, steps): batch as the model wants it.
        num_steps: How many numbers to draw.
        temperature: One, or one for each sequence. Below 1 likely numbers become
            likelier; towards 0 only the likeliest is drawn.
        seed: Of the draws.

    Shapes: outputs (batch, num_steps).

    Raises:
        ShapeError: start has no two axes, or no step.
    """
    numbers = np.asarray(start)
    if numbers.ndim != 2 or not numbers.shape[1]:
        raise ShapeError(
            f"generate got start of shape {numbers.shape}; expected (batch, steps), "
            "with at least one step each."
        )
    rng = np.random.default_rng(seed)
    warmth = np.broadcast_to(np.asarray(temperature, float), len(numbers))[:, None]
    model.reset_state()
    drawn = []
    for _ in range(num_steps):
        chances = np.asarray(model.predict_on_batch(numbers))[:, -1].astype(float)
        numbers = _draw(np.log(np.maximum(chances, 1e-30)) / warmth, rng)[:, None]
        drawn.append(numbers)
    return np.concatenate(drawn, axis=1) if drawn else numbers[:, :0]


def _draw(logits: NDArray[Any], rng: np.random.Generator) -> NDArray[np.int64]:
    """Return a class for each row: the largest of logits + Gumbel noise."""
    chosen: NDArray[np.int64] = (logits + rng.gumbel(size=logits.shape)).argmax(-1)
    return chosen
