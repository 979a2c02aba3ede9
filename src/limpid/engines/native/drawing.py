"""Drawing: a program's blueprint from its lowered graph. Cached programs need none."""

import msgspec

from limpid.engines.native.blueprint import Blueprint, Constant
from limpid.engines.native.effort import gathers_ahead, is_worth_sharing
from limpid.engines.native.lowering import Lowering
from limpid.engines.native.machine import compile_object
from limpid.engines.native.repeat import BATCHES_AHEAD, can_repeat
from limpid.engines.native.segments import write_module, write_text

# Constants larger than this, in all, stay in the graph and out of the cache.
LARGEST_CONSTANTS_BYTES = 2**20


def draw(lowering: Lowering) -> bytes:
    """Compile a lowered graph and return its blueprint, packed."""
    code = compile_object(write_text(write_module(lowering)))
    repeats = can_repeat(lowering)
    arrays = lowering.constants
    graph = lowering.graph
    written = lowering.numbers("output")[len(graph.outputs) - len(graph.updates) :]
    is_small = sum(a.nbytes for a in arrays) <= LARGEST_CONSTANTS_BYTES
    constants = [Constant(str(a.dtype), a.shape, a.tobytes()) for a in arrays]
    return msgspec.msgpack.encode(
        Blueprint(
            code,
            lowering.buffers,
            constants if is_small else None,
            lowering.arena_bytes,
            not lowering.fallbacks and bool(lowering.steps),
            is_worth_sharing(lowering),
            repeats,
            [new in lowering.in_place for new in written],
            BATCHES_AHEAD if repeats and gathers_ahead(lowering) else 1,
        )
    )
