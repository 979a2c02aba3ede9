"""What faults can be planted: small changes of one function's syntax tree."""

import ast
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parent.parent / "src" / "limpid"
# What does not count, by kind, file and function or change, with the reason.
JUDGED = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult,
}  # fmt: skip
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
OPPOSITES = {
    "min": "max", "max": "min", "any": "all", "all": "any", "minimum": "maximum",
    "maximum": "minimum", "zeros": "ones", "ones": "zeros",
    "add": "sub", "sub": "add", "mul": "div", "div": "mul",
}  # fmt: skip
# Calls whose operands are not to be exchanged.
ORDERED = {
    "matmul", "subtract", "divide", "sub", "div", "pow", "atan2", "copysign", "select",
    "compare", "where", "remainder", "floor_divide", "take", "take_along_axis",
}  # fmt: skip
# Calls that may be forgotten: the first operand or the receiver stands in their place.
FORGOTTEN = {
    "transpose", "matrix_transpose", "permute_dims", "swapaxes", "moveaxis", "flip",
    "transposed", "sum_to_shape", "broadcast_to", "broadcast", "sum", "mean",
    "reshape", "neg", "negative", "abs", "reversed", "sorted", "cumulative_sum",
    "cumsum", "astype", "stop_gradient", "conj", "aligned",
}  # fmt: skip
# What is there for readers alone, or is done when the file is imported.
SAID_FOR_READERS = {"annotation", "returns", "decorator_list", "args"}
SKIPPED = (ast.Raise, ast.Assert, ast.JoinedStr, ast.Import, ast.ImportFrom)
MODULES = {"np", "ops", "math", "b", "self"}


@dataclass(frozen=True)
class Fault:
    """A change of one function.

    Attributes:
        group: What kind of code it is in.
        file: Where, below the package.
        number: Which of the file's faults.
        line: Of the file.
        function: Its name, with its class.
        change: What stood there, and what does now.
    """

    group: str
    file: str
    number: int
    line: int
    function: str
    change: str

    def __str__(self) -> str:
        """Say where it is and what it is, on one line."""
        return f"{self.file}:{self.line}: {self.function}: {self.change}"

    @property
    def reason(self) -> str | None:
        """Why it does not count, if it does not."""
        heuristics = JUDGED["heuristics"].get(self.file, {})
        equivalent = JUDGED["equivalent"].get(self.file, {})
        found: str | None = equivalent.get(
            f"{self.function}: {self.change}", heuristics.get(self.function)
        )
        return found


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may stand in place of a node, for the worse."""
    match node:
        case ast.BinOp(left, op, right) if type(op) in ARITHMETIC:
            if not _is_text(left) and not _is_text(right):
                yield ast.BinOp(left, ARITHMETIC[type(op)](), right)
        case ast.UnaryOp(ast.USub() | ast.Not(), operand):
            yield operand
        case ast.Compare(left, [op], [right]) if type(op) in COMPARISONS:
            yield ast.Compare(left, [COMPARISONS[type(op)]()], [right])
        case ast.BoolOp(op, values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.Constant(value) if isinstance(value, bool | int | float):
            yield ast.Constant(_another(value))
        case ast.Call():
            yield from _calls(node)
        case ast.stmt():
            yield from _statements(node)


def _another(value: complex) -> complex:
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) or not value else value * 1.25


def _is_text(x: ast.expr) -> bool:
    is_string = isinstance(x, ast.Constant) and isinstance(x.value, str)
    return is_string or isinstance(x, ast.JoinedStr)


def _statements(node: ast.stmt) -> Iterator[ast.AST]:
    """Yield nothing in a statement's place, or its two results exchanged."""
    match node:
        case ast.AugAssign() | ast.Expr(ast.Call()):
            yield ast.Pass()
        case ast.If(body=[ast.Return() | ast.Continue() | ast.Assign()], orelse=[]):
            yield ast.Pass()
        case ast.Return(ast.Tuple([first, second])):
            yield ast.Return(ast.Tuple([second, first], ast.Load()))


def _calls(call: ast.Call) -> Iterator[ast.AST]:
    """Yield a call's operands exchanged, its first operand alone, its opposite."""
    function, given = call.func, call.args
    name = getattr(function, "id", getattr(function, "attr", ""))
    if name in ORDERED and len(given) >= 2:
        first, second, *rest = given
        yield ast.Call(function, [second, first, *rest], call.keywords)
    if name in FORGOTTEN and isinstance(function, ast.Attribute):
        if getattr(function.value, "id", "") not in MODULES:
            yield function.value
        elif given:
            yield given[0]
    elif name in FORGOTTEN and given:
        yield given[0]
    if name in OPPOSITES:
        yield ast.Call(_renamed(function, OPPOSITES[name]), given, call.keywords)


def _renamed(function: ast.expr, name: str) -> ast.expr:
    if isinstance(function, ast.Attribute):
        return ast.Attribute(function.value, name, ast.Load())
    return ast.Name(name, ast.Load())


Put = Callable[[ast.AST], None]
Place = tuple[Any, ast.AST, Put, str, str]


def places(
    tree: ast.AST, path: tuple[str, ...] = (), *, inside: bool = False
) -> Iterator[Place]:
    """Yield (node, what may replace it, how, in which function, change) of a file."""
    for node, put in _children(tree):
        for new in changes(node) if inside else ():
            yield node, new, put, ".".join(path), _change(node, new, tree)
        runs = inside or isinstance(node, ast.FunctionDef)
        named = isinstance(node, ast.FunctionDef | ast.ClassDef)
        inner = (*path, node.name) if named else path  # type: ignore[attr-defined]
        yield from places(node, inner, inside=runs)


def _children(tree: ast.AST) -> Iterator[tuple[ast.AST, Put]]:
    """Yield the parts of a node that run, each with what puts another in its place."""
    for field, value in ast.iter_fields(tree):
        if field in SAID_FOR_READERS and not isinstance(tree, ast.Call):
            continue
        # That a zip is strict is an assertion too.
        strict = isinstance(tree, ast.keyword) and tree.arg == "strict"
        if isinstance(value, ast.AST) and not isinstance(value, SKIPPED) and not strict:
            yield value, partial(setattr, tree, field)
        elif isinstance(value, list):
            for i, part in enumerate(value):
                if isinstance(part, ast.AST) and not isinstance(part, SKIPPED):
                    yield part, partial(value.__setitem__, i)


def faults(group: str, path: Path) -> list[Fault]:
    """Return all faults that can be planted in a file."""
    file = path.relative_to(PACKAGE).as_posix()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        Fault(group, file, i, node.lineno, function, change)
        for i, (node, _, _, function, change) in enumerate(places(tree))
    ]


def _change(node: ast.AST, new: ast.AST, around: ast.AST) -> str:
    before, after, whole = (
        " ".join(ast.unparse(ast.fix_missing_locations(x)).split())
        for x in (node, new, around)
    )
    where = f" in {whole}" if isinstance(node, ast.Constant) else ""
    return f"{before} -> {after}{where}"
