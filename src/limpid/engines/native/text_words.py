"""The scalar words as text: what a nest computes, for people to read."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

# How tightly Python's operators bind; names and calls bind tightest.
(CHOICE, EITHER, BOTH, RELATION, OR, XOR, AND, SHIFT, SUM, PRODUCT, SIGN, CALL) = range(
    12
)
OPERATORS = {
    "add": ("+", SUM),
    "sub": ("-", SUM),
    "mul": ("*", PRODUCT),
    "div": ("/", PRODUCT),
    "bit_and": ("&", AND),
    "bit_or": ("|", OR),
    "bit_xor": ("^", XOR),
    "shift_left": ("<<", SHIFT),
    "shift_right": (">>", SHIFT),
    "shift_left_by": ("<<", SHIFT),
    "shift_right_by": (">>", SHIFT),
}
OF_TRUTHS = {"add": ("or", EITHER), "mul": ("and", BOTH)}
# An expression longer than this is given a name where it is used.
LONG = 48


@dataclass(frozen=True, eq=False)
class Term:
    """An expression: text with places for the parts it is made of.

    Attributes:
        form: Such as '{} + {}'.
        parts: What stands in the places.
        dtype: Of the element.
        strength: How tightly the form binds.
    """

    form: str
    parts: tuple["Term", ...]
    dtype: str
    strength: int = CALL

    @property
    def is_float(self) -> bool:
        """Whether it is a floating-point number."""
        return self.dtype.startswith("float")

    @property
    def is_signed(self) -> bool:
        """Whether it is a signed integer."""
        return self.dtype.startswith("int")


class TextWords:
    """Writes arithmetic as expressions; a word without a form of its own is a call."""

    lanes = 1

    def dtype(self, x: Term) -> str:
        """Return the name of x's type."""
        return x.dtype

    def number(self, number: float, dtype: str) -> Term:
        """Return a constant."""
        return Term(_number(number, dtype), (), dtype)

    def constant(self, number: float, like: Term) -> Term:
        """Return a constant of the type of `like`."""
        return self.number(number, like.dtype)

    def neg(self, x: Term) -> Term:
        """Return -x."""
        return Term("-{}", (x,), x.dtype, SIGN)

    def fused(self, x: Term, y: Term, z: Term) -> Term:
        """Return x * y + z."""
        return self.add(self.mul(x, y), z)

    def compare(self, x: Term, y: Term, relation: str) -> Term:
        """Return whether the relation holds."""
        return Term(f"{{}} {relation} {{}}", (x, y), "bool", RELATION)

    def select(self, condition: Term, x: Term, y: Term) -> Term:
        """Return x where the condition holds, else y."""
        parts = (x, condition, y)
        return Term("{} if {} else {}", parts, x.dtype, CHOICE)

    def cast(self, x: Term, dtype: str) -> Term:
        """Return x in another type."""
        return x if x.dtype == dtype else Term(f"{dtype}({{}})", (x,), dtype)

    def as_float(self, bits: Term) -> Term:
        """Return the float32 that 32 bits stand for."""
        return Term("as_float({})", (bits,), "float32")

    def as_bits(self, x: Term) -> Term:
        """Return the bits of a float32 as an integer."""
        return Term("as_bits({})", (x,), "int32")

    def function(self, name: str, *xs: Term) -> Term:
        """Return a function of C's mathematics library."""
        return call(name, xs)

    intrinsic = function

    def __getattr__(self, word: str) -> Callable[..., Term]:
        """Return an operator, or a call for any other word."""
        if word.startswith("__"):
            raise AttributeError(word)
        if word not in OPERATORS:
            return lambda *xs: call(word, xs)

        def operator(x: Term, y: Any) -> Term:
            right = y if isinstance(y, Term) else self.number(y, "int64")
            of_truths = x.dtype == "bool" and word in OF_TRUTHS
            sign, strength = (OF_TRUTHS if of_truths else OPERATORS)[word]
            return Term(f"{{}} {sign} {{}}", (x, right), x.dtype, strength)

        return operator


def call(name: str, xs: Sequence[Any]) -> Term:
    """Return a call of a function."""
    parts = tuple(x if isinstance(x, Term) else Term(str(x), (), "int64") for x in xs)
    return Term(f"{name}({', '.join(['{}'] * len(parts))})", parts, parts[0].dtype)


def element(text: str, dtype: str) -> Term:
    """Return what is read from memory, or a name."""
    return Term(text.replace("{", "{{").replace("}", "}}"), (), dtype)


def write(results: Sequence[Term], start: int = 0) -> tuple[list[str], list[str]]:
    """Return statements that name what is used twice or long, and the results' texts.

    Args:
        results: What is computed.
        start: The number of the first name.
    """
    uses: dict[int, int] = {}
    order = list(_inside(results, uses))
    lines: list[str] = []
    written: dict[int, Term] = {}
    for term in order:
        text = _text(term, written)
        repeated = uses[id(term)] > 1 and term.parts
        if repeated or (len(text) > LONG and term not in results):
            name = f"t{start + len(lines)}"
            lines.append(f"{name} = {text}")
            text = name
        strength = CALL if text.isidentifier() else term.strength
        written[id(term)] = replace(element(text, term.dtype), strength=strength)
    return lines, [_plain(written[id(term)]) for term in results]


def _inside(terms: Iterable[Term], uses: dict[int, int]) -> Iterable[Term]:
    """Yield all terms, each after its parts, and count how often each is used."""
    for term in terms:
        uses[id(term)] = uses.get(id(term), 0) + 1
        if uses[id(term)] == 1:
            yield from _inside(term.parts, uses)
            yield term


def _text(term: Term, written: dict[int, Term]) -> str:
    parts = [written[id(part)] for part in term.parts]
    texts = []
    for place, part in enumerate(parts):
        # Operators group from the left, so a - (b - c) keeps its parentheses, but for
        # choices and relations, which would read otherwise.
        tighter = place > 0 or term.strength in {CHOICE, RELATION}
        loose = part.strength < term.strength + tighter
        bare = term.strength == CALL
        texts.append(_plain(part) if bare or not loose else f"({_plain(part)})")
    return term.form.format(*texts)


def _plain(term: Term) -> str:
    return term.form.format()


def _number(number: float, dtype: str) -> str:
    if dtype == "bool":
        return str(bool(number))
    if not dtype.startswith("float"):
        return str(int(number))
    return str(np.dtype(dtype).type(number))
