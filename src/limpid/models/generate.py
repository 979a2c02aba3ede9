"""Generate: a stateful model goes on with sequences that somebody began."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from limpid.errors import ConfigError, ShapeError

__all__ = ["generate"]


def generate(
    model: Any,
    start: ArrayLike,
    num_steps: int,
    temperature: ArrayLike = 1.0,
    seed: int = 0,
    end: int | None = None,
) -> NDArray[np.int64]:
    """Return how a model goes on: each number drawn from what it expects next.

    Args:
        model: With stateful recurrent layers; it gives each next number a probability.
        start: How each sequence begins, (batch, steps): batch as the model wants it.
        num_steps: How many numbers to draw.
        temperature: One, or one for each sequence. Below 1 likely numbers become
            likelier; at 0 only the likeliest is drawn.
        seed: Of the draws.
        end: The number that ends a sequence; a sequence that has ended repeats it, and
            where all have, no more is drawn.

    Shapes: outputs (batch, num_steps), or fewer steps if all sequences have ended.

    Raises:
        ShapeError: start has no two axes, or no step.
        ConfigError: A temperature is negative.
    """
    numbers = np.asarray(start)
    if numbers.ndim != 2 or not numbers.shape[1]:
        raise ShapeError(
            f"generate got start of shape {numbers.shape}; expected (batch, steps), "
            "with at least one step each."
        )
    rng = np.random.default_rng(seed)
    warmth = _warmth(temperature, len(numbers))
    model.reset_state()
    # One step at a time, so that starts of all lengths share one program.
    for step in range(numbers.shape[1] - 1):
        model.predict_on_batch(numbers[:, step : step + 1])
    numbers = numbers[:, -1:]
    ended = np.zeros((len(numbers), 1), bool)
    drawn: list[NDArray[np.int64]] = []
    while len(drawn) < num_steps and not ended.all():
        chances = np.asarray(model.predict_on_batch(numbers))[:, -1].astype(float)
        numbers = _draw(np.log(np.maximum(chances, 1e-30)) / warmth, rng)[:, None]
        if end is not None:
            numbers = np.where(ended, end, numbers)
            ended = numbers == end
        drawn.append(numbers)
    return np.concatenate(drawn, axis=1) if drawn else numbers[:, :0]


def _warmth(temperature: ArrayLike, batch: int) -> NDArray[np.float64]:
    """Return a temperature for each sequence, none of them 0."""
    given = np.broadcast_to(np.asarray(temperature, float), batch)[:, None]
    if (given < 0).any():
        raise ConfigError(
            f"generate got the temperature {given.min():g}; expected 0 or more."
        )
    # So cold that no draw can make up for what a number is less likely.
    return np.asarray(np.maximum(given, 1e-200))


def _draw(logits: NDArray[Any], rng: np.random.Generator) -> NDArray[np.int64]:
    """Return a class for each row: the largest of logits + Gumbel noise."""
    chosen: NDArray[np.int64] = (logits + rng.gumbel(size=logits.shape)).argmax(-1)
    return chosen
