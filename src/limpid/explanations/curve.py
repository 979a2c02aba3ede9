from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.activations._activate import activate
from limpid.errors import ShapeError
from limpid.graph.gradient import gradients
from limpid.graph.tensor import Tensor, as_tensor

Numbers = NDArray[np.float64]

# Flatter than this share of its steepest slope, a unit hardly learns.
SATURATED = 0.01
_STEPS = np.linspace(-8, 8, 161)


@dataclass(frozen=True, eq=False)
class Curve:
    """An activation at some points.

    Attributes:
        x: The points.
        values: f there.
        slopes: f' there, by backpropagation.
        saturated: Where |f'| is below a hundredth of its largest on [-8, 8].
    """

    x: Numbers
    values: Numbers
    slopes: Numbers
    saturated: NDArray[np.bool_]


def curve(activation: Any, x: Any) -> Curve:
    """Return an elementwise activation and its slope in float64.

    Args:
        activation: A name, a function of a tensor, or an activation layer.
        x: The points, of any shape.

    Raises:
        ConfigError: The name is unknown.
        ShapeError: The function changes the shape.

    Example:
        >>> curve("sigmoid", [0.0, 10.0]).slopes.round(6).tolist()
        [0.25, 4.5e-05]
        >>> curve("sigmoid", [0.0, 10.0]).saturated.tolist()
        [False, True]
    """
    points = np.asarray(as_tensor(x).numpy(), np.float64)
    values, slopes = _passed(activation, points)
    steepest = np.abs(_passed(activation, _STEPS)[1]).max()
    flat = np.abs(slopes) < SATURATED * steepest
    return Curve(points, values, slopes, np.asarray(flat))


def _passed(activation: Any, points: Numbers) -> tuple[Numbers, Numbers]:
    x = Tensor(points)
    y = activate(x, activation)
    if y.shape != x.shape:
        raise ShapeError(
            f"The function turns shape {x.shape} into {y.shape}; expected one that "
            "works element by element."
        )
    (slope,) = gradients(y.sum(), [x])
    return y.numpy(), slope.numpy()
