"""Residence: where variables live while programs train them."""

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from limpid.graph.op import Array
from limpid.graph.room import ALIGNMENT, copied, room
from limpid.graph.variable import Variable


class Residence:
    """Memory in which variables stay from one call of a program to the next.

    Each has two places: a step reads the one and writes the other, then they change
    roles; or one, where a program may write what it reads. A variable that is read
    meanwhile is given back as a copy, one that was set is taken in anew; the others are
    never copied. What nobody else refers to is taken in with the memory it lies in.

    Attributes:
        variables: Those that the programs assign.
        turned: Whether the next step reads the second places and writes the first.
        user: Who knows the places as they are now.
    """

    def __init__(self, variables: Sequence[Variable], in_place: Sequence[bool]) -> None:
        """Make room; the values come with `holding`.

        Args:
            variables: What is to live here.
            in_place: Which of them have one place.
        """
        self.variables = tuple(variables)
        self._places = [
            _places(v, single) for v, single in zip(variables, in_place, strict=True)
        ]
        pairs = [[a.ctypes.data for a in pair] for pair in self._places]
        self._addresses = np.array(pairs, np.uintp).reshape(-1, 2)
        self.turned = False
        self.user: object = None
        self._numbers = {v: i for i, v in enumerate(variables)}
        self._lock = threading.Lock()

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Hold all variables here; nobody reads them before the block's end."""
        while True:
            with self._lock:
                if self._take_in():
                    yield
                    return
            # Not under the lock: two that wait for each other's would wait for ever.
            for variable in self.variables:
                if variable.holder is not self:
                    variable.read()

    def _take_in(self) -> bool:
        """Copy what is not here yet; tell whether none is at another residence."""
        for i, variable in enumerate(self.variables):
            if variable.holder is self:
                continue
            if variable.holder is not None:
                return False
            array = variable.lend(self)
            if self._is_single(i) and _is_room(array) and _references(array) == _ALONE:
                self._places[i] = array, array
                self._addresses[i] = array.ctypes.data
                self.user = None
            else:
                self._places[i][self.turned][...] = array
        return True

    def _is_single(self, i: int) -> bool:
        first, second = self._places[i]
        return first is second

    def give_back(self, variable: Variable) -> None:
        """Set a variable to a copy of its value, between steps."""
        with self._lock:
            if variable.holder is self:
                places = self._places[self._numbers[variable]]
                variable.set(copied(places[self.turned]))

    @property
    def addresses(self) -> Array:
        """The addresses of each variable's places: read from, written to."""
        return self._addresses[:, ::-1] if self.turned else self._addresses


def _places(variable: Variable, single: bool) -> tuple[Array, Array]:
    first = _room(variable)
    return first, first if single else _room(variable)


def _is_room(array: Array) -> bool:
    """Tell whether an array lies as in room, not in a file or in what is read only."""
    base, flags = array.base, array.flags
    is_own = type(base) is np.ndarray and base.flags.owndata and flags.writeable
    return is_own and flags.c_contiguous and array.ctypes.data % ALIGNMENT == 0


def _references(array: Array) -> tuple[int, int]:
    """Count who refers to an array, and to the memory it is a view of."""
    return sys.getrefcount(array), sys.getrefcount(array.base)


def _alone() -> tuple[int, int]:
    """Count for an array that one variable of a function refers to.

    Versions of Python differ in how they count their own references.
    """
    array = room(1)
    return _references(array)


_ALONE = _alone()


def _room(variable: Variable) -> Array:
    """Return room for a variable's value, so that vectors of it lie in cache lines."""
    memory = room(variable.size * variable.dtype.itemsize)
    return memory.view(variable.dtype).reshape(variable.shape)
