"""Losses of classifiers: hinges, softmax, cross-entropies."""

from typing import Any

from limpid.graph.gradient import gradients
from limpid.graph.tensor import Tensor
from limpid.losses.binary_crossentropy import binary_crossentropy
from limpid.losses.categorical_crossentropy import categorical_crossentropy
from limpid.losses.mean_squared_error import mean_squared_error
from limpid.losses.sparse_categorical_crossentropy import (
    sparse_categorical_crossentropy,
)
from limpid.numbers.exact import exact
from limpid.ops import (
    argmax,
    astype,
    exp,
    log,
    log_softmax,
    matrix_transpose,
    max,
    maximum,
    mean,
    one_hot,
    softmax,
    square,
    sum,
)

Values = dict[str, Any]


def margins(scores: Tensor, labels: Any) -> Tensor:
    """Return max(0, s_j - s_y + 1) for each class but the true one."""
    truth = one_hot(Tensor(labels), scores.shape[-1], dtype="float64")
    own = sum(scores * truth, axis=-1, keepdims=True)
    return maximum(0.0, scores - own + 1) * (1 - truth)


def multiclass_svm_cat_car_frog(given: Values) -> Values:
    """Sum the margins of three pictures."""
    scores = exact(given["scores_rows_are_images"])
    parts = margins(scores, given["label"])
    loss = sum(parts, axis=1)
    return {
        "loss": loss,
        "mean_loss": mean(loss),
        "margins": parts,
        "sum_loss": sum(loss),
        "loss_if_structured_max": max(parts, axis=1),
        "loss_if_squared_hinge": sum(square(parts), axis=1),
    }


def softmax_cat_car_frog(given: Values) -> Values:
    """Turn scores into probabilities and take the logarithm of the true one."""
    scores, label = exact(given["scores"]), Tensor(given["label"])
    loss = sparse_categorical_crossentropy(label, scores, from_logits=True)
    three = exact([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]])
    all_losses = sparse_categorical_crossentropy(
        Tensor([0, 1, 2]), three, from_logits=True
    )
    return {
        "exp": exp(scores),
        "prob": softmax(scores),
        "loss_natural_log": loss,
        "sum_exp": sum(exp(scores)),
        "loss_base10": loss / log(exact(10.0)),
        "grad_scores": gradients(loss, scores),
        "loss_all_three_images": all_losses,
    }


def softmax_ce_extra_term(given: Values) -> Values:
    """Compare the cross-entropy with the slide's, which has a term too many."""
    scores, truth = exact(given["scores"]), exact(given["one_hot"])
    right = categorical_crossentropy(truth, scores, from_logits=True)
    extra = sum((1 - truth) * log(1 - softmax(scores)))
    as_written = -sum(truth * log_softmax(scores)) - extra
    return {
        "categorical_cross_entropy": right,
        "loss_as_written_on_slide": as_written,
        "difference": as_written - right,
        "grad_categorical": gradients(right, scores),
        "grad_as_written": gradients(as_written, scores),
    }


def cs231n_linear_classify_demo(given: Values) -> Values:
    """Score nine points and differentiate the demo's loss."""
    x, w, b = (exact(given[name]) for name in ("x", "W", "b"))
    labels, strength = given["y"], given["l2_strength"]
    scores = x @ matrix_transpose(w) + b
    hinge = sum(margins(scores, labels), axis=1)
    data, penalty = mean(hinge), strength * sum(square(w))
    total = data + penalty
    grad_w, grad_b = gradients(total, [w, b])
    grad_data = gradients(data, w)
    # What the demo adds to the gradient of the data: not that of its penalty.
    demo = grad_data + 0.5 * strength * w
    hits = astype(argmax(scores, axis=1) == Tensor(labels), "float64")
    return {
        "scores": scores,
        "loss_per_point": hinge,
        "mean_data_loss": data,
        "reg_loss": penalty,
        "total_loss": total,
        "grad_b": grad_b,
        "grad_W": grad_w,
        "grad_W_as_the_demo_computes_it": demo,
        "grad_W_of_data_loss": grad_data,
        "grad_W_true_of_total": grad_w,
        "after_one_step_true_gradient": _after_step(given, grad_w, grad_b),
        "after_one_step_demo_gradient": _after_step(given, demo, grad_b),
        "predictions": argmax(scores, axis=1),
        "accuracy": mean(hits),
        "other_formulations": _other_formulations(scores, labels, penalty),
    }


