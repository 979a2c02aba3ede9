"""The matrix style: a line for each layer, examples in rows."""

from collections.abc import Iterator

import numpy as np

from limpid.explanations.page import Block, Matrix, Paragraph
from limpid.explanations.step import LayerStep, Step, activation, describe


def matrix_forward(step: Step, digits: int) -> Iterator[Block]:
    """Yield net and out of every layer."""
    yield Matrix(["out_0"], step.layers[0].inputs, digits)
    for index, one in enumerate(step.layers, 1):
        yield Paragraph(describe(index, one))
        if one.net is None:
            continue
        bias = f" + b_{index}" if "bias" in (one.before or {}) else ""
        yield Matrix([f"W_{index}"], (one.before or {})["kernel"], digits)
        if bias:
            yield Matrix([f"b_{index}"], (one.before or {})["bias"], digits)
        net = f"out_{index - 1} @ W_{index}{bias}"
        yield Matrix([f"net_{index}", net], one.net, digits)
        yield Matrix(
            [f"out_{index}", f"{activation(one)}(net_{index})"], one.out, digits
        )


def matrix_backward(step: Step, digits: int, *, plain: bool) -> Iterator[Block]:
    """Yield δ of every layer and Δ of its weights, the last layer first."""
    for index in range(len(step.layers), 0, -1):
        one = step.layers[index - 1]
        yield Paragraph(describe(index, one))
        if one.delta is None:
            continue
        if one.slope is not None:
            yield Matrix([f"slope(net_{index})"], one.slope, digits)
        yield Matrix([f"delta_{index}", _error(step, index)], one.delta, digits)
        yield from _changes(one, index, plain=plain, digits=digits)


def _error(step: Step, index: int) -> str:
    """Return δ as a formula."""
    one = step.layers[index - 1]
    if one.slope is None:
        return f"-d(E, net_{index})"
    last = index == len(step.layers) or not step.layers[index].unfolded
    if last:
        return f"hadamard(-d(E, out_{index}), slope(net_{index}))"
    return f"hadamard(delta_{index + 1} @ W_{index + 1}.T, slope(net_{index}))"


def _changes(
    one: LayerStep, index: int, *, plain: bool, digits: int
) -> Iterator[Block]:
    symbols = {"kernel": f"W_{index}", "bias": f"b_{index}"}
    for name, change in (one.changes or {}).items():
        symbol = symbols[name]
        gradient = (one.gradients or {})[name]
        outer = [f"-out_{index - 1}.T @ delta_{index}"] * _is_outer(one, name)
        yield Matrix([f"d(E, {symbol})", *outer], gradient, digits)
        terms = [f"Delta({symbol})", *[f"-eta * d(E, {symbol})"] * plain]
        yield Matrix(terms, change, digits)
        new = (one.before or {})[name] + change
        yield Matrix([f"new({symbol})", f"{symbol} + Delta({symbol})"], new, digits)


def _is_outer(one: LayerStep, name: str) -> bool:
    """Tell whether a kernel's gradient is -inputs.T @ δ: no penalty adds to it."""
    if name != "kernel" or one.delta is None or one.inputs.ndim != 2:
        return False
    outer = -one.inputs.T @ one.delta
    return bool(np.allclose(outer, (one.gradients or {})[name], rtol=1e-5, atol=1e-12))
