"""The texts that the character screen learns, line by line."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.datasets.sentences import SENTENCES
from limpid.datasets.vocabulary import Vocabulary
from limpid.errors import ConfigError

Array = NDArray[Any]

NUM_BRACKETED, BRACKETED_LENGTH, DEEPEST = 60, 24, 6
MAX_LINES, MAX_SYMBOLS = 2_000, 1_000
OPENING, CLOSING = "([{", ")]}"


def lines_of(settings: Any) -> list[str]:
    """Return the lines of the text.

    Raises:
        ConfigError: An own text is empty, or too long.
    """
    if settings.source == "sentences":
        return list(SENTENCES)
    if settings.source == "brackets":
        return bracketed(settings.seed)
    lines = [line.strip() for line in settings.text.splitlines() if line.strip()]
    if not 1 <= len(lines) <= MAX_LINES:
        raise ConfigError(
            f"The text has {len(lines):,} lines that are not empty; write 1 to "
            f"{MAX_LINES:,}."
        )
    return lines


def vocabulary_of(lines: list[str], settings: Any) -> Vocabulary:
    """Return the symbols of the lines.

    Raises:
        ConfigError: There are too many.
    """
    found = Vocabulary.of(lines, words=settings.symbols == "words")
    if len(found.symbols) > MAX_SYMBOLS:
        raise ConfigError(
            f"The text has {len(found.symbols):,} different {settings.symbols}; at "
            f"most {MAX_SYMBOLS:,} are learned here."
        )
    return found


def bracketed(seed: int) -> list[str]:
    """Return lines of nested brackets with letters between, all of them closed."""
    random = np.random.default_rng([seed, 4])
    return [_bracketed(random) for _ in range(NUM_BRACKETED)]


def _bracketed(random: np.random.Generator) -> str:
    text, depth = "", 0
    while len(text) + depth < BRACKETED_LENGTH:
        kind = random.integers(3)
        if kind == 0 and depth < DEEPEST:
            text, depth = text + "(", depth + 1
        elif kind == 1 and depth:
            text, depth = text + ")", depth - 1
        else:
            text += "ab"[random.integers(2)]
    return text + ")" * depth


def nesting(symbols: list[str]) -> Array:
    """Return how many brackets are open after each symbol."""
    text = [sum(s.count(c) for c in OPENING) - sum(s.count(c) for c in CLOSING)
            for s in symbols]  # fmt: skip
    return np.cumsum(text)
