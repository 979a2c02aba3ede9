"""Residence: where variables live while programs train them."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from limpid.graph.op import Array
from limpid.graph.variable import Variable

# Where vectors and cache lines begin.
ALIGNMENT = 64


class Residence:
    """Memory in which variables stay from one call of a program to the next.

    Each has two places: a step reads the one and writes the other, then they change
    roles. A variable that is read meanwhile is given back as a copy, one that was set
    is taken in anew; the others are never copied.

    Attributes:
        variables: Those that the programs assign.
        addresses: Of their places, a row for each: read from, written to.
    """

    def __init__(self, variables: Sequence[Variable]) -> None:
        """Make room; the values come with `taken_in`."""
        self.variables = tuple(variables)
        self._places = [(_room(v), _room(v)) for v in variables]
        pairs = [[a.ctypes.data for a in pair] for pair in self._places]
        self.addresses = np.array(pairs, np.uintp).reshape(-1, 2)
        self._numbers = {v: i for i, v in enumerate(variables)}
        self._lock = threading.Lock()

    @contextmanager
    def taken_in(self) -> Iterator[None]:
        """Hold all variables here; nobody reads them before the block's end."""
        for i, variable in enumerate(self.variables):
            if variable.holder is not self:
                value = variable.read().value
                with self._lock:
                    self._current(i)[...] = value
                    variable.lend(self)
        with self._lock:
            yield

    def give_back(self, variable: Variable) -> None:
        """Set a variable to a copy of its value, between steps."""
        with self._lock:
            if variable.holder is self:
                variable.set(self._current(self._numbers[variable]).copy())

    def _current(self, number: int) -> Array:
        """Return the place from which the next step reads."""
        first, second = self._places[number]
        return first if first.ctypes.data == self.addresses[number, 0] else second


def _room(variable: Variable) -> Array:
    """Return room for a variable's value, so that vectors of it lie in cache lines."""
    size = variable.size * variable.dtype.itemsize
    raw = np.empty(size + ALIGNMENT, np.uint8)
    start = -raw.ctypes.data % ALIGNMENT
    return raw[start : start + size].view(variable.dtype).reshape(variable.shape)
