import numpy as np

from limpid.explanations.page import Block, Equations, Matrix, Paragraph
from limpid.explanations.problem import Problem, tenths
from limpid.graph.gradient import gradients
from limpid.graph.tensor import Tensor
from limpid.losses.categorical_crossentropy import categorical_crossentropy
from limpid.ops import exp, softmax


def softmax_cross_entropy(random: np.random.Generator) -> Problem:
    """Ask for probabilities, loss and gradient of three scores."""
    scores = Tensor(tenths(random, 3, 30))
    label = int(random.integers(3))
    truth = np.eye(3)[label]
    loss = categorical_crossentropy(truth, scores, from_logits=True)
    chances, slope = softmax(scores), gradients(loss, scores)
    question: list[Block] = [
        Paragraph(
            f"A classifier gives three classes these scores s; class {label + 1} is "
            "right. Compute the softmax probabilities p, the cross-entropy L (natural "
            "logarithm) and its gradient by the scores."
        ),
        Matrix(["s"], scores.numpy()),
    ]
    solution: list[Block] = [
        Matrix(["exp(s)"], exp(scores).numpy()),
        Matrix(["p", "softmax(s)"], chances.numpy()),
        Equations([["L", f"-log(p_{label + 1})", f"{float(loss):.6g}"]]),
        Matrix(["d(L, s)", "p - y"], slope.numpy()),
        Paragraph(f"y is 1 for class {label + 1}, else 0."),
    ]
    return Problem(
        kind="softmax_cross_entropy",
        title="softmax and cross-entropy",
        question=question,
        solution=solution,
        given={"scores": scores.numpy(), "label": label},
        answer={
            "probabilities": chances.numpy(),
            "loss": float(loss),
            "gradient": slope.numpy(),
        },
    )
