from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.arithmetic import sum
from limpid.graph.tensor import Tensor
from limpid.losses.loss import Loss, same_shape
from limpid.ops.square import square


def half_squared_error(y_true: Any, y_pred: Any) -> Tensor:
    """Return 0.5 sum((y_true - y_pred)**2) over the last axis.

    The textbooks' error of one example; its gradient is y_pred - y_true.

    Raises:
        ShapeError: The shapes differ: nothing is broadcast.

    Example:
        >>> half_squared_error([1.0, 2.0, 3.0], [1.5, 2.0, 2.0])
        Tensor(0.625)
    """
    y_true, y_pred = same_shape(y_true, y_pred)
    squares = square(y_true - y_pred) * 0.5
    return sum(squares, axis=-1) if squares.shape else squares


@dataclass(eq=False)
class HalfSquaredError(Loss):
    """Half the sum of squared differences over the outputs, mean over the examples.

    With reduction='sum' the sum over the examples, too. Keras has no such loss;
    MeanSquaredError is 2 / outputs times this one.
    """

    _: KW_ONLY
    name: str | None = "half_squared_error"

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        return half_squared_error(y_true, y_pred)
