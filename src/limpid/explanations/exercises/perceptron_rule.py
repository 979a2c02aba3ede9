import numpy as np

from limpid.explanations.page import Block, Paragraph, Table
from limpid.explanations.problem import Problem
from limpid.graph.tensor import Tensor
from limpid.ops import sum

GATES = {"AND": (-1, -1, -1, 1), "OR": (-1, 1, 1, 1), "NAND": (1, 1, 1, -1)}


def perceptron_rule(random: np.random.Generator) -> Problem:
    """Ask for one epoch of the perceptron rule on a logic gate."""
    gate = str(random.choice(sorted(GATES)))
    start = random.integers(-2, 3, 3).astype("float64")
    inputs = [(0, 0), (0, 1), (1, 0), (1, 1)]
    weights, rows, mistakes = Tensor(start), [], 0
    for (x1, x2), target in zip(inputs, GATES[gate], strict=True):
        x = Tensor(np.array([x1, x2, 1.0]))
        net = float(sum(weights * x))
        guess = 1 if net >= 0 else -1
        mistakes += guess != target
        weights = weights + (target - guess) * x
        shown = ", ".join(f"{w:g}" for w in weights.tolist())
        rows.append([f"({x1}, {x2})", f"{target}", f"{net:g}", f"{guess}", shown])
    first = ", ".join(f"{w:g}" for w in start)
    question: list[Block] = [
        Paragraph(
            f"A perceptron learns {gate} of x1, x2 (targets -1 and +1). It answers +1 "
            "where w1 x1 + w2 x2 + b >= 0, else -1. Present (0,0), (0,1), (1,0), (1,1) "
            "once each and apply w <- w + (target - answer) x, and the same to b with "
            f"input 1. Start at w1, w2, b = {first}."
        )
    ]
    header = ["x", "target", "net", "answer", "w1, w2, b afterwards"]
    return Problem(
        kind="perceptron_rule",
        title="the perceptron rule",
        question=question,
        solution=[Table(header, rows), Paragraph(f"Mistakes: {mistakes}.")],
        given={"targets": GATES[gate], "start": start},
        answer={"weights": weights.numpy(), "mistakes": mistakes},
    )
