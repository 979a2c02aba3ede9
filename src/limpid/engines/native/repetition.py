"""Repetition: a native program's step, taken on batch after batch of whole arrays."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from limpid.engines.native.repeat import (
    COUNT,
    ORDER,
    SOURCES,
    num_data,
    places,
)
from limpid.engines.residence import Residence
from limpid.graph.op import Array

if TYPE_CHECKING:
    from limpid.engines.native.engine import NativeProgram


class NativeRepetition:
    """Addresses for the program's loop over steps; they stay from call to call."""

    def __init__(self, program: "NativeProgram", residence: Residence) -> None:
        """Make room for a batch and the results."""
        graph, blueprint = program.graph, program.blueprint
        self.program, self.residence = program, residence
        self._table = program.table.copy()
        self._address = self._table.ctypes.data
        self._behind = len(blueprint.buffers)
        self._places = np.array(places(graph, blueprint.buffers))
        # By the first variable's place it is told whether the places are turned.
        self._reads = int(self._places[0, 0])
        self._first = residence.addresses[0, int(residence.turned)]
        self._inputs = blueprint.numbers("input")
        data = graph.inputs[: num_data(graph)]
        self._batch = [np.empty(x.shape, x.dtype) for x in data]
        self._size = data[0].shape[0]
        outputs = graph.outputs[: len(graph.outputs) - len(graph.updates)]
        self._results = [np.empty(y.shape, y.dtype) for y in outputs]
        self._count = np.zeros(1, np.int64)
        self._point(self._inputs, self._batch)
        self._point(blueprint.numbers("output"), self._results)
        self._point([self._behind + COUNT], [self._count])
        assigned = {id(v) for v in graph.updates}
        first = len(data)
        self._read = [
            (self._inputs[first + i], variable)
            for i, variable in enumerate(graph.variables)
            if id(variable) not in assigned
        ]

    def take_from(self, arrays: Sequence[Array]) -> None:
        """Take batches from these arrays from now on."""
        self._sources = [np.ascontiguousarray(a) for a in arrays]
        first = self._behind + SOURCES
        self._point(range(first, first + len(arrays)), self._sources)
        self._make_room(len(self._sources[0]))

    def _make_room(self, count: int) -> None:
        self._rows = np.empty(count, np.int64)
        self._point([self._behind + ORDER], [self._rows])

    def run(self, rows: Array) -> list[Array]:
        """Take a step on each batch of rows; return the last one's results."""
        # Read first: two programs that read each other's variables must not meet.
        kept = [
            np.ascontiguousarray(variable.read().value) for _, variable in self._read
        ]
        residence = self.residence
        with residence.holding():
            self._connect(kept)
            if len(rows) > len(self._rows):
                self._make_room(len(rows))
            self._rows[: len(rows)] = rows
            self._count[0] = len(rows) // self._size
            try:
                self.program.repeat(self._address, int(self._count[0]))
            finally:
                # The places change roles with each step that went well.
                read = self._table[self._reads]
                residence.turned = bool(read != self._first)
            return [y.copy() for y in self._results]

    def _connect(self, kept: Sequence[Array]) -> None:
        """Write into the table where the variables are."""
        self._point([number for number, _ in self._read], kept)
        if self.residence.user is not self:
            self._table[self._places] = self.residence.addresses
            self.residence.user = self

    def _point(self, numbers: Any, arrays: Sequence[Array]) -> None:
        for number, array in zip(numbers, arrays, strict=False):
            self._table[number] = array.__array_interface__["data"][0]
