"""Gradients by hand: expression graphs and small networks of the lectures."""

from typing import Any

from limpid.explanations.step import dense_layers
from limpid.graph.gradient import gradients
from limpid.graph.tensor import Tensor
from limpid.losses.binary_crossentropy import binary_crossentropy
from limpid.losses.half_squared_error import half_squared_error
from limpid.models.sequential import Sequential
from limpid.numbers.exact import exact, network, slope
from limpid.ops import exp, matmul, matrix_transpose, round, sigmoid, sum
from limpid.optimizers.sgd import SGD

Values = dict[str, Any]


def xyz_graph_000(given: Values) -> Values:
    """Differentiate (x + y) z by every value in it."""
    x, y, z = (exact(given[name]) for name in "xyz")
    q = x + y
    f = q * z
    slopes = gradients(f, [q, z, x, y])
    names = ("df_dq", "df_dz", "df_dx", "df_dy")
    return {"q": q, "f": f, **dict(zip(names, slopes, strict=True))}


xyz_graph_002 = xyz_graph_000


def sigmoid_gate_graph(given: Values) -> Values:
    """Build the sigmoid from its gates and carry the gradient back through them."""
    w0, w1, w2 = map(exact, given["w"])
    x0, x1 = map(exact, given["x"])
    dot = w0 * x0 + w1 * x1 + w2
    negative = -1 * dot
    power = exp(negative)
    plus = power + 1
    f = 1 / plus
    leaves = {"w0": w0, "x0": x0, "w1": w1, "x1": x1, "w2": w2}
    found = gradients(f, [*leaves.values(), plus, power, negative])
    named = {f"grad_{n}": g for n, g in zip(leaves, found[:5], strict=True)}
    upstream = zip(("inv_in", "plus_in", "exp_out"), found[5:], strict=True)
    inner = dict(upstream)
    return {
        "dot": dot,
        "f": f,
        **named,
        "gate_values": {"neg": negative, "exp": power, "plus1": plus, "inv": f},
        # Names as in the table: what arrives at a gate's input.
        "gate_upstream": {
            "inv_in": inner["inv_in"],
            "exp_in": inner["exp_out"],
            "neg_in": gradients(f, dot),
        },
    }


def derivative_identities(given: Values) -> Values:
    """Differentiate four functions whose derivatives the slide lists."""
    x, a, c = given["x"], given["a"], given["c"]
    return {
        "d(c+x)": slope(lambda t: c + t, x),
        "d(exp x)": slope(exp, x),
        "d(a x)": slope(lambda t: a * t, x),
        "d(1/x)": slope(lambda t: 1 / t, x),
    }


def sigmoid_derivative(given: Values) -> Values:
    """Differentiate the sigmoid; the slide's first expression has a sign wrong."""
    x = exact(given["x"])
    wrong_at_minus_1 = exp(exact(1.0)) / (1 + exp(exact(-1.0))) ** 2
    return {
        "correct": slope(sigmoid, x),
        "as_printed": exp(-x) / (1 + exp(x)) ** 2,
        "at_minus_1_correct": slope(sigmoid, -1.0),
        "at_minus_1_as_printed": wrong_at_minus_1,
        "at_0_both": slope(sigmoid, 0.0),
    }


def generalised_logistic(given: Values) -> Values:
    """Evaluate 1 / (1 + A exp(B x)) and its slope."""

    def logistic(x: Tensor) -> Tensor:
        result: Tensor = 1 / (1 + given["A"] * exp(given["B"] * x))
        return result

    return {"y": logistic(exact(given["x"])), "dy_dx": slope(logistic, given["x"])}


def last_layer_gradient(given: Values) -> Values:
    """Differentiate a sigmoid unit's cross-entropy by its weights."""
    a2, w3, b3 = (exact(given[name]) for name in ("a2", "w3", "b3"))
    a3 = sigmoid(sum(w3 * a2) + b3)
    loss = binary_crossentropy(exact([given["y"]]), a3[None])
    grad_w3, grad_b3 = gradients(loss, [w3, b3])
    return {"a3": a3, "grad_w3": grad_w3, "grad_b3": grad_b3, "loss": loss}


def three_layer_chain_rule(given: Values) -> Values:
    """Differentiate a three-layer network by every weight."""
    weights = [(given[f"W{i}"], given[f"b{i}"]) for i in (1, 2, 3)]
    model = network(weights)
    outputs = activations(model, given["x"])
    loss = binary_crossentropy(exact([[given["y"]]]), outputs[-1])[0]
    found = gradients(loss, [layer.kernel for layer in dense_layers(model)])
    biases = gradients(loss, [layer.bias for layer in dense_layers(model)])
    return {
        "loss": loss,
        "a1": outputs[0][0],
        "a2": outputs[1][0],
        "a3": outputs[2][0, 0],
        **{f"grad_W{i}": matrix_transpose(g) for i, g in enumerate(found, 1)},
        **{f"grad_b{i}": g for i, g in enumerate(biases, 1)},
    }


