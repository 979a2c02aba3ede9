from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import pair
from limpid.graph.op import Array, Binary, Cotangents
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class FloorDivide(Binary):
    """The quotient rounded down; its derivative is 0 wherever it has one."""

    formula: ClassVar[str] = "floor(x / y)"
    derivative: ClassVar[tuple[str, ...]] = ("0", "0")

    def reference(self, x: Array, y: Array) -> Array:
        return np.floor_divide(x, y)

    def vjp(self, g: Tensor, z: Tensor, x: Tensor, y: Tensor) -> Cotangents:
        return None, None

    def emit(self, b: Words[V], x: V, y: V) -> V:
        return divided(b, x, y)[0]


def floor_divide(x1: Any, x2: Any, /) -> Tensor:
    """Return x1 / x2 rounded down, elementwise; what Python's // means."""
    return apply(FloorDivide(), *pair(x1, x2))


def divided(b: Words[V], x: V, y: V) -> tuple[V, V]:
    """Return quotient, rounded down, and remainder, which has the sign of y."""
    if b.dtype(x) == "float16":
        pair = divided(b, b.cast(x, "float32"), b.cast(y, "float32"))
        return b.cast(pair[0], "float16"), b.cast(pair[1], "float16")
    return (_floats if b.dtype(x).startswith("float") else _integers)(b, x, y)


def _floats(b: Words[V], x: V, y: V) -> tuple[V, V]:
    """Return both so that they fit together whatever the rounding, as NumPy does."""
    zero, one, half = (b.constant(n, x) for n in (0, 1, 0.5))
    rest = b.function("fmod", x, y)
    quotient = b.div(b.sub(x, rest), y)
    exact = b.compare(rest, zero, "==")
    below, negative = b.compare(rest, zero, "<"), b.compare(y, zero, "<")
    wrong = b.bit_and(b.bit_xor(below, negative), b.compare(rest, zero, "!="))
    rest = b.select(wrong, b.add(rest, y), rest)
    quotient = b.select(wrong, b.sub(quotient, one), quotient)
    rest = b.select(exact, b.copysign(zero, y), rest)
    floor = b.floor(quotient)
    floor = b.select(
        b.compare(b.sub(quotient, floor), half, ">"), b.add(floor, one), floor
    )
    none = b.compare(quotient, zero, "==")
    floor = b.select(none, b.copysign(zero, b.div(x, y)), floor)
    return b.select(b.compare(y, zero, "=="), b.div(x, y), floor), rest


def _integers(b: Words[V], x: V, y: V) -> tuple[V, V]:
    """Return both; 0 for a division by 0."""
    zero, one = b.constant(0, x), b.constant(1, x)
    signed = b.dtype(x).startswith("int")
    # The least integer divided by -1 does not fit, and a processor may trap.
    minus = b.compare(y, b.constant(-1, x), "==") if signed else None
    safe = b.select(b.compare(y, zero, "=="), one, y)
    safe = safe if minus is None else b.select(minus, one, safe)
    quotient = b.div(x, safe)
    rest = b.sub(x, b.mul(quotient, safe))
    if minus is not None:
        unlike = b.bit_xor(b.compare(rest, zero, "<"), b.compare(safe, zero, "<"))
        wrong = b.bit_and(unlike, b.compare(rest, zero, "!="))
        quotient = b.select(wrong, b.sub(quotient, one), quotient)
        rest = b.select(wrong, b.add(rest, safe), rest)
        quotient = b.select(minus, b.neg(x), quotient)
    return b.select(b.compare(y, zero, "=="), zero, quotient), rest
