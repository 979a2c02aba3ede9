from dataclasses import KW_ONLY, dataclass

from limpid.graph.arithmetic import sum
from limpid.graph.tensor import Tensor
from limpid.metrics.decisions import Decisions
from limpid.settings import require_positive

# So that predictions of exactly 0 and 1 lie inside the outermost thresholds.
MARGIN = 1e-7


@dataclass(eq=False)
class AUC(Decisions):
    """The area under the curve of true against false positive rates.

    0.5 is guessing, 1 a perfect order. The curve is a polygon through num_thresholds
    evenly spaced thresholds, as in Keras.

    Args:
        num_thresholds: How many thresholds, at least 3.
        name: Shown in logs.
    """

    num_thresholds: int = 200
    _: KW_ONLY
    name: str | None = "auc"

    def check(self) -> None:
        require_positive(self, "num_thresholds")

    def limits(self) -> list[float]:
        inner = self.num_thresholds - 1
        return [-MARGIN, *(i / inner for i in range(1, inner)), 1 + MARGIN]

    def result(self) -> Tensor:
        hits = self.share(self.true_positives, self.false_negatives)
        alarms = self.share(self.false_positives, self.true_negatives)
        return sum((alarms[:-1] - alarms[1:]) * (hits[:-1] + hits[1:])) / 2
