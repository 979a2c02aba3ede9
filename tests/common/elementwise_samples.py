"""Samples of elementwise functions and reductions."""

import math

import numpy as np
from tests.common.sample import sample, some, whole

from limpid import ops


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softplus(x):
    return np.log1p(np.exp(-abs(x))) + np.maximum(x, 0)


def erf(x):
    """Return the error function by its Taylor series, good for |x| <= 2."""
    terms, term = np.zeros_like(x), x.copy()
    for n in range(60):
        terms += term / (2 * n + 1)
        term = -term * x * x / (n + 1)
    return 2 / math.sqrt(math.pi) * terms


def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x))


# name: NumPy's function, then the interval of x
SMOOTH = {
    "abs": (np.abs,),
    "acos": (np.arccos, -0.95, 0.9),
    "acosh": (np.arccosh, 1.1, 4.0),
    "asin": (np.arcsin, -0.95, 0.9),
    "asinh": (np.arcsinh,),
    "atan": (np.arctan,),
    "atanh": (np.arctanh, -0.95, 0.9),
    "celu": (elu,),
    "cos": (np.cos,),
    "cosh": (np.cosh,),
    "elu": (elu,),
    "erf": (erf,),
    "exp": (np.exp,),
    "expm1": (np.expm1,),
    "gelu": (
        lambda x: (
            0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))
        ),
    ),
    "hard_sigmoid": (lambda x: np.clip(x / 6 + 0.5, 0, 1), -5, 5),
    "hard_silu": (lambda x: x * np.clip(x / 6 + 0.5, 0, 1), -5, 5),
    "hard_swish": (lambda x: x * np.clip(x / 6 + 0.5, 0, 1), -5, 5),
    "hard_tanh": (lambda x: np.clip(x, -1, 1),),
    "leaky_relu": (lambda x: np.where(x > 0, x, 0.2 * x),),
    "log": (np.log, 0.1, 3.0),
    "log10": (np.log10, 0.1, 3.0),
    "log1p": (np.log1p, -0.9, 3.0),
    "log2": (np.log2, 0.1, 3.0),
    "log_sigmoid": (lambda x: -softplus(-x),),
    "negative": (np.negative,),
    "positive": (np.positive,),
    "reciprocal": (np.reciprocal, 0.2, 3.0),
    "relu": (lambda x: np.maximum(x, 0),),
    "relu6": (lambda x: np.clip(x, 0, 6), -2, 8),
    "rsqrt": (lambda x: 1 / np.sqrt(x), 0.2, 3.0),
    "selu": (lambda x: 1.0507009873554805 * elu(x, 1.6732632423543772),),
    "sigmoid": (sigmoid,),
    "sign": (np.sign,),
    "silu": (lambda x: x * sigmoid(x),),
    "sin": (np.sin,),
    "sinh": (np.sinh,),
    "softplus": (softplus,),
    "softsign": (lambda x: x / (1 + abs(x)),),
    "sqrt": (np.sqrt, 0.1, 3.0),
    "square": (np.square,),
    "swish": (lambda x: x * sigmoid(x),),
    "tan": (np.tan, -1.2, 1.2),
    "tanh": (np.tanh,),
    "ceil": (np.ceil,),
    "floor": (np.floor,),
    "round": (np.round,),
    "trunc": (np.trunc,),
}
BOOLEAN = {
    "isfinite": np.isfinite,
    "isinf": np.isinf,
    "isnan": np.isnan,
    "signbit": np.signbit,
    "logical_not": np.logical_not,
}
ELEMENTWISE = {
    "add": np.add,
    "atan2": np.arctan2,
    "copysign": np.copysign,
    "divide": np.divide,
    "floor_divide": np.floor_divide,
    "hypot": np.hypot,
    "logaddexp": np.logaddexp,
    "maximum": np.maximum,
    "minimum": np.minimum,
    "multiply": np.multiply,
    "remainder": np.remainder,
    "subtract": np.subtract,
}
COMPARISONS = {
    "equal": np.equal,
    "greater": np.greater,
    "greater_equal": np.greater_equal,
    "less": np.less,
    "less_equal": np.less_equal,
    "not_equal": np.not_equal,
    "logical_and": np.logical_and,
    "logical_or": np.logical_or,
    "logical_xor": np.logical_xor,
    "nextafter": np.nextafter,
}
BITS = {
    "bitwise_and": np.bitwise_and,
    "bitwise_left_shift": np.left_shift,
    "bitwise_or": np.bitwise_or,
    "bitwise_right_shift": np.right_shift,
    "bitwise_xor": np.bitwise_xor,
}

