from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.arithmetic import sum
from limpid.graph.tensor import Tensor
from limpid.losses.loss import Loss, same_shape
from limpid.losses.probabilities import EPSILON
from limpid.ops.clip import clip
from limpid.ops.log import log


def kl_divergence(y_true: Any, y_pred: Any) -> Tensor:
    """Return sum(y_true log(y_true / y_pred)) over the last axis, in nats.

    Args:
        y_true: Probabilities.
        y_pred: Probabilities.

    Raises:
        ShapeError: The shapes differ: nothing is broadcast.
    """
    y_true, y_pred = same_shape(y_true, y_pred)
    p, q = (clip(y, EPSILON, 1.0) for y in (y_true, y_pred))
    return sum(p * (log(p) - log(q)), axis=-1)


@dataclass(eq=False)
class KLDivergence(Loss):
    """How far predicted probabilities are from the true ones, in nats."""

    _: KW_ONLY
    name: str | None = "kl_divergence"
    aliases = ("kld", "KLD", "kullback_leibler_divergence")

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        return kl_divergence(y_true, y_pred)
