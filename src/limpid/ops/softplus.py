from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words
from limpid.ops.sigmoid import sigmoid


@dataclass(frozen=True)
class Softplus(Unary):
    """log(1 + exp(x)), finite for every finite x."""

    formula: ClassVar[str] = "log(1 + exp(x))"
    derivative: ClassVar[str] = "sigmoid(x)"

    def reference(self, x: Array) -> Array:
        return np.logaddexp(x, x.dtype.type(0))

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g * sigmoid(x),)

    def emit(self, b: Words[V], x: V) -> V:
        rest = b.log1p(b.exp(b.neg(b.abs(x))))
        return b.add(b.maximum(x, b.constant(0, x)), rest)


def softplus(x: Any, /) -> Tensor:
    """Return log(1 + exp(x)), elementwise: a smooth relu.

    Source: Dugas et al. 2001.
    """
    return apply(Softplus(), as_float(x))