def _after_step(given: Values, grad_w: Tensor, grad_b: Tensor) -> Values:
    w = exact(given["W"]) - given["step_size"] * grad_w
    b = exact(given["b"]) - given["step_size"] * grad_b
    scores = exact(given["x"]) @ matrix_transpose(w) + b
    data = mean(sum(margins(scores, given["y"]), axis=1))
    penalty = given["l2_strength"] * sum(square(w))
    return {"W": w, "b": b, "data": data, "reg": penalty, "total": data + penalty}


def _other_formulations(scores: Tensor, labels: list[int], penalty: Tensor) -> Values:
    truth = one_hot(Tensor(labels), 3, dtype="float64")
    losses = {
        "one_vs_all": sum(maximum(0.0, 1 - (2 * truth - 1) * scores), axis=1),
        "structured_svm": max(margins(scores, labels), axis=1),
        "softmax": categorical_crossentropy(truth, scores, from_logits=True),
    }
    return {
        name: {"per_point": loss, "mean": mean(loss), "total": mean(loss) + penalty}
        for name, loss in losses.items()
    }


def hinge_binary(given: Values) -> Values:
    """Charge what falls short of the margin."""
    y = exact(given["y"])
    return {
        "loss": maximum(0.0, 1 - given["t"] * y),
        "loss_t_minus1": maximum(0.0, 1 + y),
    }


def bce_sign(given: Values) -> Values:
    """Show that the sign of the first printed formula is wrong."""
    y, p = exact([given["y"]]), exact([given["yhat"]])
    return {
        "correct": binary_crossentropy(y, p),
        "as_first_printed": sum(y * log(p) + (1 - y) * log(1 - p)),
    }


def bce_gradient_sign(given: Values) -> Values:
    """Differentiate the binary cross-entropy; compare with the slide."""
    a = exact([given["a"]])

    def right(y: float) -> Any:
        return gradients(binary_crossentropy(exact([y]), a), a)[0]

    def slide(y: float) -> Any:
        return (-y / a - (1 - y) / (1 - a))[0]

    return {
        "correct": right(given["y"]),
        "as_printed": slide(given["y"]),
        "correct_y1": right(1.0),
        "as_printed_y1": slide(1.0),
    }


def softmax_stability(given: Values) -> Values:
    """Take the softmax of scores whose powers overflow."""
    return {"prob": softmax(exact(given["logits"]))}


def cross_entropy_extremes(given: Values) -> Values:
    """Find the loss lowest where the prediction is the truth."""
    truth = exact(given["true"])
    guesses = {name: exact(given[f"q_{name}"]) for name in ("good", "half", "bad")}
    return {
        f"loss_{name}": -sum(truth * log(maximum(q, 1e-300)))
        for name, q in guesses.items()
    }


def cross_entropy_kl_identity(given: Values) -> Values:
    """Split a cross-entropy into an entropy and a divergence."""
    soft = {"P": [0.7, 0.2, 0.1], "Q": [0.5, 0.3, 0.2]}
    return {**_entropies(given), "soft_target_example": _entropies(soft)}


def _entropies(given: Values) -> Values:
    p, q = exact(given["P"]), exact(given["Q"])
    # p log p tends to 0 with p.
    safe = maximum(p, 1e-300)
    return {
        "H_PQ": -sum(p * log(q)),
        "H_P": -sum(p * log(safe)),
        "KL": sum(p * (log(safe) - log(q))),
    }


def squared_error_one_output(given: Values) -> Values:
    """Halve a squared error and differentiate it."""
    f = exact(given["f"])
    loss = 0.5 * (given["y"] - f) ** 2
    return {"loss": loss, "grad_f": gradients(loss, f)}


def sum_of_squares_half(given: Values) -> Values:
    """Tell half the sum of squares from their sum and mean."""
    y, q = exact(given["y"]), exact(given["q"])
    total = sum(square(y - q))
    return {"half_sse": total / 2, "mse": mean_squared_error(y, q), "sse": total}


def mse_vs_sse(given: Values) -> Values:
    """Measure a straight line's errors."""
    x, y = exact(given["x"]), exact(given["y"])
    line = given["theta"] * x + given["b"]
    residual = line - y
    return {
        "J": sum(square(residual)),
        "MSE": mean_squared_error(y, line),
        "residual": residual,
        "variance_of_y_if_ybar_is_read_as_mean": mean(square(y - mean(y))),
    }
