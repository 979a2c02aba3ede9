"""The 2-2-2 network with inputs 0.05 and 0.10, and ten thousand steps of it."""

from typing import Any

from limpid.engines import Compiled
from limpid.explanations.step import dense_layers
from limpid.graph.gradient import gradients
from limpid.graph.tensor import Tensor
from limpid.graph.variable import Variable
from limpid.layers.dense import Dense
from limpid.losses.half_squared_error import half_squared_error
from limpid.models.sequential import Sequential
from limpid.numbers.exact import exact, network
from limpid.numbers.topics.backpropagation import (
    activations,
    rows,
)
from limpid.ops import matrix_transpose, sigmoid, square
from limpid.optimizers.sgd import SGD

Values = dict[str, Any]

WATCHED = (1, 2, 10, 100, 1000, 9999, 10000)


def net_2_2_2_mazur(given: Values) -> Values:
    """Take one step by hand, then ten thousand of `fit`'s."""
    model = _model(given)
    first, hidden, last = _forward(model, given["input"])
    out = sigmoid(last)
    target = exact([given["target"]])
    errors = square(target - out) / 2
    loss = half_squared_error(target, out)[0]
    by_out, by_net, by_hidden = gradients(loss, [out, last, hidden])
    by_weights = gradients(loss, [layer.kernel for layer in dense_layers(model)])
    grads = [*rows_of(by_weights[0]), *rows_of(by_weights[1])]
    grad_w = {f"w{i}": g for i, g in enumerate(grads, 1)}
    by_first = gradients(loss, first)
    losses, weights, outputs = _train(model, given)
    new = {f"w{i}_new": w for i, w in enumerate(weights, 1)}
    return {
        "net_h1": first[0, 0],
        "out_h1": hidden[0, 0],
        "out_h2": hidden[0, 1],
        "net_o1": last[0, 0],
        "out_o1": out[0, 0],
        "out_o2": out[0, 1],
        "E_o1": errors[0, 0],
        "E_o2": errors[0, 1],
        "E_total": loss,
        "dE_dout_o1": by_out[0, 0],
        "dout_o1_dnet": gradients(out[0, 0], last)[0, 0],
        "dE_dw5": grad_w["w5"],
        "dE_dw1": grad_w["w1"],
        **new,
        "E_after_1": losses[1],
        "E_after_10000": losses[10000],
        "E_after_9999": losses[9999],
        "outputs_after_10000": outputs,
        "grad_w": grad_w,
        "grad_bias_per_unit": {
            "h1": by_first[0, 0],
            "h2": by_first[0, 1],
            "o1": by_net[0, 0],
            "o2": by_net[0, 1],
        },
        "grad_bias_shared": {
            "b1": by_first[0, 0] + by_first[0, 1],
            "b2": by_net[0, 0] + by_net[0, 1],
        },
        "dEo1_douth1": gradients(errors[0, 0], hidden)[0, 0],
        "dEo2_douth1": gradients(errors[0, 1], hidden)[0, 0],
        "dE_douth1_sum": by_hidden[0, 0],
        "variant_biases_trained_per_unit": _with_biases(given),
        "E_after_n_correct": {"0": loss, **{str(n): e for n, e in losses.items()}},
    }


def _with_biases(given: Values) -> Values:
    """Train the biases too, which the lecture leaves as they are."""
    model = _model(given)
    for layer in dense_layers(model):
        bias_of(layer).trainable = True
    losses, _, _ = _train(model, given)
    return {"E_after_1": losses[1], "E_after_10000": losses[10000]}


def _model(given: Values) -> Sequential:
    w, v = given["w1_w4"], given["w5_w8"]
    model = network(
        [([w[:2], w[2:]], [given["b1"]] * 2), ([v[:2], v[2:]], [given["b2"]] * 2)]
    )
    for layer in dense_layers(model):
        bias_of(layer).trainable = False
    return model


def _forward(model: Sequential, x: Any) -> tuple[Tensor, Tensor, Tensor]:
    """Return the hidden units' weighted sums and outputs, and the last sums."""
    first, last = dense_layers(model)
    net = exact([x]) @ first.kernel + bias_of(first)
    hidden = sigmoid(net)
    return net, hidden, hidden @ last.kernel + bias_of(last)


def bias_of(layer: Dense) -> Variable:
    """Return a dense layer's bias: the second of its weights."""
    return layer.weights[1]


def rows_of(kernel: Tensor) -> list[Tensor]:
    """Return a kernel's elements as the lecture numbers them: unit by unit."""
    return [weight for row in matrix_transpose(kernel) for weight in row]


def _train(
    model: Sequential, given: Values
) -> tuple[dict[int, float], list[Tensor], Tensor]:
    """Return losses after some steps, the weights after one, the last outputs."""
    x, y = exact([given["input"]]), exact([given["target"]])
    optimizer = SGD(given["eta"])

    def step() -> Tensor:
        loss = half_squared_error(y, model(x))[0]
        weights = model.trainable_variables
        optimizer.apply(gradients(loss, weights), weights)
        return loss

    compiled = Compiled(step)
    losses, after_one = {}, []
    for n in range(1, WATCHED[-1] + 1):
        compiled()
        if n == 1:
            after_one = [
                w for layer in (0, 1) for row in rows(model, layer) for w in row
            ]
        if n in WATCHED:
            losses[n] = float(half_squared_error(y, model(x)))
    return losses, after_one, activations(model, given["input"])[-1][0]
