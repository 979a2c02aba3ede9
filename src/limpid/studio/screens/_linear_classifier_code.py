"""The Python that gives the linear classifier's numbers."""

from typing import Any

import numpy as np

from limpid.studio.screens._linear_classifier_data import Array, Examples

IMPORTS = """import numpy as np

from limpid.linear import LinearClassifier
"""

DIGITS = """from limpid.datasets import digits

(x, y), test = digits.load_data()
x = x.reshape(len(x), 64) / 16
"""


def program(
    state: Any, examples: Examples, start: tuple[Array, Array], updates: int
) -> str:
    """Return a program that starts with some weights and updates them."""
    kernel, bias = start
    first = f"kernel = {written(kernel)}\nbias = {written(bias)}"
    if state.data == "digits" and not kernel.any() and not bias.any():
        first = "kernel, bias = np.zeros((10, 64)), np.zeros(10)"
    parts = [IMPORTS, _data(state, examples), first, _training(state, updates)]
    return "\n".join(parts)


def _data(state: Any, examples: Examples) -> str:
    if state.data == "digits":
        return DIGITS
    return f"x = np.array({written(examples.x)})\ny = {examples.y.tolist()}\n"


def _training(state: Any, updates: int) -> str:
    model = f'LinearClassifier("{state.formulation}", l2={state.l2!r})'
    loop = f"""for _ in range({updates}):
    {{0}}.step(x, y, rate={state.step_size!r})"""
    shown = """found = model.evaluate(x, y)
print(found.loss)
print(found.kernel_gradient, found.bias_gradient)
"""
    if state.gradient == "true":
        lines = [f"model = {model}.start(kernel, bias)", loop.format("model")]
    else:
        less = f'LinearClassifier("{state.formulation}", l2={state.l2 / 4!r})'
        lines = [
            "# The demo's gradient has a quarter of the penalty's.",
            f"demo = {less}.start(kernel, bias)",
            loop.format("demo"),
            f"model = {model}.start(demo.kernel, demo.bias)",
        ]
    return "\n".join(["", *lines, shown])


def written(array: Array) -> str:
    """Return an array as nested lists, a row a line, each number to its last bit."""
    if array.ndim == 1:
        return str(np.asarray(array).tolist())
    rows = ",\n".join(f"    {row.tolist()}" for row in array)
    return f"[\n{rows},\n]"
