"""Places: the buffers of a program, and where in them each tensor lies."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from limpid.engines.native.expression import copying
from limpid.engines.native.fusion import Fusion
from limpid.engines.native.layout import BatchLast
from limpid.engines.native.memory import (
    ERROR_BUFFER,
    ERROR_WORDS,
    Buffer,
    numbers,
)
from limpid.engines.native.nest import Nest
from limpid.engines.native.pieces import find_pieces
from limpid.engines.native.traits import is_view
from limpid.engines.native.view import View, row_major
from limpid.graph.op import Array
from limpid.graph.shapes import Shape, product
from limpid.graph.tensor import Tensor


class Places:
    """Where the tensors of a graph lie; a place is made when it is first needed.

    Attributes:
        buffers: The memory blocks.
        constants: What lies in those that are filled before.
        output_views: Where each of the graph's outputs goes.
        pieces: Where results go that are computed to be joined, by the tensor's id.
        panels: Matrices laid out anew, by where they lie: products share them.
    """

    def __init__(
        self,
        fusion: Fusion,
        strides: Sequence[Shape | None] | None,
        add: Callable[[Nest], None],
    ) -> None:
        """Make room for the inputs and the outputs.

        Args:
            fusion: Of the graph.
            strides: How each argument lies in memory, in elements; None: row-major.
            add: Takes the nest of a copy, where a view needs one.
        """
        self._graph, self._add = fusion.graph, add
        self.buffers: list[Buffer] = [Buffer(ERROR_WORDS, "int64", "constant", 0)]
        assert ERROR_BUFFER == 0
        self.constants: list[Array] = [np.zeros(ERROR_WORDS, np.int64)]
        self._views: dict[int, Any] = {}
        self.panels: dict[View, View] = {}
        self._batch_last = BatchLast(fusion)
        for i, x in enumerate(self._graph.inputs):
            view = self._buffer(x.shape, str(x.dtype), "input", i)
            given = strides[i] if strides else None
            self._views[id(x)] = view if given is None else replace(view, strides=given)
        self._wanted = self._output_buffers()
        self.pieces = find_pieces(fusion)

    def _buffer(self, shape: Shape, dtype: str, kind: str, number: int = -1) -> View:
        self.buffers.append(Buffer(product(shape), dtype, kind, number))
        return View(len(self.buffers) - 1, dtype, tuple(shape), row_major(tuple(shape)))

    def new(self, shape: Shape, dtype: str) -> View:
        """Return room for an intermediate result."""
        return self._buffer(shape, dtype, "arena")

    def new_like(self, view: View, shape: Shape, dtype: str) -> View:
        """Return room for an intermediate result in the layout of another."""
        room = self.new(shape, dtype)
        return room.batch_last() if view.is_batch_last else room

    def _output_buffers(self) -> dict[int, View]:
        """Return a buffer for each output, one of them for each tensor that is one."""
        wanted: dict[int, View] = {}
        self.output_views: list[View] = []
        for i, y in enumerate(self._graph.outputs):
            view = self._buffer(y.shape, str(y.dtype), "output", i)
            self.output_views.append(view)
            wanted.setdefault(id(y), view)
        return wanted

    def result(self, node: Tensor) -> View:
        """Return where a node's value goes: an output's buffer or a new one."""
        view = self._wanted.get(id(node))
        if view is None:
            view = self.new(node.shape, str(node.dtype))
            view = view.batch_last() if node in self._batch_last else view
        self._views[id(node)] = view
        return view

    def everywhere(self, node: Tensor) -> list[View]:
        """Return where a value goes: to all places where it is joined, or to its own.

        An output has its own in any case.
        """
        pieces = self.pieces.get(id(node), [])
        views = [self.joined(piece.whole).part(piece.key) for piece in pieces]
        if id(node) in self._wanted or not views:
            views.insert(0, self.result(node))
        self._views[id(node)] = views[0]
        return views

    def joined(self, node: Tensor) -> View:
        """Return where parts are joined; whoever computes the first makes the room."""
        view: View = self._views.get(id(node)) or self.result(node)
        return view

    def results(self, node: Tensor) -> list[View]:
        """Return where each of a node's values goes; most have one."""
        if not isinstance(node.dtype, tuple):
            return [self.result(node)]
        parts = zip(node.shape, node.dtype, strict=True)
        views = [self.new(s, str(d)) for s, d in parts]
        self.place(node, views)
        return views

    def place(self, node: Tensor, views: list[View]) -> None:
        """Say where each of a node's values lies."""
        self._views[id(node)] = views

    def numbers(self, kind: str) -> list[int]:
        """Return the buffers of a kind, in the order of what they hold."""
        return numbers(self.buffers, kind)

    def view(self, x: Tensor) -> View:
        """Return where a tensor's value lies."""
        if id(x) not in self._views:
            if not x.is_symbolic:
                self._views[id(x)] = self.constant(x.value)
            elif x.op is not None and is_view(x.op):
                self._views[id(x)] = self._look(x)
        view: View = self._views[id(x)]
        return view

    def views(self, x: Tensor) -> list[View]:
        """Return where a tensor's values lie; nowhere if none is kept."""
        found = self._views.get(id(x), [])
        return found if isinstance(found, list) else [found]

    def constant(self, value: Array) -> View:
        """Return room that holds a value already."""
        self.constants.append(np.ascontiguousarray(value))
        number = len(self.constants) - 1
        return self._buffer(value.shape, str(value.dtype), "constant", number)

    def _look(self, x: Tensor) -> View:
        """Return the view that an operation such as transpose makes of its input."""
        op = x.op
        assert op is not None
        if op.name == "item":
            parts: list[View] = self._views[id(x.inputs[0])]
            return parts[op.index]  # type: ignore[attr-defined]
        source = self.view(x.inputs[0])
        if op.name == "transpose":
            return source.transposed(op.axes)  # type: ignore[attr-defined]
        if op.name == "broadcast_to":
            return source.broadcast(x.shape)
        if op.name == "get_item":
            return source.part(op.key)  # type: ignore[attr-defined]
        if op.name == "reshape":
            found = source.reshaped(x.shape)
            return found if found is not None else self._compact(source, x.shape)
        return source

    def _compact(self, source: View, shape: Shape) -> View:
        copy = self.new(source.shape, source.dtype)
        self._add(copying(source, copy))
        reshaped = copy.reshaped(shape)
        assert reshaped is not None
        return reshaped
