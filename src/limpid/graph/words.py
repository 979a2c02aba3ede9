"""The scalar words: what one element's arithmetic is written in, for every engine.

An operation's `emit` says in these words how one element of its result is computed;
an engine speaks them in its own way, for one element or for a vector of them.
"""

from typing import Any, Protocol, TypeVar

V = TypeVar("V")


class Words(Protocol[V]):
    """Arithmetic on elements; both operands of a word have one type."""

    def constant(self, number: float, like: V) -> V:
        """Return a number of the type of `like`."""

    def dtype(self, x: V) -> str:
        """Return the name of x's type."""

    def add(self, x: V, y: V) -> V:
        """Return x + y."""

    def sub(self, x: V, y: V) -> V:
        """Return x - y."""

    def mul(self, x: V, y: V) -> V:
        """Return x * y."""

    def div(self, x: V, y: V) -> V:
        """Return x / y; of integers the whole part."""

    def neg(self, x: V) -> V:
        """Return -x."""

    def abs(self, x: V) -> V:
        """Return the magnitude."""

    def copysign(self, x: V, y: V) -> V:
        """Return x with the sign of y."""

    def maximum(self, x: V, y: V) -> V:
        """Return the larger; NaN wins."""

    def minimum(self, x: V, y: V) -> V:
        """Return the smaller; NaN wins."""

    def compare(self, x: V, y: V, relation: str) -> V:
        """Return whether the relation (==, !=, <, <=, >, >=) holds."""

    def select(self, condition: V, x: V, y: V) -> V:
        """Return x where the condition holds, else y."""

    def cast(self, x: V, dtype: str) -> V:
        """Return x in another type."""

    def sqrt(self, x: V) -> V:
        """Return the square root."""

    def exp(self, x: V) -> V:
        """Return e to the power x."""

    def expm1(self, x: V) -> V:
        """Return e to the power x, less 1."""

    def log(self, x: V) -> V:
        """Return the natural logarithm."""

    def log1p(self, x: V) -> V:
        """Return the natural logarithm of 1 + x."""

    def sin(self, x: V) -> V:
        """Return the sine."""

    def cos(self, x: V) -> V:
        """Return the cosine."""

    def tanh(self, x: V) -> V:
        """Return the hyperbolic tangent."""

    def erf(self, x: V) -> V:
        """Return the error function."""

    def floor(self, x: V) -> V:
        """Return the next integer below."""

    def ceil(self, x: V) -> V:
        """Return the next integer above."""

    def trunc(self, x: V) -> V:
        """Return the integer part."""

    def round(self, x: V) -> V:
        """Return the nearest integer, the even one of two."""

    def bit_and(self, x: V, y: V) -> V:
        """Return the bits set in both."""

    def bit_or(self, x: V, y: V) -> V:
        """Return the bits set in either."""

    def bit_xor(self, x: V, y: V) -> V:
        """Return the bits set in one only."""

    def shift_left(self, x: V, y: V) -> V:
        """Return x's bits y places to the left."""

    def shift_right(self, x: V, y: V) -> V:
        """Return x's bits y places to the right; the sign is kept."""

    def function(self, name: str, *xs: V) -> Any:
        """Return a function of C's mathematics library, by its name."""
