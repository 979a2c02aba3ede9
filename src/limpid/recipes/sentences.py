"""An LSTM that learns forty sentences by heart, character by character."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from limpid.datasets.sentences import BEGINNING, END, VOCABULARY, decode, encode
from limpid.initializers import RandomUniform
from limpid.layers import LSTM, Dense, Embedding
from limpid.models import Input, Sequential
from limpid.models.generate import generate
from limpid.models.stateful_copy import stateful_copy
from limpid.optimizers import RMSprop
from limpid.recipes.recipe import Recipe

TEMPERATURES = (0.0, 0.5, 1.0)
LONGEST = 80


def network(units: int = 64, features: int = 8, scale: float = 0.08) -> Sequential:
    """Return an LSTM from each character to the next; padding is passed over.

    Args:
        units: Of the LSTM.
        features: How many numbers stand for a character.
        scale: Weights start between minus and plus this.
    """
    start = partial(RandomUniform, -scale, scale)
    return Sequential(
        [
            Input((None,)),
            Embedding(
                len(VOCABULARY),
                features,
                embeddings_initializer=start(),
                mask_zero=True,
            ),
            LSTM(
                units,
                kernel_initializer=start(),
                recurrent_initializer=start(),
                return_sequences=True,
            ),
            Dense(len(VOCABULARY), "softmax", kernel_initializer=start()),
        ]
    )


def rmsprop(
    steps: int, learning_rate: float = 0.01, rho: float = 0.999, clip: float = 5.0
) -> RMSprop:
    """Return RMSprop of a constant rate, gradients clipped element by element.

    Args:
        steps: Of the whole run; the rate does not depend on it.
        learning_rate: All the time.
        rho: The share that the mean of squares keeps at each step.
        clip: The largest part of a gradient.
    """
    del steps
    return RMSprop(learning_rate, rho=rho, clipvalue=clip)


def samples(model: Any) -> Mapping[str, str]:
    """Return some sentences that a trained model writes, at some temperatures."""
    rows = [t for t in TEMPERATURES for _ in range(5)]
    start = [encode(BEGINNING) for _ in rows]
    lines = generate(stateful_copy(model, len(rows)), start, LONGEST, rows, end=END)
    texts: dict[str, list[str]] = {}
    for temperature, line in zip(rows, lines, strict=True):
        texts.setdefault(f"Temperature {temperature}", []).append(decode(line))
    return {title: "\n".join(lines) for title, lines in texts.items()}


RECIPE = Recipe(
    name="sentences",
    title="An LSTM learns forty sentences by heart",
    dataset="sentences",
    model=network,
    optimizer=rmsprop,
    loss="sparse_categorical_crossentropy",
    epochs=60,
    batch_size=4,
    expect={"test_perplexity": 1.5},
    metrics=("accuracy", "perplexity", "bits_per_character"),
    samples=samples,
    source=(
        "A. Karpathy, recurrentjs, 2015: the optimizer and how weights start; one"
        " sentence a step there, four here"
    ),
)
