"""Penalties on weights, and what they prefer."""

from typing import Any

from limpid.graph.gradient import gradients
from limpid.graph.tensor import Tensor
from limpid.numbers.exact import exact
from limpid.ops import abs, sign, square, sum
from limpid.regularizers.l1 import L1
from limpid.regularizers.l2 import L2

Values = dict[str, Any]


def regulariser_definitions(given: Values) -> Values:
    """Evaluate three penalties and their gradients."""
    w, l1, l2 = exact(given["W"]), L1(1.0), L2(1.0)
    return {
        "l1": l1(w),
        "l2": l2(w),
        "elastic_beta1": given["beta"] * l2(w) + l1(w),
        "grad_l2": gradients(l2(w), w),
        "grad_l1": gradients(l1(w), w),
        "elastic_beta_0_5": 0.5 * l2(w) + l1(w),
    }


def l1_l2_table(given: Values) -> Values:
    """Measure four solutions of one equation."""
    x, printed = exact(given["x"]), exact(given["w_printed"])
    # The least penalties: all weight on the largest input; weights along x.
    sparse = exact([given["y"] / x[0].item(), 0.0, 0.0])
    spread = given["y"] * x / sum(x * x)
    solutions = [printed[0], printed[1], sparse, spread]
    return {
        "w": solutions,
        "L1": [sum(abs(w)) for w in solutions],
        "L2": [sum(square(w)) for w in solutions],
        "constraint_with_printed_w": printed @ x,
        "constraint_with_exact_w": [sum(w * x) for w in solutions],
        "L1_from_printed_w": sum(abs(printed), axis=1),
        "L2_from_printed_w": sum(square(printed), axis=1),
        "exact_w": solutions,
        "min_L1_solution": sparse,
        "min_L1_value": sum(abs(sparse)),
        "min_L2_solution": spread,
        "min_L2_value": sum(square(spread)),
    }


def l1_feature_selection_fit(given: Values) -> Values:
    """Fit under a penalty; check that the gradient allows nothing better."""
    x, y, strengths = exact(given["x"]), given["y"], given["C"]
    lasso = {
        c: exact([(y - c / x[0].item()) / x[0].item(), 0.0, 0.0]) for c in strengths
    }
    ridge = {c: y * x / (sum(x * x) + 2 * c) for c in strengths}
    for c in strengths:
        _check_stationary(x, y, lasso[c], L1(c))
        _check_stationary(x, y, ridge[c], L2(c))
    return {
        "L1": {str(c): w for c, w in lasso.items()},
        "L2": {str(c): w for c, w in ridge.items()},
        "zeros_L1": sum(lasso[1.0] == 0),
        "zeros_L2": sum(ridge[1.0] == 0),
    }


def _check_stationary(x: Tensor, y: float, w: Tensor, penalty: Any) -> None:
    """Raise ArithmeticError unless the penalized error is least at w."""
    slope = gradients((y - sum(w * x)) ** 2 / 2 + penalty(w), w)
    # At a kink of |w| the slope may be anything up to the penalty's strength.
    room = penalty.l1 * (1 - abs(sign(w))) if isinstance(penalty, L1) else 0 * w
    if bool((abs(slope) > room + 1e-9).numpy().any()):
        raise ArithmeticError(f"{w!r} is no minimum: its slope is {slope!r}.")
