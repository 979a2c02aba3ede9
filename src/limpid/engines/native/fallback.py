"""Fallbacks: what of a program the reference engine does."""

from collections.abc import Sequence

from limpid.engines.native.view import View
from limpid.graph.tensor import Tensor


class Fallback:
    """An operation that the reference engine runs between nests, and why."""

    def __init__(
        self, node: Tensor, inputs: Sequence[View], outputs: Sequence[View], reason: str
    ) -> None:
        """Store where it reads and writes."""
        self.node, self.inputs, self.outputs = node, tuple(inputs), tuple(outputs)
        self.reason = reason

    @property
    def buffers(self) -> list[int]:
        """The memory blocks touched."""
        return [v.buffer for v in (*self.inputs, *self.outputs)]
