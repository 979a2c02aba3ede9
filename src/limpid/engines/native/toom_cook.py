"""Sliding sums with fewer products (Toom 1963, Cook 1966).

m sums of r products each, the weights sliding over m + r - 1 numbers, are coefficients
of a product of polynomials. Such a product is known by its values at m + r - 1 points:
one multiplication for each, instead of m * r. Three matrices lead there and back:

    sums = of_result @ ((of_kernel @ weights) * (of_input @ numbers))

All of it is linear in the numbers and in the weights, so the transposes of the same
matrices compute both gradients.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import log2, prod
from typing import Any

Matrix = Sequence[Sequence[Fraction]]

# Near 1, so that powers stay near 1, and in pairs, which share half of their work.
# The last point is infinity, where a polynomial's value is its first coefficient.
HALF = Fraction(1, 2)
POINTS = (*map(Fraction, (0, 1, -1, 2, -2)), HALF, -HALF)
MOST_POINTS = len(POINTS) + 1


@dataclass(frozen=True)
class ToomCook:
    """The three matrices.

    Attributes:
        results: How many sums, m.
        weights: How many products each has, r.
    """

    results: int
    weights: int

    @property
    def points(self) -> int:
        """How many numbers the weights slide over, and how many products there are."""
        return self.results + self.weights - 1

    @property
    def _finite(self) -> tuple[Fraction, ...]:
        return POINTS[: self.points - 1]

    @cached_property
    def of_result(self) -> Matrix:
        """(results, points): powers of the points."""
        ends = (Fraction(i == self.results - 1) for i in range(self.results))
        return [[*(p**i for p in self._finite), end] for i, end in enumerate(ends)]

    @cached_property
    def of_kernel(self) -> Matrix:
        """(points, weights): powers again, each row brought to a size near 1."""
        rows = [
            [p**k / self._distance(p) * self._scale(p) for k in range(self.weights)]
            for p in self._finite
        ]
        return [*rows, [Fraction(k == self.weights - 1) for k in range(self.weights)]]

    @cached_property
    def of_input(self) -> Matrix:
        """(points, points): the polynomials that are 0 at all other points."""
        rows = []
        for point in self._finite:
            others = _polynomial([p for p in self._finite if p != point])
            rows.append([c / self._scale(point) for c in (*others, Fraction(0))])
        return [*rows, _polynomial(self._finite)]

    def _distance(self, point: Fraction) -> Fraction:
        return prod((point - p for p in self._finite if p != point), start=Fraction(1))

    def _scale(self, point: Fraction) -> Fraction:
        """Return the power of two that brings a row of the kernel's near to 1.

        It loses nothing, and keeps what is rounded of one size.
        """
        size = max(Fraction(1), abs(point))
        largest = size ** (self.weights - 1) / abs(self._distance(point))
        return Fraction(2) ** -round(log2(largest))


def _polynomial(roots: Sequence[Fraction]) -> list[Fraction]:
    """Return the coefficients of (x - a)(x - b)…, of the lowest power first."""
    found = [Fraction(1)]
    for root in roots:
        higher, lower = [Fraction(0), *found], [*found, Fraction(0)]
        found = [h - root * c for h, c in zip(higher, lower, strict=True)]
    return found


def turned(matrix: Matrix) -> Matrix:
    """Return the transpose."""
    return [list(column) for column in zip(*matrix, strict=True)]


def times(b: Any, matrix: Matrix, xs: Sequence[Any]) -> list[Any]:
    """Return the product of a matrix and a vector of elements.

    Points p and -p give rows, or columns, that differ in signs alone: what is the same
    and what is not are each computed once.
    """
    columns = turned(matrix)
    pairs = list(_twins(columns))
    if not pairs:
        return _by_rows(b, matrix, xs)
    folded, ys = list(columns), list(xs)
    for i, k in pairs:
        folded[i], folded[k] = _parts(columns[i], columns[k])
        ys[i], ys[k] = b.add(xs[i], xs[k]), b.sub(xs[i], xs[k])
    return [weighted_sum(b, row, ys) for row in turned(folded)]


def _by_rows(b: Any, matrix: Matrix, xs: Sequence[Any]) -> list[Any]:
    found: dict[int, Any] = {}
    for i, k in _twins(matrix):
        same, other = (weighted_sum(b, row, xs) for row in _parts(matrix[i], matrix[k]))
        found[i], found[k] = b.add(same, other), b.sub(same, other)
    for i, row in enumerate(matrix):
        if i not in found:
            found[i] = weighted_sum(b, row, xs)
    return [found[i] for i in range(len(matrix))]


def _twins(rows: Matrix) -> Iterator[tuple[int, int]]:
    """Find neighbors that have the same sizes, partly with other signs."""
    i = 0
    while i + 1 < len(rows):
        sizes = [[abs(x) for x in row] for row in rows[i : i + 2]]
        is_pair = sizes[0] == sizes[1] and all(map(any, _parts(*rows[i : i + 2])))
        if is_pair:
            yield i, i + 1
        i += 2 if is_pair else 1


def _parts(row: Sequence[Fraction], twin: Sequence[Fraction]) -> Matrix:
    """Return what a row has in common with its twin, and the rest of it."""
    pairs = list(zip(row, twin, strict=True))
    same = [x if x == y else Fraction(0) for x, y in pairs]
    return same, [x if x != y else Fraction(0) for x, y in pairs]


def weighted_sum(b: Any, weights: Sequence[Fraction], xs: Sequence[Any]) -> Any:
    """Return the sum of elements times weights."""
    pairs = [(w, x) for w, x in zip(weights, xs, strict=True) if w]
    if not pairs:
        return b.constant(0, xs[0])
    # A weight of 1 first, for it takes no product to begin with.
    (weight, x), *rest = sorted(pairs, key=lambda pair: pair[0] != 1)
    total = _scaled(b, weight, x)
    for weight, x in rest:
        total = _added(b, weight, x, total)
    return total


def _scaled(b: Any, weight: Fraction, x: Any) -> Any:
    if abs(weight) == 1:
        return x if weight == 1 else b.neg(x)
    return b.mul(b.constant(float(weight), x), x)


def _added(b: Any, weight: Fraction, x: Any, total: Any) -> Any:
    if abs(weight) == 1:
        return b.add(total, x) if weight == 1 else b.sub(total, x)
    return b.fused(b.constant(float(weight), x), x, total)
