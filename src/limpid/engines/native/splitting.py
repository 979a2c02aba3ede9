"""Splitting: a long reduction becomes several shorter ones.

Threads share out the results of a nest. The gradient of a first layer's kernel, a
bias's or a batch normalization's sums have too few of them, each of very many elements.
So the elements are cut into parts, each with results of its own, which a second nest
takes together. Other long products are cut too, so that all tiles read what is still
near before the next part comes in. The number of parts depends on the sizes alone:
whatever the number of threads, the same numbers are added in the same order.
"""

from collections.abc import Callable
from dataclasses import replace

from limpid.engines.native.nest import Access, Nest
from limpid.engines.native.view import View, row_major
from limpid.graph.shapes import Shape, product

# So many results keep the threads busy without parts.
FEW_RESULTS = 4096
# Fewer elements for each result are not worth a second nest.
LONG_REDUCTION = 1024
# Parts that keep the threads busy.
FOR_THREADS = 16
# So many rows of two matrices, as wide as a tile, lie in the second cache: all tiles
# are computed from them before the next come in.
NEAR_ELEMENTS = 1024
# More parts, or more results of them all, are too much work for the second nest.
MOST_PARTS, MOST_ROOM = 64, 2**20

Room = Callable[[Shape, str], View]


def split(nest: Nest, new: Room) -> list[Nest]:
    """Return the nests that do a nest's work: itself, or its parts and their sum.

    Args:
        nest: Any.
        new: Gives room for intermediate results of a shape and type.
    """
    nest = nest.simplified()
    most = _most_parts(nest)
    reduced = range(nest.kept, len(nest.sizes))
    counts = {axis: parts(nest.sizes[axis], most) for axis in reduced}
    # Along what lies side by side, lanes had better stay together.
    apart = {i: n for i, n in counts.items() if n > 1 and not _is_along(nest, i)}
    axis = max(apart or counts, key=lambda i: counts[i], default=0)
    count = counts.get(axis, 1)
    if count == 1:
        return [nest]
    kept = [nest.sizes[i] for i in _outermost_first(nest)]
    room = new((count, *kept), nest.accumulator)
    return [_partial(nest, axis, count, room), _combined(nest, count, room)]


def _most_parts(nest: Nest) -> int:
    """Return into how many parts it pays to cut a nest, at most."""
    results = product(nest.sizes[: nest.kept])
    elements = product(nest.sizes[nest.kept :])
    if nest.reduction is None or nest.sequential or not results:
        return 1
    near = min(elements // NEAR_ELEMENTS, MOST_PARTS, MOST_ROOM // results)
    is_few = results <= FEW_RESULTS and elements >= LONG_REDUCTION
    return max(near if nest.product else 1, FOR_THREADS if is_few else 1)


def _is_along(nest: Nest, axis: int) -> bool:
    """Tell whether all that is read lies side by side along an axis."""
    return all(a.strides[axis] == 1 for a in nest.loads)


def parts(size: int, most: int) -> int:
    """Return into how many equal parts an axis is cut."""
    return max(n for n in range(1, most + 1) if size % n == 0)


def _outermost_first(nest: Nest) -> list[int]:
    """Return the kept axes as the results lie in memory."""
    return sorted(range(nest.kept), key=lambda i: -nest.stores[0].strides[i])


def _walk(nest: Nest) -> Shape:
    """Return the strides of the kept axes over results laid out as the nest's own."""
    order = _outermost_first(nest)
    steps = dict(
        zip(order, row_major(tuple(nest.sizes[i] for i in order)), strict=True)
    )
    return tuple(steps[i] for i in range(nest.kept))


def _partial(nest: Nest, axis: int, count: int, room: View) -> Nest:
    """Return the nest of the parts, which are one more kept axis, the outermost."""
    cut = nest.divided(axis, count)
    order = [axis, *(i for i in range(len(cut.sizes)) if i != axis)]
    nothing = (0,) * (len(order) - cut.kept - 1)
    walk = (room.strides[0], *_walk(nest), *nothing)
    return replace(
        cut.permuted(order, cut.kept + 1),
        stores=(Access(room.buffer, room.dtype, walk),),
        late_loads=(),
        finish=None,
    )


def _combined(nest: Nest, count: int, room: View) -> Nest:
    """Return the nest that takes the parts together and finishes as the whole would."""
    walk = (*_walk(nest), room.strides[0])
    return replace(
        nest.permuted([*range(nest.kept), nest.kept], nest.kept),
        sizes=(*nest.sizes[: nest.kept], count),
        loads=(Access(room.buffer, room.dtype, walk),),
        body=lambda _, loaded: loaded,
        product=False,
    )
