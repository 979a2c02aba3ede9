from dataclasses import KW_ONLY, dataclass
from math import log
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.sparse_categorical_crossentropy import (
    sparse_categorical_crossentropy,
)
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper


@dataclass(eq=False)
class BitsPerCharacter(MeanMetricWrapper):
    """The mean negative logarithm to base 2 of each symbol's probability.

    2 to this power is the perplexity; a coding of the text by these probabilities needs
    so many bits a symbol.

    Args:
        from_logits: Whether softmax is still to be taken of the predictions.
        name: Shown in logs.
    """

    from_logits: bool = False
    _: KW_ONLY
    name: str | None = "bits_per_character"

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        nats = sparse_categorical_crossentropy(y_true, y_pred, self.from_logits)
        return nats / log(2)
