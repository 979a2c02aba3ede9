"""The chain rule in LaTeX, step by step: formula, numbers, result."""

from collections.abc import Iterator, Sequence

import numpy as np

from limpid.explanations.figures import number
from limpid.explanations.naming import is_constant
from limpid.explanations.record import Line, Row, upstream_in
from limpid.explanations.typeset import latex
from limpid.graph.op import Array


def to_latex(rows: Sequence[Row], digits: int) -> str:
    """Return the forward pass and the chain rule as two aligned displays."""
    forward = list(_forward(rows, digits))
    backward = list(_backward(rows, digits))
    return "\n".join(_aligned(forward) + _aligned(backward))


def _aligned(lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    body = " \\\\\n".join(f"  {line}" for line in lines)
    return [r"\begin{align*}", body, r"\end{align*}"]


def _forward(rows: Sequence[Row], digits: int) -> Iterator[str]:
    for row in rows:
        if is_constant(row.name) or isinstance(row.value, tuple):
            continue
        name, value = latex(row.name), quantity(np.asarray(row.value), digits)
        steps = [latex(row.formula)] if row.formula else []
        if row.formula and all(_is_single(rows[line.row].value) for line in row.inputs):
            known = {
                line.name: number(rows[line.row].value, digits)
                for line in row.inputs
                if not is_constant(line.name)
            }
            steps.append(latex(row.formula, known))
        yield " = ".join([f"{name} &", *dict.fromkeys([*steps, value])]).replace(
            "& =", "&="
        )


def _backward(rows: Sequence[Row], digits: int) -> Iterator[str]:
    """Yield a step for each value, the output first."""
    output = latex(rows[-1].name)
    for index in range(len(rows) - 1, -1, -1):
        row = rows[index]
        if row.gradient is None or is_constant(row.name):
            continue
        value = quantity(row.gradient, digits)
        slope = _slope(output, latex(row.name))
        if index == len(rows) - 1:
            yield f"{slope} &= {value}"
            continue
        steps = _steps(rows, index, digits)
        yield f"{slope} &= " + " = ".join(dict.fromkeys([*steps, value]))


def _steps(rows: Sequence[Row], index: int, digits: int) -> list[str]:
    """Return the chain rule for one value, in symbols and, if it can be, in numbers."""
    uses = [
        (user, line)
        for user in rows
        for line in user.inputs
        if line.row == index and line.passed_on is not None
    ]
    symbols = [_symbolic(rows[-1], user, line) for user, line in uses]
    numbers = [_numeric(rows[-1], user, line, digits) for user, line in uses]
    return [" + ".join(part) for part in (symbols, numbers) if part and all(part)]


def _slope(of: str, by: str) -> str:
    return rf"\frac{{\partial {of}}}{{\partial {by}}}"


def _symbolic(output: Row, user: Row, line: Line) -> str:
    if upstream_in(line.rule):
        # The rule says itself how the upstream gradient g enters.
        return latex(line.rule, {"g": f"d({output.name}, {user.name})"})
    local = _slope(latex(user.name), latex(line.name))
    if user is output:
        return latex(line.rule) if line.rule else local
    rule = rf"\underbrace{{{local}}}_{{{latex(line.rule)}}}" if line.rule else local
    return rf"{rule} \cdot {_slope(latex(output.name), latex(user.name))}"


def _numeric(output: Row, user: Row, line: Line, digits: int) -> str:
    if line.local is None or line.local.size != 1 or not _is_single(user.gradient):
        return ""
    local, upstream = (
        number(line.local.reshape(()), digits),
        number(user.gradient, digits),
    )
    product = "a" if user is output else "a * b"
    return latex(product, {"a": local, "b": upstream})


def _is_single(value: object) -> bool:
    return isinstance(value, np.ndarray) and value.size == 1 and not value.ndim


def quantity(array: Array, digits: int) -> str:
    """Return a number, vector or matrix; a large array by its shape and range."""
    if array.size == 1:
        return latex(number(array.reshape(()), digits))
    if array.ndim > 2 or max(array.shape, default=0) > 6:
        low, mean, high = (
            number(v, 3) for v in (array.min(), array.mean(), array.max())
        )
        shape = r" \times ".join(map(str, array.shape))
        return rf"\text{{({low} to {high}, mean {mean})}}_{{{shape}}}"
    lines = [
        " & ".join(latex(number(v, digits)) for v in r) for r in np.atleast_2d(array)
    ]
    return r"\begin{bmatrix} " + r" \\ ".join(lines) + r" \end{bmatrix}"
