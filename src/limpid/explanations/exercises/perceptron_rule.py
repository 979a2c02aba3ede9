import numpy as np

from limpid.explanations.page import Block, Paragraph, Table
from limpid.explanations.problem import Problem
from limpid.linear import Perceptron

GATES = {"AND": (-1, -1, -1, 1), "OR": (-1, 1, 1, 1), "NAND": (1, 1, 1, -1)}


def perceptron_rule(random: np.random.Generator) -> Problem:
    """Ask for one epoch of the perceptron rule on a logic gate."""
    gate = str(random.choice(sorted(GATES)))
    start = random.integers(-2, 3, 3).astype("float64")
    inputs = [(0, 0), (0, 1), (1, 0), (1, 1)]
    updates = list(Perceptron(epochs=1).updates(inputs, GATES[gate], start))
    rows = []
    for x, target, update in zip(inputs, GATES[gate], updates, strict=True):
        (net,), (guess,) = update.scores, update.predictions
        shown = ", ".join(f"{w:g}" for w in (*update.weights, update.bias))
        rows.append([f"{x}", f"{target}", f"{net:g}", f"{guess:g}", shown])
    last = updates[-1]
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
        solution=[Table(header, rows), Paragraph(f"Mistakes: {last.mistakes}.")],
        given={"targets": GATES[gate], "start": start},
        answer={
            "weights": np.append(last.weights, last.bias),
            "mistakes": last.mistakes,
        },
    )
