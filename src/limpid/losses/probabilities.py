"""Logarithms of predicted probabilities, safe at 0 and 1."""

import numpy as np

from limpid.errors import DataError
from limpid.graph.arithmetic import sum
from limpid.graph.op import Array
from limpid.graph.tensor import Tensor
from limpid.ops.clip import clip
from limpid.ops.log import log
from limpid.ops.log_softmax import log_softmax

__all__: list[str] = []

# Keras's epsilon: a prediction of 0 costs -log(1e-7), not infinity.
EPSILON = 1e-7


def log_probabilities(y_pred: Tensor, *, from_logits: bool, axis: int) -> Tensor:
    """Return log p for logits, or for probabilities that need not sum to one."""
    if from_logits:
        return log_softmax(y_pred, axis=axis)
    return log(
        clip(y_pred / sum(y_pred, axis=axis, keepdims=True), EPSILON, 1 - EPSILON)
    )


def check_probabilities(y: Array) -> None:
    """Raise DataError unless targets are between 0 and 1."""
    wrong = (y < 0) | (y > 1)
    if wrong.any():
        position = tuple(int(i) for i in np.argwhere(wrong)[0])
        raise DataError(
            f"y{list(position)} is {y[position]}; expected targets from 0 to 1: scale "
            "them, or use a loss for regression or margins."
        )
