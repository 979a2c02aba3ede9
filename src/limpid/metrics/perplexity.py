from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.sparse_categorical_crossentropy import (
    sparse_categorical_crossentropy,
)
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper
from limpid.ops.exp import exp


@dataclass(eq=False)
class Perplexity(MeanMetricWrapper):
    """exp of the mean negative log-likelihood over all predicted symbols.

    A model that finds all V symbols equally likely has perplexity V.

    Args:
        from_logits: Whether softmax is still to be taken of the predictions.
        name: Shown in logs.
    """

    from_logits: bool = False
    _: KW_ONLY
    name: str | None = "perplexity"

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        return sparse_categorical_crossentropy(y_true, y_pred, self.from_logits)

    def result(self) -> Tensor:
        return exp(super().result())