def activations(model: Sequential, x: Any) -> list[Tensor]:
    """Return each layer's output for one example."""
    outputs = [exact([x])]
    for layer in model.layers:
        outputs.append(layer(outputs[-1]))
    return outputs[1:]


def trained(model: Sequential, eta: float, x: Any, y: Any) -> Sequential:
    """Return the model after one step of gradient descent on one example."""
    model.compile(SGD(eta), half_squared_error, run_eagerly=True)
    model.train_on_batch(exact([x]), exact([y]))
    return model


def rows(model: Sequential, layer: int) -> Tensor:
    """Return a layer's weights, a row for each unit."""
    return matrix_transpose(dense_layers(model)[layer].kernel)


def net_2_3_2_delta_rule(given: Values) -> Values:
    """Take one step of the delta rule."""
    hidden_rows = given["W_hidden_rows_A_B_C_cols_lambda_omega"]
    output_rows = given["W_out_rows_alpha_beta_cols_A_B_C"]
    model = network([(hidden_rows, None), (output_rows, None)])
    hidden, out = activations(model, given["input"])
    loss = half_squared_error(exact([given["target"]]), out)[0]
    by_hidden, by_out = gradients(loss, [hidden, out])
    # delta is minus the gradient of the weighted sum.
    delta_out = -by_out * out * (1 - out)
    delta_hidden = -by_hidden * hidden * (1 - hidden)
    trained(model, given["eta"], given["input"], given["target"])
    return {
        "hidden": hidden[0],
        "out": out[0],
        "delta_out": delta_out[0],
        "delta_hidden": delta_hidden[0],
        "W_hidden_new": rows(model, 0),
        "W_out_new": rows(model, 1),
        "half_squared_error": loss,
    }


def walkthrough_3_2_1(given: Values) -> Values:
    """Take the page's steps beside the true gradient's."""
    model = network([(given[f"W{i}"], None) for i in (1, 2, 3)])
    outputs = activations(model, given["x"])
    before = [rows(model, i) for i in range(3)]
    loss = half_squared_error(exact([[given["target"]]]), outputs[-1])[0]
    slopes = [out * (1 - out) for out in outputs]
    by_out = gradients(loss, outputs)
    deltas = [-g * s for g, s in zip(by_out, slopes, strict=True)]
    trained(model, given["eta"], given["x"], [given["target"]])
    steps = [rows(model, i) - before[i] for i in range(3)]
    return {
        "forward": [out[0] for out in outputs],
        "delta_output": (given["target"] - outputs[-1])[0],
        "walkthrough": _walkthrough(given, before, outputs, slopes),
        "true_gradient": {
            "delta_out": deltas[2][0],
            "delta_hidden2": deltas[1][0],
            "delta_hidden1": deltas[0][0],
            "step_W3": steps[2],
            "step_W2": steps[1],
            "step_W1": steps[0],
        },
    }


def _walkthrough(
    given: Values, weights: list[Tensor], outputs: list[Tensor], slopes: list[Tensor]
) -> Values:
    """Carry the error back through the weights alone, as the page does."""
    errors = [given["target"] - outputs[-1]]
    for weight in reversed(weights[1:]):
        errors.insert(0, errors[0] @ weight)
    inputs = [exact([given["x"]]), *outputs[:-1]]
    steps = [
        given["eta"] * matmul(matrix_transpose(error * s), x)
        for error, s, x in zip(errors, slopes, inputs, strict=True)
    ]
    return {
        "delta_hidden2": errors[1][0],
        "delta_hidden1": errors[0][0],
        "step_W3": steps[2],
        "step_W2": steps[1],
        "step_W1": steps[0],
    }


