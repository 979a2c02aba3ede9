from typing import Any

import numpy as np

from limpid.errors import DataError
from limpid.linear._least_squares import shortest_separator
from limpid.linear._table import table
from limpid.linear.update import Numbers


def maximum_margin(x: Any, y: Any) -> tuple[Numbers, float]:
    """Return the weights and the bias of the line farthest from both classes.

    The nearest points of each class score 1 and -1; they are 1/‖w‖ from the line.

    Args:
        x: The examples: (examples, features).
        y: Two different labels, one for each example; the second one scores above 0.

    Raises:
        DataError: No line separates the two classes.

    Source: Vapnik & Chervonenkis 1964; the least w with w·(a - b) >= 2 for every pair
    of examples a and b of the two classes.

    Example:
        >>> weights, bias = maximum_margin([[0.0], [2.0]], [-1, 1])
        >>> weights.round(6).tolist(), round(bias, 6)
        ([1.0], -1.0)
    """
    points, targets, _ = table(x, y)
    features = points[:, :-1]
    above, below = features[targets > 0], features[targets < 0]
    pairs = (above[:, np.newaxis] - below).reshape(-1, features.shape[1]) / 2
    weights = shortest_separator(pairs)
    if not len(pairs) or np.min(pairs @ weights) < 1 - 1e-6:
        raise DataError(
            "No line separates the two classes; move points or remove some."
        )
    return weights, float(-(np.min(above @ weights) + np.max(below @ weights)) / 2)
