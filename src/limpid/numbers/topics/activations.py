"""Activation functions: values and slopes at fixed points."""

from typing import Any

from limpid.graph.tensor import Tensor
from limpid.numbers.exact import exact, slope
from limpid.ops import (
    abs,
    cosh,
    elu,
    exp,
    leaky_relu,
    max,
    relu,
    sigmoid,
    sinh,
    softplus,
    tanh,
    where,
)

Values = dict[str, Any]


def activation_table(given: Values) -> Values:
    """Tabulate the activation functions the lectures name."""
    x = exact(given["x"])
    functions = {
        "sigmoid": sigmoid,
        "tanh": tanh,
        "relu": relu,
        "leaky_relu_0_1": lambda t: leaky_relu(t, 0.1),
        "elu_alpha1": elu,
        "softplus": softplus,
    }
    values = {name: function(x) for name, function in functions.items()}
    slopes = {f"{name}_grad": slope(f, x) for name, f in functions.items()}
    step = where(x >= 0, 1.0, -1.0)
    return {"x": x, **values, **slopes, "step_ge0_pm1": step}


def tanh_identities(given: Values) -> Values:
    """Write tanh in five ways."""
    z = exact(given["z"])
    forms = [
        (1 - exp(-2 * z)) / (1 + exp(-2 * z)),
        (exp(z) - exp(-z)) / (exp(z) + exp(-z)),
        sinh(z) / cosh(z),
        2 * sigmoid(2 * z) - 1,
    ]
    return {
        "tanh": tanh(z),
        "max_abs_difference_over_forms": all(_same(form, tanh(z)) for form in forms),
    }


def _same(a: Tensor, b: Tensor) -> bool:
    return float(max(abs(a - b))) < 1e-15


def gradient_vanishing_depth(given: Values) -> Values:
    """Multiply the sigmoid's largest slope with itself, a factor each layer."""
    steepest = slope(sigmoid, 0.0)
    return {"quarter_power": [steepest**depth for depth in given["depth"]]}


def dropout_rate_0_33(given: Values) -> Values:
    """Drop by a given mask and scale up what stays."""
    mask, x = exact(given["keep_mask"]), exact(given["activations"])
    scale = 1 / exact(1 - given["rate"])
    return {
        "scale": scale,
        "output": x * mask * scale,
        "gradient_mask": slope(lambda t: t * mask * scale, x),
        "at_test_time": x,
        "noise_shape_example": {"independent_mask_entries": 2 * 1 * 4},
    }
