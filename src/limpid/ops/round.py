from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import astype
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply, as_tensor
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Round(Unary):
    """The nearest integer; halves go to the even one."""

    formula: ClassVar[str] = "round(x)"
    derivative: ClassVar[str] = "0"

    def reference(self, x: Array) -> Array:
        return np.round(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (None,)

    def emit(self, b: Words[V], x: V) -> V:
        return b.round(x)


def round(x: Any, /, decimals: int = 0) -> Tensor:
    """Return x rounded to the given number of decimals; halves go to the even digit."""
    x = as_tensor(x)
    if x.dtype.kind == "b" or (x.dtype.kind in "iu" and decimals >= 0):
        return astype(x, x.dtype, copy=False)
    if decimals == 0:
        return apply(Round(), x)
    scale = 10.0**decimals
    return astype(apply(Round(), x * scale) / scale, x.dtype)
