from dataclasses import KW_ONLY, dataclass

from limpid.errors import ConfigError
from limpid.graph.arithmetic import sum
from limpid.graph.tensor import Tensor
from limpid.metrics.decisions import Decisions
from limpid.ops.log import log
from limpid.ops.maximum import maximum
from limpid.ops.where import where
from limpid.settings import require_positive

# So that predictions of exactly 0 and 1 lie inside the outermost thresholds.
MARGIN = 1e-7
CURVES = ("ROC", "PR")


@dataclass(eq=False)
class AUC(Decisions):
    """The area under the curve of true against false positive rates.

    0.5 is guessing, 1 a perfect order. The curve is a polygon through num_thresholds
    evenly spaced thresholds, as in Keras.

    Args:
        num_thresholds: How many thresholds, at least 3.
        curve: 'ROC', or 'PR' for precision against recall.
        name: Shown in logs.
    """

    num_thresholds: int = 200
    curve: str = "ROC"
    _: KW_ONLY
    name: str | None = "auc"

    def check(self) -> None:
        require_positive(self, "num_thresholds")
        if self.curve not in CURVES:
            raise ConfigError(f"Unknown curve {self.curve!r}; known: 'ROC', 'PR'.")

    def limits(self) -> list[float]:
        inner = self.num_thresholds - 1
        return [-MARGIN, *(i / inner for i in range(1, inner)), 1 + MARGIN]

    def result(self) -> Tensor:
        if self.curve == "PR":
            return self._under_precision()
        hits = self.share(self.true_positives, self.false_negatives)
        alarms = self.share(self.false_positives, self.true_negatives)
        return sum((alarms[:-1] - alarms[1:]) * (hits[:-1] + hits[1:])) / 2

    def _under_precision(self) -> Tensor:
        """Return the area under precision against recall.

        Between two thresholds the counts change evenly, precision does not: Davis &
        Goadrich 2006, "The relationship between precision-recall and ROC curves".
        """
        hits, guesses = self.true_positives, self.true_positives + self.false_positives
        more, fewer = guesses[:-1], guesses[1:]
        gained = hits[:-1] - hits[1:]
        slope = gained / maximum(more - fewer, 1e-12)
        base = hits[1:] - slope * fewer
        both = (more > 0) & (fewer > 0)
        ratio = where(both, more / maximum(fewer, 1e-12), 1.0)
        positives = maximum(hits[1:] + self.false_negatives[1:], 1e-12)
        return sum(slope * (gained + base * log(where(both, ratio, 1.0))) / positives)
