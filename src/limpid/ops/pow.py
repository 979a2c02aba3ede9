from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import pair
from limpid.graph.op import Array, Binary, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words
from limpid.ops.log import log
from limpid.ops.where import where


@dataclass(frozen=True)
class Pow(Binary):
    """x to the power y."""

    formula: ClassVar[str] = "x**y"
    derivative: ClassVar[tuple[str, ...]] = ("y * x**(y - 1)", "x**y * log(x)")

    def reference(self, x: Array, y: Array) -> Array:
        return x**y

    def vjp(self, g: Tensor, z: Tensor, x: Tensor, y: Tensor) -> Cotangents:
        # At x = 0 the limit of x**y * log(x) is 0 for y > 0, where log is infinite.
        safe_log = log(where(x > 0, x, 1.0))
        return g * (y * x ** (y - 1)), g * (z * safe_log)

    def emit(self, b: Words[V], x: V, y: V) -> V:
        return b.function("pow", x, y)


@dataclass(frozen=True)
class ScalarPow(Unary):
    """x to a constant power."""

    exponent: float
    formula: ClassVar[str] = "x**exponent"
    derivative: ClassVar[str] = "exponent * x**(exponent - 1)"

    def reference(self, x: Array) -> Array:
        return x**self.exponent

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        if self.exponent == 0:
            return (None,)
        return (g * (x ** (self.exponent - 1) * self.exponent),)

    def emit(self, b: Words[V], x: V) -> V:
        if self.exponent in {0.5, 2.0}:
            return b.sqrt(x) if self.exponent == 0.5 else b.mul(x, x)
        return b.function("pow", x, b.constant(self.exponent, x))


def pow(x1: Any, x2: Any, /) -> Tensor:
    """Return x1 to the power x2, elementwise with broadcasting."""
    if (
        isinstance(x2, (int, float))
        and getattr(x1, "dtype", np.dtype(bool)).kind == "f"
    ):
        return apply(ScalarPow(float(x2)), x1)
    return apply(Pow(), *pair(x1, x2))
