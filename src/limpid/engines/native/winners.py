"""Winners: of a pool's gradient, a convolution's kernel only meets what is not zero.

Behind a convolution, max pooling hands each cotangent to one element of its window; all
others get zero. The gradient by the kernel adds up products with every element, most
of them zeros: of windows of 2 by 2, three in four. So it adds up each window's winner
alone, times the piece of the input that lies where the winner was.
"""

from dataclasses import dataclass, replace

from limpid.engines.native.simplify import remade, with_inputs
from limpid.engines.native.traits import is_named
from limpid.graph.op import Array
from limpid.graph.shapes import Shape, product
from limpid.graph.tensor import Tensor
from limpid.graph.tracing import Graph
from limpid.ops.conv import ConvKernel
from limpid.ops.max_pool import MaxPoolGradient

# Products of a dense tile in the time of one that is looked up: what it reads lies
# anywhere in memory, and no other row of a tile shares it.
LOOKED_UP = 3
# An example's elements that lie in the nearest cache while each filter looks at them.
NEAR_ELEMENTS = 2**13


@dataclass(frozen=True)
class WinnersKernel(ConvKernel):
    """The gradient by the kernel, of cotangents that a max pool hands back.

    Attributes:
        pool: The gradient of the pool.
    """

    pool: MaxPoolGradient | None = None

    def shape(self, *inputs: Shape) -> Shape:
        *_, z, x = inputs
        return super().shape(x, z)

    def spatial(self, node: Tensor) -> Shape:
        """Return the spatial axes of what the convolution computed."""
        return node.inputs[2].shape[1:-1]

    def reference(self, *inputs: Array) -> Array:
        *pooled, x = inputs
        assert self.pool is not None
        return super().reference(x, self.pool.reference(*pooled))


def winners_only(graph: Graph) -> Graph:
    """Return the graph with kernels' gradients taken from winners, where it pays."""
    new: dict[int, Tensor] = {}
    for node in graph.nodes:
        chosen = _looked_up(node) if pays(node) else node
        inputs = tuple(new.get(id(x), x) for x in chosen.inputs)
        new[id(node)] = with_inputs(chosen, inputs)
    return replace(graph, outputs=tuple(new[id(y)] for y in graph.outputs))


def pays(node: Tensor) -> bool:
    """Tell whether a node is such a gradient, with windows that are large enough."""
    if not is_named(node, {"conv_kernel"}):
        return False
    op, pool = node.op, node.inputs[1].op
    if not isinstance(op, ConvKernel) or not isinstance(pool, MaxPoolGradient):
        return False
    is_plain = op.groups == 1 and op.dilation[-1] == 1
    is_inside = not any(map(any, pool.padding))
    is_near = product(node.inputs[0].shape[1:]) <= NEAR_ELEMENTS
    return is_plain and is_inside and is_near and product(pool.size) > LOOKED_UP


def _looked_up(node: Tensor) -> Tensor:
    op, (x, cotangents) = node.op, node.inputs
    assert isinstance(op, ConvKernel)
    assert isinstance(cotangents.op, MaxPoolGradient)
    settings = op.strides, op.padding, op.dilation, op.groups, op.size
    kernel = WinnersKernel(*settings, cotangents.op)
    return remade(node, (*cotangents.inputs, x), op=kernel)
