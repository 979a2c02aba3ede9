"""tanh by a table: for processors that look 32 numbers up in registers (AVX-512).

Around a table's points a short polynomial is enough: no division, and the steps that
wait for one another take half as long as by way of exp. A small network waits for them
all.

Source: S. Gal 1986, "Computing elementary functions: a new approach for achieving high
accuracy and good performance": the points are where the function is nearly a float32.
"""

from functools import cache
from typing import Any

import numpy as np

from limpid.engines.native.element import Element, literal
from limpid.engines.native.llvm import Function, Value
from limpid.graph.op import Array

ENTRIES, LANES = 32, 16
# An entry is for numbers that agree in these many high bits: a quarter of an octave.
SHIFT = 21
# The first is for all numbers up to 1/16; from the 31st on tanh is 1.
FIRST = (int(np.float32(1 / 16).view(np.int32)) >> SHIFT) - 1
ALL_ONES = 10.0
# How far from an interval's middle its point may be, in float32s.
CANDIDATES = 3000


def tanh(b: Any, x: Element) -> Element:
    """Return the hyperbolic tangent: odd, between -1 and 1."""
    most = b.constant(ALL_ONES, x)
    size = b.abs(x)
    # NaN is not large: it comes through the polynomial.
    size = b.select(b.compare(size, most, ">"), most, size)
    bits = b.as_bits(size)
    least = b.constant(FIRST << SHIFT, bits)
    place = b.shift_right_by(b.maximum(bits, least), SHIFT)
    point, *c = _looked_up(b, place)
    t = b.sub(size, point)
    square = b.mul(t, t)
    low = b.fused(t, b.fused(t, c[2], c[1]), c[0])
    high = b.fused(square, c[5], b.fused(t, c[4], c[3]))
    return b.copysign(b.fused(b.mul(square, t), high, low), x)  # type: ignore[no-any-return]


@cache
def columns() -> Array:
    """Return points and coefficients, the constant first, for each entry.

    Shapes: (7, entries), float32. Entry k stands at k + FIRST, of which the processor
    takes the last five bits.
    """
    rows = [_near_zero(_bound(1)), *map(_around, range(1, ENTRIES - 2))]
    rows += [[0, 1, 0, 0, 0, 0, 0]] * 2
    return np.roll(np.array(rows, np.float32), FIRST, axis=0).T


def _bound(entry: int) -> float:
    """Return where an entry's numbers begin."""
    return float(np.int32((FIRST + entry) << SHIFT).view(np.float32))


def _near_zero(end: float) -> list[float]:
    """Return x + x**2 p(x), which keeps small numbers as they are."""
    p = _interpolated(lambda x: (np.tanh(x) - x) / x**2, 3, end / 1000, end)
    return [0, 0, 1, *p]


def _around(entry: int) -> list[float]:
    """Return the point of an entry, and a polynomial of the distance from it."""
    low, high = _bound(entry), _bound(entry + 1)
    middle = np.float32((low + high) / 2).view(np.int32)
    near = (middle + np.arange(-CANDIDATES, CANDIDATES, dtype=np.int32)).view("float32")
    exact = np.tanh(near.astype(np.float64))
    point = float(near[np.abs(exact - exact.astype(np.float32)).argmin()])
    p = _interpolated(lambda t: np.tanh(point + t), 5, low - point, high - point)
    return [point, *p]


def _interpolated(function: Any, degree: int, low: float, high: float) -> list[float]:
    """Return the coefficients of the polynomial through the Chebyshev points."""
    fit = np.polynomial.Chebyshev.interpolate(function, degree, [low, high])
    polynomial = fit.convert(kind=np.polynomial.Polynomial)
    return polynomial.coef.tolist()


def _looked_up(b: Any, place: Element) -> list[Element]:
    """Return a number of each column, for each lane."""
    f: Function = b.function_
    indices = _resized(f, place.value, LANES)
    kind = f"<{LANES} x float>"
    name = "llvm.x86.avx512.vpermi2var.ps.512"
    f.module.declare(name, kind, [kind, indices.type, kind])
    halves = [
        [_constant(f, kind, number, half) for half in (0, 1)]
        for number in range(len(columns()))
    ]
    found = [
        f.emit(kind, f"call {kind} @{name}({first}, {indices}, {second})")
        for first, second in halves
    ]
    return [Element(_resized(f, y, b.lanes), "float32") for y in found]


def _constant(f: Function, kind: str, column: int, half: int) -> Value:
    """Return half a column."""
    numbers = columns()[column, half * LANES :][:LANES].tolist()
    values = ", ".join(f"float {literal(number, 'float32')}" for number in numbers)
    return f.constant(kind, f"tanh_{column}_{half}", f"<{values}>")


def _resized(f: Function, x: Value, lanes: int) -> Value:
    """Return a vector's first lanes, or it with more behind; one lane is a scalar."""
    element = x.type.rstrip(">").split()[-1]
    before = int(x.type[1:].split()[0]) if x.type.startswith("<") else 1
    kind = f"<{lanes} x {element}>"
    if lanes == before:
        return x
    if lanes == 1:
        return f.emit(element, f"extractelement {x}, i64 0")
    if before == 1:
        return f.emit(kind, f"insertelement {kind} poison, {x}, i64 0")
    mask = ", ".join(f"i32 {i if i < before else 'poison'}" for i in range(lanes))
    return f.emit(kind, f"shufflevector {x}, {x.type} poison, <{lanes} x i32> <{mask}>")
