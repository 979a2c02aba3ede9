import numpy as np

from limpid.explanations.page import Block, Heading, Matrix, Paragraph
from limpid.explanations.problem import Problem, network_data, small_network, tenths
from limpid.explanations.step import take_apart
from limpid.explanations.worked import worked_blocks
from limpid.losses.half_squared_error import HalfSquaredError
from limpid.optimizers.sgd import SGD


def training_step(random: np.random.Generator) -> Problem:
    """Ask for one step of gradient descent on a small sigmoid network."""
    model = small_network(random, (2, 2, 1))
    x, target = tenths(random, 2, 9), random.integers(1, 10, 1) / 10
    # Halves are exact in every precision.
    eta = float(random.choice([0.25, 0.5, 1.0]))
    model.compile(SGD(eta), HalfSquaredError())
    weights = network_data(model)
    step = take_apart(model, x, target)
    changes = {
        f"{letter}_{i}_new": (one.before or {})[name] + change
        for i, one in enumerate(step.layers, 1)
        for letter, name in (("W", "kernel"), ("b", "bias"))
        for change in [(one.changes or {})[name]]
    }
    question: list[Block] = [
        Paragraph(
            "Both layers of this network are sigmoid, net = input W + b. Take one step "
            f"of gradient descent on E = (target - out)^2 / 2 with η = {eta:g}, all "
            "weights at once: give net, out, δ and Δw of every unit, and E before and "
            "after."
        ),
        Matrix(["x"], x),
        Matrix(["target"], target),
        *[Matrix([name], value) for name, value in weights.items()],
    ]
    return Problem(
        kind="training_step",
        title="one training step",
        question=question,
        solution=[_under(block) for block in worked_blocks(model, x, target)[1:]],
        given={"x": x, "target": target, "eta": eta, **weights},
        answer={"before": step.loss_before, "after": step.loss_after, **changes},
    )


def _under(block: Block) -> Block:
    """Return a heading as one below that of the solution."""
    return Heading(block.words, 3) if isinstance(block, Heading) else block
