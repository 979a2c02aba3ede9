from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.labels import class_numbers
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper
from limpid.metrics.ranks import in_top_k
from limpid.settings import require_positive


def sparse_top_k_categorical_accuracy(y_true: Any, y_pred: Any, k: int = 5) -> Tensor:
    """Return 1 for each example with its class number among the k best.

    Ties count as right: fewer than k scores are larger.
    """
    labels, y_pred = class_numbers(y_true, y_pred)
    return in_top_k(labels, y_pred, k)


@dataclass(eq=False)
class SparseTopKCategoricalAccuracy(MeanMetricWrapper):
    """The share of examples whose class is among the k best guesses.

    Args:
        k: How many guesses are allowed.
        name: Shown in logs.
    """

    k: int = 5
    _: KW_ONLY
    name: str | None = "sparse_top_k_categorical_accuracy"
    direction = "max"

    def check(self) -> None:
        require_positive(self, "k")

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        return sparse_top_k_categorical_accuracy(y_true, y_pred, self.k)
