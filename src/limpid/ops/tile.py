from itertools import chain
from typing import Any

from limpid.graph.arithmetic import broadcast_to, reshape
from limpid.graph.deferred import deferrable
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, as_tensor


@deferrable
def tile(x: Any, repetitions: int | Shape, /) -> Tensor:
    """Return x laid side by side, so many times along each axis."""
    x = as_tensor(x)
    times = (repetitions,) if isinstance(repetitions, int) else tuple(repetitions)
    ndim = max(len(times), x.ndim)
    times = (1,) * (ndim - len(times)) + times
    sizes = (1,) * (ndim - x.ndim) + x.shape
    # (a, b) -> (1, a, 1, b) -> (times, a, times, b): each axis behind its copies.
    apart = tuple(chain.from_iterable((1, n) for n in sizes))
    copied = tuple(chain.from_iterable(zip(times, sizes, strict=True)))
    together = tuple(t * n for t, n in zip(times, sizes, strict=True))
    return reshape(broadcast_to(reshape(x, apart), copied), together)
