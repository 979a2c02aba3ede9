"""A recurrent network that learns to write, character by character."""

from collections.abc import Mapping
from typing import Any

from limpid.callbacks import ResetStates
from limpid.datasets.tinyshakespeare import CHARACTERS, decode, encode
from limpid.layers import LSTM, Dense, Dropout, Embedding
from limpid.models import Input, Sequential
from limpid.models.generate import generate
from limpid.optimizers import Adam
from limpid.recipes.preparation import Preparation
from limpid.recipes.recipe import Recipe
from limpid.schedules import PiecewiseConstantDecay

TEMPERATURES = (0.5, 0.8, 1.0)


def network(
    batch_size: int = 50, units: int = 128, features: int = 64, dropout: float = 0.0
) -> Sequential:
    """Return two LSTMs, one above the other, that go on from batch to batch.

    Args:
        batch_size: How many strands of the text are read side by side.
        units: Of each LSTM.
        features: How many numbers stand for a character.
        dropout: Of each LSTM's outputs.
    """
    stack = []
    for _ in range(2):
        stack += [LSTM(units, return_sequences=True, stateful=True), Dropout(dropout)]
    return Sequential(
        [
            Input((None,), batch_size=batch_size, dtype="float32"),
            Embedding(len(CHARACTERS), features),
            *stack,
            Dense(len(CHARACTERS), activation="softmax"),
        ]
    )


def adam(steps: int, learning_rate: float = 0.002, clip: float = 5.0) -> Adam:
    """Return Adam whose rate falls by 3 % in each fiftieth of the run after the tenth.

    Args:
        steps: Of the whole run.
        learning_rate: At the start.
        clip: The largest part of a gradient.
    """
    falls = range(10, 50)
    ends = [steps * fall / 50 for fall in falls]
    rates = [learning_rate * 0.97**k for k in range(len(ends) + 1)]
    return Adam(PiecewiseConstantDecay(ends, rates), clipvalue=clip)


def samples(model: Any) -> Mapping[str, str]:
    """Return what a trained model writes at some temperatures."""
    batch_size = model.input_spec.shape[0]
    rows = [TEMPERATURES[i % len(TEMPERATURES)] for i in range(batch_size)]
    start = [encode("\n") for _ in rows]
    lines = generate(model, start, 500, rows)
    texts = zip(rows, lines, strict=True)
    return {f"Temperature {t}": decode(line) for t, line in reversed(list(texts))}


RECIPE = Recipe(
    name="char-rnn",
    title="Two LSTMs that write plays, character by character",
    dataset="tinyshakespeare",
    model=network,
    optimizer=adam,
    loss="sparse_categorical_crossentropy",
    epochs=20,
    batch_size=50,
    expect={"test_loss": 1.65},
    preparation=Preparation(window=50),
    callbacks=lambda: [ResetStates()],
    samples=samples,
    source=(
        "A. Karpathy, char-rnn, 2015: 2 x 128 LSTM, windows and batches of 50,"
        " rate 0.002; Adam instead of RMSprop; nats a character of the last tenth"
    ),
)
