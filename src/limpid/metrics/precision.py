from dataclasses import KW_ONLY, dataclass

from limpid.graph.tensor import Tensor
from limpid.metrics.decisions import Decisions


@dataclass(eq=False)
class Precision(Decisions):
    """The share of yes decisions that are right.

    Args:
        thresholds: A prediction above it says yes; one or several; 0.5 by default.
        class_id: Count only this output.
        name: Shown in logs.
    """

    _: KW_ONLY
    name: str | None = "precision"

    def result(self) -> Tensor:
        return self.share(self.true_positives, self.false_positives)
