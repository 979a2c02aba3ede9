from typing import Any

from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.maximum import maximum
from limpid.ops.minimum import minimum


def clip(x: Any, /, min: Any = None, max: Any = None) -> Tensor:
    """Return x limited to the interval from min to max; None leaves a side open."""
    x = as_tensor(x)
    at_least = x if min is None else maximum(x, min)
    return at_least if max is None else minimum(at_least, max)