def net_2_2_1_target_half(given: Values) -> Values:
    """Replay the lecture's step, its rounded arithmetic, and the correct step."""
    w = {name: exact(value) for name, value in given["weights"].items()}
    forward = _forward_2_2_1(w, given)
    delta, delta1, delta2, new = _lecture_step(w, forward, given)
    after = _forward_2_2_1(new, given)
    error = given["target"] - after["out_final"]
    names = ("net_top", "out_top", "net_bottom", "out_bottom", "net_final", "out_final")
    return {
        **{name: forward[name] for name in names},
        "delta_output": delta,
        "delta1_hidden": delta1,
        "delta2_hidden": delta2,
        **{f"{name}_new": value for name, value in new.items()},
        "old_error": given["target"] - forward["out_final"],
        "new_error": error,
        "half_squared_error_before": (given["target"] - forward["out_final"]) ** 2 / 2,
        "lecture_rule_updated_output_weights": {
            "delta1": delta1,
            "delta2": delta2,
            **new,
            "new_forward": after,
            "new_error_t_minus_o": error,
            "new_half_squared_error": error**2 / 2,
        },
        "correct_old_output_weights": _correct_2_2_1(given),
        "lecture_arithmetic": _rounded_2_2_1(given),
    }


def _forward_2_2_1(w: dict[str, Tensor], given: Values) -> dict[str, Tensor]:
    x1, x2 = map(exact, given["input"])
    net_top, net_bottom = w["w3"] * x1 + w["w4"] * x2, w["w5"] * x1 + w["w6"] * x2
    out_top, out_bottom = sigmoid(net_top), sigmoid(net_bottom)
    net_final = w["w1"] * out_top + w["w2"] * out_bottom
    return {
        "net_top": net_top,
        "net_bottom": net_bottom,
        "out_top": out_top,
        "out_bottom": out_bottom,
        "net_final": net_final,
        "out_final": sigmoid(net_final),
    }


def _lecture_step(
    w: dict[str, Tensor], forward: dict[str, Tensor], given: Values
) -> tuple[Tensor, Tensor, Tensor, dict[str, Tensor]]:
    """Update the output weights first, then carry the error back through them."""
    out, eta = forward["out_final"], given["eta"]
    top, bottom = forward["out_top"], forward["out_bottom"]
    delta = (given["target"] - out) * out * (1 - out)
    w1, w2 = w["w1"] + eta * delta * top, w["w2"] + eta * delta * bottom
    delta1, delta2 = delta * w1 * top * (1 - top), delta * w2 * bottom * (1 - bottom)
    x1, x2 = given["input"]
    new = {
        "w1": w1,
        "w2": w2,
        "w3": w["w3"] + eta * delta1 * x1,
        "w4": w["w4"] + eta * delta1 * x2,
        "w5": w["w5"] + eta * delta2 * x1,
        "w6": w["w6"] + eta * delta2 * x2,
    }
    return delta, delta1, delta2, new


def _correct_2_2_1(given: Values) -> Values:
    """Train limpid's own network: all weights change at once."""
    w = given["weights"]
    hidden = [[w["w3"], w["w4"]], [w["w5"], w["w6"]]]
    model = network([(hidden, None), ([[w["w1"], w["w2"]]], None)])
    top_layer, out = activations(model, given["input"])
    loss = half_squared_error(exact([[given["target"]]]), out)[0]
    by_hidden = gradients(loss, top_layer)
    deltas = (-by_hidden * top_layer * (1 - top_layer))[0]
    trained(model, given["eta"], given["input"], [given["target"]])
    first, last = rows(model, 0), rows(model, 1)
    new = [*last[0], *first[0], *first[1]]
    named = dict(zip(("w1", "w2", "w3", "w4", "w5", "w6"), new, strict=True))
    after = _forward_2_2_1(named, given)
    error = given["target"] - after["out_final"]
    return {
        "delta1": deltas[0],
        "delta2": deltas[1],
        **named,
        "new_forward": after,
        "new_error_t_minus_o": error,
        "new_half_squared_error": error**2 / 2,
    }


def _rounded_2_2_1(given: Values) -> Values:
    """Follow the slide: its two-digit and four-digit outputs, its printed weights."""
    w, target = given["weights"], given["target"]
    delta = round(exact((target - 0.69) * 0.69 * (1 - 0.69)) * 1e4) / 1e4
    w1, w2 = w["w1"] + delta * 0.68, w["w2"] + delta * 0.6637
    seen_w1, seen_w2 = exact(0.272392), exact(0.87305)
    delta1 = delta * seen_w1 * 0.68 * (1 - 0.68)
    delta2 = delta * seen_w2 * 0.6637 * (1 - 0.6637)
    printed = (0.272392, 0.87305, 0.09916, 0.7978, 0.3972, 0.5928)
    names = ("w1", "w2", "w3", "w4", "w5", "w6")
    seen = {name: exact(value) for name, value in zip(names, printed, strict=True)}
    after = _forward_2_2_1(seen, given)
    return {
        "w1": w1,
        "w2": w2,
        "delta1": delta1,
        "delta2": delta2,
        "new_forward_from_printed_weights": after,
        "new_error": target - after["out_final"],
    }
