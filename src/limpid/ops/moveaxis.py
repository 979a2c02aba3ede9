from typing import Any

from limpid.graph.shapes import Axis, normalize_axes
from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.transpose import transpose


def moveaxis(x: Any, source: Axis, destination: Axis, /) -> Tensor:
    """Return x with some axes moved to other places, the rest in their order."""
    x = as_tensor(x)
    taken = normalize_axes(source, len(x.shape))
    places = normalize_axes(destination, len(x.shape))
    order = [i for i in range(x.ndim) if i not in taken]
    for place, axis in sorted(zip(places, taken, strict=True)):
        order.insert(place, axis)
    return transpose(x, tuple(order))
