"""Repetition: a native program's step, taken on batch after batch of whole arrays."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from limpid.engines.native.addresses import address_of
from limpid.engines.native.memory import ERROR_BUFFER
from limpid.engines.native.repeat import (
    COUNT,
    ORDER,
    SOURCES,
    num_data,
    places,
)
from limpid.engines.residence import Residence
from limpid.graph.op import Array
from limpid.graph.room import maker

if TYPE_CHECKING:
    from limpid.engines.native.engine import NativeProgram


class NativeRepetition:
    """Addresses for the program's loop over steps; they stay from call to call."""

    def __init__(self, program: "NativeProgram", residence: Residence) -> None:
        """Make room for a batch and the results."""
        graph, blueprint = program.graph, program.blueprint
        self.program, self.residence = program, residence
        self._table = program.table.copy()
        self.address = self._table.ctypes.data
        self._behind = len(blueprint.buffers)
        self._places = np.array(places(graph, blueprint.buffers))
        # By one variable that has two it is told whether the places are turned.
        one = program.in_place.index(False) if not all(program.in_place) else 0
        self._reads = int(self._places[one, 0])
        self._first = residence.addresses[one, int(residence.turned)]
        self._inputs = blueprint.numbers("input")
        data = graph.inputs[: num_data(graph)]
        ahead = blueprint.batches_ahead
        self._batch = [maker((ahead, *x.shape), x.dtype)() for x in data]
        self.size = data[0].shape[0]
        outputs = graph.outputs[: len(graph.outputs) - len(graph.updates)]
        self.results = [np.empty(y.shape, y.dtype) for y in outputs]
        self._count = np.zeros(1, np.int64)
        self._point(self._inputs, self._batch)
        self._point(blueprint.numbers("output"), self.results)
        self._point([self._behind + COUNT], [self._count])
        assigned = {id(v) for v in graph.updates}
        first = len(data)
        self._read = [
            (self._inputs[first + i], variable)
            for i, variable in enumerate(graph.variables)
            if id(variable) not in assigned
        ]

    def take_from(
        self, arrays: Sequence[Array], rows: Array | None = None, steps: int = 0
    ) -> None:
        """Take batches from these arrays from now on.

        Args:
            arrays: One for each argument.
            rows: Where the numbers of the examples will be found; by default in memory
                of its own, filled by `run`.
            steps: How many steps those are for.
        """
        self._sources = [np.ascontiguousarray(a) for a in arrays]
        first = self._behind + SOURCES
        self._point(range(first, first + len(arrays)), self._sources)
        self._take_rows(np.empty(len(arrays[0]), np.int64) if rows is None else rows)
        self._count[0] = steps

    def _take_rows(self, rows: Array) -> None:
        self._rows = rows
        self._point([self._behind + ORDER], [rows])

    def run(self, rows: Array) -> list[Array]:
        """Take a step on each batch of rows; return the last one's results."""
        kept = self.values_read()
        with self.residence.holding():
            self.connect(kept)
            if len(rows) > len(self._rows):
                self._take_rows(np.empty(len(rows), np.int64))
            self._rows[: len(rows)] = rows
            self._count[0] = len(rows) // self.size
            try:
                self.program.repeat(self.address, int(self._count[0]))
            finally:
                self.note_places()
            return [y.copy() for y in self.results]

    def values_read(self) -> list[Array]:
        """Return the values of variables that are not assigned.

        To be called before the residence is held: two programs that read each other's
        variables must not meet.
        """
        return [
            np.ascontiguousarray(variable.read().value) for _, variable in self._read
        ]

    def connect(self, kept: Sequence[Array]) -> None:
        """Write into the table where the variables are; the residence holds them."""
        self._point([number for number, _ in self._read], kept)
        if self.residence.user is not self:
            self._table[self._places] = self.residence.addresses
            self.residence.user = self

    def note_places(self) -> None:
        """Tell the residence: places change roles with each step that went well."""
        read = self._table[self._reads]
        self.residence.turned = bool(read != self._first)

    def share_error(self, other: "NativeRepetition") -> None:
        """Change nothing either when the other one has met a wrong index."""
        self._table[ERROR_BUFFER] = other._table[ERROR_BUFFER]  # noqa: SLF001

    def words(self) -> Array:
        """Return the addresses of the table's words that say where variables are.

        For each assigned variable two: where it is read, and where it is written.
        """
        return self.address + self._places * self._table.itemsize

    def _point(self, numbers: Any, arrays: Sequence[Array]) -> None:
        for number, array in zip(numbers, arrays, strict=False):
            self._table[number] = address_of(array)
