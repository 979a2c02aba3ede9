import numpy as np

from limpid.explanations.page import Block, Matrix, Paragraph
from limpid.explanations.problem import Problem, network_data, small_network, tenths
from limpid.explanations.step import dense_layers
from limpid.graph.tensor import Tensor
from limpid.ops import sigmoid


def forward_pass(random: np.random.Generator) -> Problem:
    """Ask for the output of a small sigmoid network."""
    model = small_network(random, (2, 2, 1))
    x = tenths(random, (1, 2), 9)
    weights = network_data(model)
    first, last = dense_layers(model)
    hidden_net = Tensor(x) @ first.kernel + first.bias
    hidden = sigmoid(hidden_net)
    out_net = hidden @ last.kernel + last.bias
    out = model(x)
    question: list[Block] = [
        Paragraph(
            "Both layers of this network are sigmoid: out = 1 / (1 + exp(-net)), with "
            "net = input W + b (one row is one example). Compute its output for x."
        ),
        Matrix(["x"], x),
        *[Matrix([name], value) for name, value in weights.items()],
    ]
    solution: list[Block] = [
        Matrix(["net_1", "x @ W_1 + b_1"], hidden_net.numpy()),
        Matrix(["out_1", "sigmoid(net_1)"], hidden.numpy()),
        Matrix(["net_2", "out_1 @ W_2 + b_2"], out_net.numpy()),
        Matrix(["out_2", "sigmoid(net_2)"], out.numpy()),
    ]
    given = {"x": x, **weights}
    answer = {"hidden": hidden.numpy(), "out": out.numpy()}
    return Problem("forward_pass", "forward pass", question, solution, given, answer)
