"""How high the right class stands among the guesses."""

from limpid.graph.arithmetic import astype, sum
from limpid.graph.tensor import Tensor
from limpid.ops.expand_dims import expand_dims
from limpid.ops.take_along_axis import take_along_axis

__all__: list[str] = []


def in_top_k(labels: Tensor, y_pred: Tensor, k: int) -> Tensor:
    """Return 1 where fewer than k scores are larger than the label's, else 0."""
    right = take_along_axis(y_pred, expand_dims(labels, axis=-1), axis=-1)
    larger = sum(astype(y_pred > right, y_pred.dtype), axis=-1)
    return astype(larger < k, y_pred.dtype)
