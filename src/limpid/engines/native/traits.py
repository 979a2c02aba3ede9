"""Traits: what the rewrites must know about operations beyond their own files."""

from limpid.graph.op import Op
from limpid.graph.tensor import Tensor

# Operations that only look at their input in another way.
VIEWS = {"reshape", "transpose", "broadcast_to", "get_item", "item"}
# Operations whose results can be worked on before they are stored.
FINISHABLE = {
    "matmul", "conv", "conv_input", "conv_kernel", "sum", "max", "min", "max_pool",
    "sum_pool", "prod", "all_of", "any_of", "einsum", "max_pool_gradient",
    "sum_pool_gradient", "winners_kernel",
}  # fmt: skip
# Operations that can compute their first input.
ABSORBING = {
    "sum", "max", "min", "prod", "all_of", "any_of", "max_pool_gradient",
    "sum_pool_gradient", "winners_kernel",
}  # fmt: skip
# Operations of many instructions: written once in a nest of their own, instead of for
# each vector of a tile.
LONG = {
    "cos", "erf", "exp", "expm1", "log", "log1p", "logaddexp", "pow", "sigmoid", "sin",
    "softplus", "tanh",
}  # fmt: skip
# Operations of one or two instructions.
CHEAP = {
    "abs", "add", "bitwise_and", "bitwise_invert", "bitwise_left_shift", "bitwise_or",
    "bitwise_right_shift", "bitwise_xor", "cast", "equal", "greater", "greater_equal",
    "less", "less_equal", "logical_and", "logical_not", "logical_or", "logical_xor",
    "maximum", "minimum", "multiply", "negative", "not_equal", "relu", "square",
    "subtract", "where",
}  # fmt: skip


def is_view(op: Op) -> bool:
    """Tell whether an operation only looks at its input in another way."""
    return op.name in VIEWS


def base(x: Tensor) -> Tensor:
    """Return the tensor that a chain of views looks at."""
    while x.op is not None and x.is_symbolic and is_view(x.op):
        x = x.inputs[0]
    return x


def is_named(x: Tensor, names: set[str]) -> bool:
    """Tell whether a tensor is computed, by an operation of one of the names."""
    return x.is_symbolic and x.op is not None and x.op.name in names
