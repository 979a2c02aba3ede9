"""Watch: what LIMPID_DEBUG=1 adds to a program: poison, canaries, the first NaN."""

import warnings
from collections.abc import Sequence

import numpy as np

from limpid.engines.native.memory import Buffer
from limpid.engines.reference import describe
from limpid.errors import LimpidError
from limpid.graph.op import Array
from limpid.graph.tracing import Graph

# All bits set are NaN in every floating-point type, and -1 in integers.
POISON, CANARY = 0xFF, 0xA5


class Watch:
    """Fills the arena before each call, and looks at it and the outputs afterwards."""

    def __init__(self, arena: Array, buffers: Sequence[Buffer]) -> None:
        """Watch the bytes between the buffers."""
        self.arena = arena
        self.buffers = [b for b in buffers if b.kind == "arena" and b.first >= 0]
        self.between = np.ones(len(arena), bool)
        for b in self.buffers:
            self.between[b.number : b.number + b.num_bytes] = False

    def poison(self) -> None:
        """Make what is read before it is written NaN."""
        self.arena[:] = np.where(self.between, CANARY, POISON)

    def check_canaries(self) -> None:
        """Raise if something was written between the buffers.

        Raises:
            LimpidError: A nest wrote outside its buffers.
        """
        changed = np.flatnonzero(self.between & (self.arena != CANARY))
        if len(changed):
            raise LimpidError(
                f"The native engine wrote at byte {changed[0]} of its arena, where no "
                "buffer lies. This is a fault in limpid: please report the model, and "
                "train with LIMPID_ENGINE=reference meanwhile."
            )


def warn_of_first_nonfinite(
    graph: Graph, inputs: Sequence[Array], outputs: Sequence[Array]
) -> None:
    """Warn, if an output is not finite, which operation was the first to make it so."""
    if all(is_finite(y) for y in outputs) or not all(map(is_finite, inputs)):
        return
    values = {id(x): v for x, v in zip(graph.inputs, inputs, strict=True)}
    with np.errstate(all="ignore"):
        for node in graph.nodes:
            if node.op is None or not node.is_symbolic:
                values.setdefault(id(node), node._value)  # noqa: SLF001
                continue
            value = node.op.reference(*(values[id(x)] for x in node.inputs))
            values[id(node)] = value
            if not isinstance(value, tuple) and not is_finite(value):
                warnings.warn(
                    f"The first NaN or infinity: {describe(node)}.", stacklevel=3
                )
                return


def is_finite(array: Array) -> bool:
    """Tell whether there is neither NaN nor infinity."""
    return np.asarray(array).dtype.kind != "f" or bool(np.isfinite(array).all())
