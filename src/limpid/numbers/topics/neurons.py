"""Single neurons: thresholds, the perceptron rule, scores of linear classifiers."""

from typing import Any

from limpid.graph.gradient import gradients
from limpid.graph.tensor import Tensor
from limpid.numbers.exact import exact
from limpid.ops import (
    astype,
    linalg,
    logical_not,
    matmul,
    matrix_transpose,
    maximum,
    sigmoid,
    sign,
    sqrt,
    stack,
    sum,
    tanh,
    where,
)

Values = dict[str, Any]


def and_perceptron(given: Values) -> Values:
    """Fire where the weighted sum exceeds the threshold."""
    weighted = matmul(exact(given["x"]), exact(given["weights"]))
    output = astype(weighted > given["threshold"], "int64")
    return {"output": output, "weighted_sum": weighted}


def xor_threshold_net(given: Values) -> Values:
    """Feed two threshold units into a third."""
    x = exact(given["x"])
    net = matmul(x, matrix_transpose(exact(given["hidden_w"])))
    hidden = astype(net > exact(given["hidden_threshold"]), "float64")
    out = matmul(hidden, exact(given["out_w"])) > given["out_threshold"]
    return {"xor": astype(out, "int64")}


def perceptron_rule(given: Values) -> Values:
    """Learn AND and OR; XOR never stops making mistakes."""
    x, eta = exact(given["x"]), given["eta"]
    goals = {"AND": [-1, -1, -1, 1], "OR": [-1, 1, 1, 1], "XOR": [-1, 1, 1, -1]}
    logs = {name: perceptron_epochs(x, goal, eta, 8) for name, goal in goals.items()}
    return {
        "AND": {"per_epoch_mistakes_w1_w2_b": logs["AND"]},
        "OR": {"per_epoch_mistakes_w1_w2_b": logs["OR"]},
        "XOR": {"mistakes_each_epoch": [epoch[0] for epoch in logs["XOR"]]},
    }


def perceptron_epochs(
    x: Tensor, targets: list[int], eta: float, limit: int
) -> list[list[float]]:
    """Return [mistakes, w1, w2, b] after each epoch, up to the first without any."""
    inputs = [stack([row[0], row[1], exact(1.0)]) for row in x]
    weights, log = exact([0.0, 0.0, 0.0]), []
    for _ in range(limit):
        mistakes = 0
        for row, target in zip(inputs, targets, strict=True):
            guess = 1 if float(sum(weights * row)) >= 0 else -1
            mistakes += guess != target
            weights = weights + eta * (target - guess) * row
        log.append([mistakes, *weights.tolist()])
        if not mistakes:
            break
    return log


def perceptron_minus_6(given: Values) -> Values:
    """Weigh two inputs and take the logistic function."""
    theta, theta0 = exact(given["theta"]), given["theta0"]
    z = theta0 + sum(theta * exact(given["x"]))
    on_line = theta0 + sum(theta * exact([1, 2]))
    return {"z": z, "yhat": sigmoid(z), "yhat_on_line": sigmoid(on_line)}


def multi_output_perceptron(given: Values) -> Values:
    """Weigh the inputs once for each output."""
    z = exact(given["theta0"]) + matmul(exact(given["x"]), exact(given["theta"]))
    return {"z": z}


def linear_4px_3class(given: Values) -> Values:
    """Score an unrolled picture; the lecture's biases are not legible."""
    scores = matmul(exact(given["W"]), exact(given["x"]))
    best = given["classes"][int(scores.numpy().argmax())]
    implied = exact([3.6, 2.6, -3.0]) - scores
    return {
        "scores": scores,
        "Wx": scores,
        "implied_b": implied,
        "predicted_class_from_Wx": best,
    }


def linear_layers_collapse(given: Values) -> Values:
    """Show that three linear layers are one."""
    w, u, v, x = (exact(given[name]) for name in ("W", "U", "V", "x"))
    product = w @ u @ v
    return {"left": w @ (u @ (v @ x)), "right": product @ x, "product": product}


def relu_2_and_3_layer(given: Values) -> Values:
    """Stack linear layers with max(0, .) between them."""
    w1, w2, w3, x = (exact(given[name]) for name in ("W1", "W2", "W3", "x"))
    two = w2 @ maximum(0.0, w1 @ x)
    return {"linear": w1 @ x, "two_layer": two, "three_layer": w3 @ maximum(0.0, two)}


def maxout(given: Values) -> Values:
    """Take the larger of two linear functions; the gradient follows the winner."""
    x, w1, w2 = (exact(given[name]) for name in ("x", "w1", "w2"))
    pieces = [sum(w1 * x) + given["b1"], sum(w2 * x) + given["b2"]]
    value = maximum(*pieces)
    grad_x, grad_w1, grad_w2 = gradients(value, [x, w1, w2])
    return {
        "value": value,
        "pieces": pieces,
        "grad_x": grad_x,
        "grad_w1": grad_w1,
        "grad_w2": grad_w2,
    }


def single_vs_multi_layer_function(given: Values) -> Values:
    """Compare one layer of calculation with two."""
    t, x = exact(given["theta"]), exact(given["x"])
    single = sigmoid(t[0] + t[1] * x + t[2] * x**2)
    h1 = tanh(t[0] + t[1] * x + t[2] * x**2)
    h2 = tanh(t[3] + t[4] * x + t[5] * x**2)
    multi = sigmoid(t[6] + t[7] * h1 + t[8] * h2)
    return {"single": single, "multi": multi, "h1": h1, "h2": h2}


def dog_cat_line(given: Values) -> Values:
    """Say on which side of a line the points lie."""
    score = sum(exact(given["points"]), axis=1) - 5
    words = {1: "dog", -1: "cat", 0: "undefined (on the line)"}
    return {"F": score, "label": [words[int(s)] for s in sign(score)]}


def kernel_svm_xor(given: Values) -> Values:
    """Solve the margin equations of XOR under a quadratic kernel."""
    x, t = exact(given["x"]), exact(given["t"])
    gram = (1 + x @ matrix_transpose(x)) ** 2
    signed = gram * t * t[:, None]
    # Every point lies on the margin: t_i sum_j alpha_j t_j k_ij = 1.
    alpha = linalg.solve(signed, exact([1.0] * 4))
    decision = gram @ (alpha * t)
    norm_squared = sum(alpha * (signed @ alpha))
    return {
        "gram": gram,
        "alpha": alpha,
        "bias": sum(t - decision) / 4,
        "decision_at_training_points": decision,
        "weight_norm_squared": norm_squared,
        "margin": 1 / sqrt(norm_squared),
        "all_points_are_support_vectors": not logical_not(alpha > 0).numpy().any(),
    }


def noisy_relu_mean(given: Values) -> Values:
    """Average max(0, x + noise) over normal noise, in closed form."""
    from limpid.ops import erf, exp, log, pi

    x = exact(given["x"])

    def mean(deviation: Tensor) -> Tensor:
        z = x / deviation
        density = exp(-(z**2) / 2) / (2 * pi) ** 0.5
        result: Tensor = x * (1 + erf(z / 2**0.5)) / 2 + deviation * density
        return result

    return {
        "mean_if_variance_is_sigmoid": mean(sqrt(sigmoid(x))),
        "mean_if_std_is_sigmoid": mean(sigmoid(x)),
        "softplus_for_comparison": where(x > -30, log(1 + exp(x)), exp(x)),
    }