for _name, (_truth, *_ends) in SMOOTH.items():
    _low, _high = _ends or (-2.0, 2.0)
    sample(_name, some(2, 3, low=_low, high=_high), truth=_truth)
for _name, _truth in BOOLEAN.items():
    _x = np.array([0.0, -0.0, 1.5, -np.inf, np.nan])
    sample(_name, _x, truth=_truth, smooth=False)
for _name, _truth in ELEMENTWISE.items():
    sample(
        _name, some(2, 3, low=0.3, high=2.3), some(3, low=0.4, high=1.9), truth=_truth
    )
for _name, _truth in COMPARISONS.items():
    sample(_name, [0.0, 1.0, -2.0], [[0.0], [1.0]], truth=_truth, smooth=False)
for _name, _truth in BITS.items():
    sample(_name, whole(2, 3), whole(3, high=4), truth=_truth)
sample("bitwise_invert", whole(4), truth=np.invert)
sample(
    "gelu", some(5), truth=lambda x: 0.5 * x * (1 + erf(x / 2**0.5)), approximate=False
)
sample("elu", some(5), truth=lambda x: elu(x, 0.3), alpha=0.3)
sample("glu", some(2, 4), truth=lambda x: x[:, :2] * sigmoid(x[:, 2:]))
sample("round", some(5), truth=lambda x: np.round(x, 1), decimals=1)
sample("pow", some(3, low=0.2), some(3), truth=np.power)
sample(
    "pow",
    some(3, low=0.2, high=2),
    truth=lambda x: x**2.5,
    call=lambda x: ops.pow(x, 2.5),
)
sample("clip", some(6), truth=lambda x: np.clip(x, -1, 1.5), min=-1.0, max=1.5)
sample(
    "where",
    some(2, 3),
    some(3),
    truth=lambda x, y: np.where([[True], [False]], x, y),
    call=lambda x, y: ops.where(np.array([[True], [False]]), x, y),
)
sample("stop_gradient", some(3), truth=np.array, smooth=False)
sample(
    "astype",
    some(3),
    truth=lambda x: x.astype("int64"),
    call=lambda x: ops.astype(x, "int64"),
    smooth=False,
)
sample("cast", some(3), truth=np.array, call=lambda x: ops.cast(x, x.dtype))

# ------------------------------------------------------------ reductions
for _axis in (None, 0, (0, 2), -1):
    for _keep in (False, True):
        _settings = {"axis": _axis, "keepdims": _keep}
        for _name in ("sum", "mean", "max", "min", "prod", "var", "std"):
            _f = getattr(np, _name)
            sample(
                _name,
                some(2, 2, 3),
                truth=lambda x, f=_f, s=_settings: f(x, **s),
                **_settings,
            )
        for _name in ("all", "any"):
            _f = getattr(np, _name)
            sample(
                _name,
                whole(2, 2, 3, high=2),
                truth=lambda x, f=_f, s=_settings: f(x, **s),
                **_settings,
            )
sample("prod", [[0.0, 2.0, 3.0], [0.0, 0.0, 1.0]], truth=lambda x: x.prod(1), axis=1)
sample("var", some(5), truth=lambda x: np.var(x, ddof=1), correction=1)
sample("std", some(5), truth=lambda x: np.std(x, ddof=1), correction=1)
sample(
    "count_nonzero",
    whole(3, 4, high=2),
    truth=lambda x: np.count_nonzero(x, axis=1),
    axis=1,
)
sample("logsumexp", some(2, 3), truth=lambda x: np.log(np.exp(x).sum(1)), axis=1)
sample(
    "softmax", some(2, 3), truth=lambda x: np.exp(x) / np.exp(x).sum(1, keepdims=True)
)
sample(
    "log_softmax",
    some(2, 3),
    truth=lambda x: x - np.log(np.exp(x).sum(1, keepdims=True)),
)
sample("cumulative_sum", some(2, 3), truth=lambda x: np.cumsum(x, 1), axis=1)
sample(
    "cumulative_sum", some(4), truth=lambda x: np.cumsum([0, *x]), include_initial=True
)
sample("cumulative_prod", some(2, 3), truth=lambda x: np.cumprod(x, 0), axis=0)
sample("cumulative_prod", [0.0, 2.0, 0.0, 3.0], truth=np.cumprod)
sample("diff", some(2, 4), truth=lambda x: np.diff(x, n=2), n=2)
sample("moments", some(2, 3), truth=lambda x: (x.mean(1), x.var(1)), axes=1)
sample("argmax", some(2, 3), truth=lambda x: x.argmax(1), axis=1, smooth=False)
sample("argmin", some(2, 3), truth=lambda x: x.argmin(), smooth=False)
