import numpy as np

from limpid.explanations.page import Block, Equations, Paragraph, Table
from limpid.explanations.problem import Problem
from limpid.graph.gradient import gradients
from limpid.graph.variable import Variable
from limpid.optimizers.sgd import SGD

STEPS = 3


def gradient_descent(random: np.random.Generator) -> Problem:
    """Ask for three steps of gradient descent with momentum down a parabola."""
    center, start = float(random.integers(-3, 4)), float(random.integers(4, 8))
    # Fractions of powers of two are exact in every precision.
    rate = float(random.choice([0.125, 0.25, 0.375]))
    momentum = float(random.choice([0.0, 0.5]))
    x = Variable(np.float64(start), dtype="float64")
    optimizer = SGD(rate, momentum=momentum)
    rows, path = [], [start]
    for step in range(1, STEPS + 1):
        slope = gradients((x.value - center) ** 2, x)
        optimizer.apply([slope], [x])
        change = x.item() - path[-1]
        path.append(x.item())
        numbers = (float(slope), change, x.item())
        rows.append([str(step), *(f"{v:.9g}" for v in numbers)])
    question: list[Block] = [
        Paragraph(
            f"Minimize f, starting at x = {start:g}, with {STEPS} steps of "
            f"v <- {momentum:g} v - {rate:g} f'(x), x <- x + v, v = 0 at first. Give x "
            "after each step."
        ),
        Equations([["f", f"(x - {center:g}) ** 2"]]),
    ]
    return Problem(
        kind="gradient_descent",
        title="gradient descent" + (" with momentum" if momentum else ""),
        question=question,
        solution=[Table(["step", "f'(x)", "v", "x"], rows)],
        given={"center": center, "start": start, "rate": rate, "momentum": momentum},
        answer={"path": path},
    )
