"""Formulas, written as in Python, set as plain text or as LaTeX.

The text of an operation's `formula` and `derivative` is parsed, never run. Names may
be replaced by other names or by numbers on the way; brackets follow from precedence.
"""

import ast
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Final

_ATOM: Final = 9
_PRECEDENCE: Final[Mapping[type[ast.AST], int]] = {
    ast.Compare: 1,
    ast.BitOr: 2,
    ast.BitXor: 2,
    ast.BitAnd: 2,
    ast.LShift: 3,
    ast.RShift: 3,
    ast.Add: 4,
    ast.Sub: 4,
    ast.Mult: 5,
    ast.Div: 5,
    ast.MatMult: 5,
    ast.FloorDiv: 5,
    ast.Mod: 5,
    ast.USub: 6,
    ast.Invert: 6,
    ast.Pow: 7,
}
_SIGNS: Final[Mapping[type[ast.AST], str]] = {
    ast.Add: " + ",
    ast.Sub: " - ",
    ast.Mult: "·",
    ast.Div: "/",
    ast.MatMult: " @ ",
    ast.Pow: "^",
    ast.FloorDiv: " // ",
    ast.Mod: " mod ",
    ast.BitAnd: " & ",
    ast.BitOr: " | ",
    ast.BitXor: " ^ ",
    ast.LShift: " << ",
    ast.RShift: " >> ",
    ast.Gt: " > ",
    ast.GtE: " >= ",
    ast.Lt: " < ",
    ast.LtE: " <= ",
    ast.Eq: " = ",
    ast.NotEq: " != ",
}


def plain(formula: str, names: Mapping[str, str] | None = None) -> str:
    """Return a formula as text, names replaced.

    Example:
        >>> plain("x * y + 1", {"x": "-4", "y": "q"})
        '-4·q + 1'
    """
    return _Plain().typeset(_parsed(formula, names))


def latex(formula: str, names: Mapping[str, str] | None = None) -> str:
    r"""Return a formula as LaTeX, names replaced.

    Example:
        >>> latex("1 / (1 + exp(-x))")
        '\\frac{1}{1 + e^{-x}}'
    """
    return _Latex().typeset(_parsed(formula, names))


def replaced(formula: str, names: Mapping[str, str]) -> str:
    """Return a formula with names replaced, still written as in Python.

    Example:
        >>> replaced("x**exponent", {"x": "q + 1", "exponent": "2"})
        '(q + 1) ** 2'
    """
    return ast.unparse(_parsed(formula, names))


def _parsed(formula: str, names: Mapping[str, str] | None) -> ast.expr:
    tree = ast.parse(formula, mode="eval").body
    known = {
        name: ast.parse(text, mode="eval").body for name, text in (names or {}).items()
    }

    result: ast.expr = _Replace(known).visit(tree)
    return result


