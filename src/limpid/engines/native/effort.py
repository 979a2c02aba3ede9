"""Effort: about how long nests take on one thread, to tell whether more pay."""

from collections.abc import Sequence

import numpy as np

from limpid.engines.native.lowering import Lowering
from limpid.engines.native.memory import Buffer
from limpid.engines.native.nest import Nest
from limpid.engines.native.repeat import BATCHES_AHEAD, num_data
from limpid.engines.native.sharing import is_shared
from limpid.engines.native.slices import Slices
from limpid.engines.native.walk import Walk
from limpid.graph.shapes import product

# What a core of today does at least: products added up, other elements computed,
# bytes brought from the farther caches. Only their order of magnitude matters.
PRODUCTS_PER_SECOND, ELEMENTS_PER_SECOND, BYTES_PER_SECOND = 40e9, 4e9, 30e9

# Below this the threads' meetings cost more than they save.
WORTH_SHARING_SECONDS = 30e-6
# The most examples whose copies are worth writing out; bytes of the batches gathered
# at a time that leave room in the nearest cache.
MOST_EXAMPLES, MOST_BYTES = 64, 2**14


def is_worth_sharing(lowering: Lowering) -> bool:
    """Tell whether several threads run a program's steps faster than one."""
    return shared_seconds(lowering) >= WORTH_SHARING_SECONDS


def gathers_ahead(lowering: Lowering) -> bool:
    """Tell whether several batches are gathered at a time: small, for one thread."""
    data = lowering.graph.inputs[: num_data(lowering.graph)]
    num_bytes = sum(x.size * x.dtype.itemsize for x in data)
    is_small = BATCHES_AHEAD * num_bytes <= MOST_BYTES
    is_short = all(x.shape[0] <= MOST_EXAMPLES for x in data)
    return is_small and is_short and not is_worth_sharing(lowering)


def shared_seconds(lowering: Lowering) -> float:
    """Return about how long what threads can share takes on one thread."""
    total = 0.0
    for step in lowering.steps:
        if isinstance(step, Walk):
            total += step.rounds * shared_seconds(step.body)
        elif isinstance(step, Slices):
            total += sum(seconds(nest, lowering.buffers) for nest in step.all_nests)
        elif isinstance(step, Nest) and is_shared(step):
            total += seconds(step, lowering.buffers)
    return total


def seconds(nest: Nest, buffers: Sequence[Buffer]) -> float:
    """Return about how long a nest takes on one thread: it computes or it waits."""
    elements = product(nest.sizes)
    rate = PRODUCTS_PER_SECOND if nest.product else ELEMENTS_PER_SECOND
    touched = {a.buffer: np.dtype(a.dtype).itemsize for a in nest.accesses}
    num_bytes = sum(
        min(buffers[number].num_bytes, elements * size)
        for number, size in touched.items()
    )
    return max(elements / rate, num_bytes / BYTES_PER_SECOND)
