"""Ways: a convolution and its gradients can be computed in several; which costs least.

Windows times the kernel is the plain way. Tiles take fewer products, but are
transformed before and after. Products that are added to where they belong, for the
gradient by the input, are with no zeros between and around.
"""

from math import inf

from limpid.engines.native.traits import is_named
from limpid.graph.shapes import Shape, product
from limpid.graph.tensor import Tensor
from limpid.ops.conv import Window

# Results of a tile, and inputs that they depend on, along each axis.
TILE, SPAN = 2, 4
SIZE = (SPAN - TILE + 1,) * 2
# Transforming the elements of a tile takes as long as so many products.
TRANSFORM = 80
# Less than this is not worth the code.
WORTHWHILE = 1.3
# Parts of the kernel's gradient have sums of their own: so many elements of them at
# most, each of so many tiles at least.
MOST_SUMS, FEWEST_TILES = 2**21, 24
# From so many parts on the threads are busy; more of them are of no use.
BUSY, ENOUGH = 8, 16
# Of the widest vectors of today, and of the narrower ones that hold a rest.
LANES = (16, 8, 4, 0)
# Adding to a vector in memory takes as long as so many products.
ADDITION = 5


def by_tiles(node: Tensor) -> bool:
    """Tell whether a convolution or a gradient of it is computed by tiles."""
    op = node.op
    assert isinstance(op, Window)
    x, other = node.inputs
    if is_named(node, {"conv"}):
        return _tiles_pay(op, other.shape[:-2], x.shape, node.shape, x.dtype)
    if is_named(node, {"conv_kernel"}):
        size = node.shape[:-2]
        pays = _tiles_pay(op, size, x.shape, other.shape, x.dtype)
        return pays and kernel_parts(x.shape, other.shape) > 0
    return not spreads_back(node) and _tiles_pay_back(node)


def by_phases(node: Tensor) -> bool:
    """Tell whether a gradient by the input can be cut into the phases of strides."""
    op = node.op
    assert isinstance(op, Window)
    return max(op.strides, default=1) > 1 and set(op.dilation) == {1}


def spreads_back(node: Tensor) -> bool:
    """Tell whether a gradient by the input adds products to windows of the input."""
    op = node.op
    assert isinstance(op, Window)
    g, kernel = node.inputs
    each = product(kernel.shape[:-2]) * lanes(kernel.shape[-2]) * g.shape[-1]
    forth = product(node.shape[1:-1]) * each
    if by_phases(node):
        forth //= product(op.strides)
    elif _tiles_pay_back(node):
        forth //= 2
    return products_back(op, g.shape, kernel.shape) < forth


def pads_back(node: Tensor) -> tuple[tuple[int, int], ...]:
    """Return the zeros around g that the flipped kernel slides over, if not below 0."""
    op = node.op
    assert isinstance(op, Window)
    size = node.inputs[1].shape[:-2]
    reach = [(k - 1) * d for k, d in zip(size, op.dilation, strict=True)]
    return tuple((r - a, r - b) for r, (a, b) in zip(reach, op.padding, strict=True))


def _tiles_pay_back(node: Tensor) -> bool:
    op = node.op
    assert isinstance(op, Window)
    g, kernel = node.inputs
    is_inside = min(map(min, pads_back(node)), default=0) >= 0
    size = kernel.shape[:-2]
    return is_inside and _tiles_pay(op, size, g.shape, node.shape, g.dtype)


def _tiles_pay(op: Window, size: Shape, x: Shape, y: Shape, dtype: object) -> bool:
    """Tell whether results y of a kernel that slides over x are cheaper by tiles."""
    is_plain = {*op.strides, *op.dilation, op.groups} == {1} and tuple(size) == SIZE
    if not is_plain or str(dtype) not in {"float32", "float64"}:
        return False
    products, elements = x[-1] * y[-1], x[-1] + y[-1]
    each = SPAN**2 * products + TRANSFORM * elements
    direct = product(SIZE) * product(y[1:-1]) * products
    is_shorter = direct > WORTHWHILE * product(grid(y)) * each
    return is_shorter and bool(products) and count_parts(x[0], x[0]) > 0


def grid(y: Shape) -> Shape:
    """Return how many tiles cover the spatial axes of (batch, *spatial, filters)."""
    return tuple(-(-n // TILE) for n in y[1:-1])


def kernel_parts(x: Shape, g: Shape) -> int:
    """Return into how many parts a batch is cut for a kernel's gradient by tiles."""
    room = MOST_SUMS // (SPAN**2 * x[-1] * g[-1])
    tiles = x[0] * product(grid(g))
    return count_parts(x[0], min(room, tiles // FEWEST_TILES))


def count_parts(batch: int, most: int) -> int:
    """Return into how many equal parts a batch is cut, or 0 if no number will do.

    Args:
        batch: How many examples there are.
        most: Parts that there may be at most.
    """
    divisors = [n for n in range(BUSY, min(batch, most) + 1) if batch % n == 0]
    few = [n for n in divisors if n <= ENOUGH]
    return max(few) if few else min(divisors, default=0)


def products_back(op: Window, g: Shape, kernel: Shape) -> float:
    """Return how many products it takes to add g times the kernel to windows."""
    if op.groups > 1 or set(op.dilation) != {1}:
        return inf
    *above, row, channels, filters = kernel
    rows = product(g[1:-1]) * product(tuple(above))
    return rows * lanes(row * channels) * (filters + ADDITION)


def lanes(size: int) -> int:
    """Return how many lanes the vectors have that hold so many numbers."""
    whole, rest = divmod(size, LANES[0])
    return whole * LANES[0] + min(n for n in LANES if n >= rest)
