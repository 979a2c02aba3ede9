import numpy as np

from limpid.explanations.explanation import explain
from limpid.explanations.expression import evaluate
from limpid.explanations.page import Block, Equations, Graph, Paragraph
from limpid.explanations.problem import Problem

FORMS = (
    "(x + y) * z",
    "x * y + y * z",
    "(x - y) * (y + z)",
    "x * exp(y) + z",
    "maximum(x, y) * z",
    "sigmoid(x * y + z)",
    "(x * y + z) ** 2",
    "x / (y * y + 1) - z",
    "tanh(x) * y * z",
)


def expression_graph(random: np.random.Generator) -> Problem:
    """Ask for the value of an expression and its gradient by each variable."""
    form = str(random.choice(FORMS))
    # Different sizes: no two values tie in a maximum.
    values = random.permutation([1, 2, 3]) * random.choice([-1, 1], 3)
    given = {name: float(v) for name, v in zip("xyz", values, strict=True)}
    explanation = explain(evaluate(form, given))
    rows = {row.name: row for row in explanation.rows()}
    slopes = {name: rows[name].gradient for name in given}
    answer = {f"d{name}": float(g) for name, g in slopes.items() if g is not None}
    question: list[Block] = [
        Paragraph(
            "Draw the graph of this expression, write the value above each line, and "
            "carry the gradient back to x, y and z by the chain rule."
        ),
        Equations([["f", form]]),
        Equations([[name, f"{value:g}"] for name, value in given.items()]),
    ]
    return Problem(
        kind="expression_graph",
        title="back-propagation through an expression",
        question=question,
        solution=[Graph(explanation)],
        given={"expression": form, **given},
        answer={"f": float(explanation.rows()[-1].value), **answer},
    )
