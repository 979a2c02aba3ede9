"""Vocabulary: texts as numbers, of characters or of words, between START and END."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.errors import DataError

__all__ = ["Vocabulary"]

Array = NDArray[Any]


@dataclass(frozen=True)
class Vocabulary:
    """The symbols of some texts, numbered from 3 on: 0 pads, 1 starts, 2 ends.

    Args:
        symbols: Characters, or words.
        between: What stands between two symbols of a text: nothing, or a space.

    Example:
        >>> letters = Vocabulary.of(["abba"])
        >>> letters.encode("ab").tolist()
        [1, 3, 4]
        >>> letters.decode([1, 4, 3, 2, 3])
        'ba'
        >>> Vocabulary.of(["to be or not to be"], words=True).symbols
        ('be', 'not', 'or', 'to')
    """

    symbols: tuple[str, ...]
    between: str = ""

    PADDING, START, END = 0, 1, 2
    SPECIAL = ("PAD", "START", "END")

    @classmethod
    def of(cls, lines: Iterable[str], *, words: bool = False) -> "Vocabulary":
        """Return the vocabulary of some lines, in alphabetical order."""
        empty = cls((), " " if words else "")
        found = {symbol for line in lines for symbol in empty.split(line)}
        return cls(tuple(sorted(found)), empty.between)

    @property
    def names(self) -> tuple[str, ...]:
        """What each number stands for, for people: the special ones in capitals."""
        return self.SPECIAL + self.symbols

    def __len__(self) -> int:
        """Return how many numbers there are."""
        return len(self.names)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {s: i for i, s in enumerate(self.symbols, len(self.SPECIAL))}

    def split(self, text: str) -> list[str]:
        """Return the symbols that a text is made of."""
        return text.split() if self.between else list(text)

    def encode(self, text: str) -> Array:
        """Return the numbers of START and of a text's symbols.

        Raises:
            DataError: A symbol is none of the vocabulary.
        """
        numbers, found = self._numbers, self.split(text)
        strange = [s for s in found if s not in numbers]
        if strange:
            raise DataError(
                f"{strange[0]!r} is none of the {len(self.symbols)} symbols of the "
                "texts; write with those alone."
            )
        return np.array([self.START, *(numbers[s] for s in found)], np.int64)

    def decode(self, numbers: Sequence[int] | Array) -> str:
        """Return the text of numbers up to END; what is special is not written."""
        listed = [int(n) for n in numbers]
        if self.END in listed:
            listed = listed[: listed.index(self.END)]
        first = len(self.SPECIAL)
        return self.between.join(self.names[n] for n in listed if n >= first)

    def examples(
        self, lines: Sequence[str], max_length: int | None = None
    ) -> tuple[Array, Array]:
        """Return lines as inputs, from START on, and the symbols that follow, to END.

        Args:
            lines: One text each.
            max_length: Longer lines are cut in pieces of so many steps.

        Shapes: both (pieces, steps), shorter ones filled with 0: float32, as `fit`
            takes inputs, and int64.

        Raises:
            DataError: There is no line, or a symbol is none of the vocabulary.
        """
        if not lines:
            raise DataError("examples() got no line; give one text or more.")
        coded = [np.append(self.encode(line), self.END) for line in lines]
        size = max_length or max(map(len, coded))
        pieces = [
            c[k : k + size + 1] for c in coded for k in range(0, len(c) - 1, size)
        ]
        steps = max(map(len, pieces)) - 1
        table = np.full((len(pieces), steps + 1), self.PADDING)
        for row, piece in zip(table, pieces, strict=True):
            row[: len(piece)] = piece
        x, y = table[:, :-1].copy(), table[:, 1:].copy()
        # What follows the last symbol is unknown: no input, so that it is masked.
        x[y == self.PADDING] = self.PADDING
        return x.astype(np.float32), y
