import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from limpid.errors import ConfigError, DataError, ShapeError
from limpid.explanations.expression import evaluate, names_in
from limpid.graph.tensor import as_tensor

# The seven that TensorFlow Playground offers, in its order.
FEATURES: Final = ("x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)")


def features(x: Any, formulas: Sequence[str] = FEATURES) -> NDArray[np.float32]:
    """Return a column for each formula of x1, x2, …, the columns of x.

    Args:
        x: The examples' coordinates.
        formulas: What `explanations.expression.evaluate` reads.

    Shapes:
        x: (examples, coordinates); result: (examples, formulas), float32

    Raises:
        ConfigError: There is no formula, or one cannot be read.
        DataError: A formula is not finite at an example.
        ShapeError: x has not two axes.

    Example:
        >>> features([[1, 2], [3, 4]], ["x1", "x1*x2"]).tolist()
        [[1.0, 2.0], [3.0, 12.0]]
    """
    points = np.asarray(as_tensor(x).numpy(), np.float64)
    if points.ndim != 2:
        raise ShapeError(f"x has shape {points.shape}; expected rows of coordinates.")
    if not formulas:
        raise ConfigError("No feature was given; give at least one, such as 'x1'.")
    return np.stack([_column(points, formula) for formula in formulas], axis=1)


def _column(points: NDArray[np.float64], formula: str) -> NDArray[np.float32]:
    names = {f"x{i + 1}": column for i, column in enumerate(points.T)}
    if unknown := [name for name in names_in(formula) if name not in names]:
        raise ConfigError(
            f"{unknown[0]!r} has no value here; write a formula of "
            f"{' and '.join(names)}."
        )
    used = {name: names[name] for name in _words(formula) & set(names)}
    column = np.broadcast_to(evaluate(formula, used).numpy(), len(points))
    if not np.isfinite(column).all():
        example = points[~np.isfinite(column)][0].tolist()
        raise DataError(
            f"The feature {formula!r} is not finite at the example {example}; give a "
            "formula that is defined for all examples."
        )
    return column.astype(np.float32)


def _words(formula: str) -> set[str]:
    return set(re.findall(r"\w+", formula))