class _Replace(ast.NodeTransformer):
    """Puts expressions in the place of names; 2 - 1 becomes 1 and x**1 just x."""

    def __init__(self, known: Mapping[str, ast.expr]) -> None:
        self.known = known

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.known.get(node.id, node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        settings = isinstance(node.left, ast.Name) and isinstance(
            node.right, ast.Constant
        )
        self.generic_visit(node)
        left, right = node.left, node.right
        if settings and isinstance(left, ast.Constant) and isinstance(node.op, ast.Sub):
            return ast.Constant(left.value - right.value)  # type: ignore[attr-defined]
        if isinstance(node.op, ast.Pow) and ast.unparse(right) == "1":
            return left
        return node


class _Typesetter(ABC):
    """Walks a formula's tree; a subclass knows how each form looks."""

    def typeset(self, node: ast.expr) -> str:
        match node:
            case ast.Name():
                text = self.name(node.id)
            case ast.Constant():
                text = self.constant(node.value)
            case ast.BinOp():
                text = self.binary(node)
            case ast.UnaryOp():
                text = self.unary(node)
            case ast.Call():
                text = self.call(ast.unparse(node.func), node.args)
            case ast.Compare():
                sides = self.typeset(node.left), self.typeset(node.comparators[0])
                text = self.sign(node.ops[0]).join(sides)
            case ast.Attribute(attr="T"):
                text = self.transposed(self.within(node.value, _ATOM))
            case ast.Subscript():
                text = f"{self.typeset(node.value)}[{self.typeset(node.slice)}]"
            case _:
                text = ast.unparse(node)
        return text

    def unary(self, node: ast.UnaryOp) -> str:
        """Return a negated part; a second minus goes into brackets."""
        operand = self.within(node.operand, 6)
        if _starts_with_minus(node.operand):
            operand = self.brackets(operand)
        return ("~" if isinstance(node.op, ast.Invert) else "-") + operand

    def within(self, node: ast.expr, precedence: int) -> str:
        """Return a part, in brackets unless it binds at least as tightly."""
        text = self.typeset(node)
        return text if _binding(node) >= precedence else self.brackets(text)

    def binary(self, node: ast.BinOp) -> str:
        own = _PRECEDENCE[type(node.op)]
        left = self.within(node.left, own + isinstance(node.op, ast.Pow))
        loose = isinstance(node.op, (ast.Add, ast.Mult))
        right = self.within(node.right, own + (not loose))
        if _starts_with_minus(node.right) and not right.startswith(("(", r"\left(")):
            right = self.brackets(right)
        return f"{left}{self.sign(node.op)}{right}"

    def sign(self, op: ast.AST) -> str:
        return _SIGNS[type(op)]

    def brackets(self, text: str) -> str:
        return f"({text})"

    def arguments(self, args: list[ast.expr]) -> str:
        return ", ".join(self.typeset(arg) for arg in args)

    @abstractmethod
    def name(self, name: str) -> str: ...

    @abstractmethod
    def constant(self, value: object) -> str: ...

    @abstractmethod
    def call(self, function: str, args: list[ast.expr]) -> str: ...

    @abstractmethod
    def transposed(self, text: str) -> str: ...


def _binding(node: ast.expr) -> int:
    if isinstance(node, (ast.BinOp, ast.UnaryOp)):
        return _PRECEDENCE[type(node.op)]
    return _PRECEDENCE.get(type(node), _ATOM)


def _starts_with_minus(node: ast.expr) -> bool:
    while isinstance(node, ast.BinOp):
        node = node.left
    return isinstance(node, ast.UnaryOp)


_GREEK: Final = {"delta": "δ", "eta": "η", "sigma": "σ"}


class _Plain(_Typesetter):
    """Text for a terminal."""

    def name(self, name: str) -> str:
        base, *indices = name.split("_")
        if not all(index.isdigit() for index in indices):
            return name
        subscript = f"_{','.join(indices)}" if indices else ""
        return _GREEK.get(base, base) + subscript

    def constant(self, value: object) -> str:
        return str(value)

    def call(self, function: str, args: list[ast.expr]) -> str:
        parts = [self.typeset(arg) for arg in args]
        forms = {"d": "∂{}/∂{}", "Delta": "Δ{}", "slope": "f'({})", "new": "new {}"}
        if function == "hadamard":
            return " ∘ ".join(self.within(arg, 6) for arg in args)
        if function in forms:
            return forms[function].format(*parts)
        return f"{function}({', '.join(parts)})"

    def transposed(self, text: str) -> str:
        return f"{text}ᵀ"


class _Latex(_Typesetter):
    """LaTeX's mathematics mode."""

    SYMBOLS = frozenset(
        (
            "alpha",
            "beta",
            "gamma",
            "delta",
            "eta",
            "theta",
            "lambda",
            "mu",
            "pi",
            "sigma",
        )
    )
    FUNCTIONS = frozenset(("sin", "cos", "tan", "sinh", "cosh", "tanh", "log", "max"))

    def name(self, name: str) -> str:
        letters = re.fullmatch(r"([A-Za-z]+?)_?(\d*(?:_\w+)*)", name)
        base, subscript = letters.groups() if letters else (name, "")
        shown = self.word(base)
        indices = subscript.strip("_").replace("_", ",")
        return f"{shown}_{{{indices}}}" if indices else shown

    def word(self, word: str) -> str:
        if word in self.SYMBOLS:
            return f"\\{word}"
        escaped = re.sub(r"([_#$%&{}])", r"\\\1", word)
        return escaped if len(word) == 1 else rf"\mathrm{{{escaped}}}"

    def constant(self, value: object) -> str:
        text = str(value)
        mantissa, separator, exponent = text.partition("e")
        return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if separator else text

    def binary(self, node: ast.BinOp) -> str:
        if isinstance(node.op, ast.Div):
            return rf"\frac{{{self.typeset(node.left)}}}{{{self.typeset(node.right)}}}"
        if isinstance(node.op, ast.Pow):
            return f"{self.within(node.left, 8)}^{{{self.typeset(node.right)}}}"
        return super().binary(node)

    def sign(self, op: ast.AST) -> str:
        words = {ast.Mult: r" \cdot ", ast.MatMult: r"\,", ast.GtE: r" \ge "}
        words |= {ast.LtE: r" \le ", ast.NotEq: r" \ne ", ast.BitAnd: r" \mathbin{\&} "}
        return words.get(type(op)) or super().sign(op)

    def brackets(self, text: str) -> str:
        return rf"\left({text}\right)"

    def call(self, function: str, args: list[ast.expr]) -> str:
        parts = [self.typeset(arg) for arg in args]
        forms = {
            "d": r"\frac{{\partial {}}}{{\partial {}}}",
            "Delta": r"\Delta {}",
            "slope": r"f'\left({}\right)",
            "new": r"{}^{{+}}",
            "exp": "e^{{{}}}",
            "sqrt": r"\sqrt{{{}}}",
            "abs": r"\left|{}\right|",
            "sigmoid": r"\sigma\left({}\right)",
        }
        if function == "hadamard":
            return r" \circ ".join(self.within(arg, 6) for arg in args)
        if function in forms:
            return forms[function].format(*parts)
        known = function in self.FUNCTIONS
        word = f"\\{function}" if known else self.operator(function)
        return rf"{word}\left({', '.join(parts)}\right)"

    def operator(self, function: str) -> str:
        escaped = function.replace("_", r"\_")
        return rf"\operatorname{{{escaped}}}"

    def transposed(self, text: str) -> str:
        return rf"{text}^{{\top}}"
