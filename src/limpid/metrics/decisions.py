"""Counts of right and wrong yes-or-no decisions, for one or several thresholds."""

from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np

from limpid.errors import ConfigError
from limpid.graph.arithmetic import astype, reshape, sum
from limpid.graph.tensor import Tensor
from limpid.graph.variable import Variable
from limpid.losses.loss import fitting_weight, same_shape
from limpid.metrics.metric import Metric
from limpid.ops.maximum import maximum


@dataclass(eq=False)
class Decisions(Metric):
    """Base of metrics that count true and false positives and negatives.

    Args:
        thresholds: A prediction above it says yes; one or several.
        class_id: Count only this output.
        name: Shown in logs.
    """

    thresholds: Any = None
    class_id: int | None = None
    _: KW_ONLY
    name: str | None = None
    direction = "max"

    def check(self) -> None:
        limits = np.asarray(self.limits())
        if not ((limits >= 0) & (limits <= 1)).all():
            raise ConfigError(f"thresholds={self.thresholds}: expected 0 to 1.")

    def __post_init__(self) -> None:
        """Start with no decision."""
        super().__post_init__()
        self.true_positives = self._count("true_positives")
        self.false_positives = self._count("false_positives")
        self.true_negatives = self._count("true_negatives")
        self.false_negatives = self._count("false_negatives")

    def limits(self) -> list[float]:
        """Return the thresholds as a list."""
        return list(np.ravel(0.5 if self.thresholds is None else self.thresholds))

    def _count(self, name: str) -> Variable:
        return self.add_variable((len(self.limits()),), name=name, dtype="float64")

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch of decisions into account."""
        y_true, y_pred = same_shape(y_true, y_pred)
        if self.class_id is not None:
            y_true, y_pred = y_true[..., self.class_id], y_pred[..., self.class_id]
        weight: Any = 1.0
        if sample_weight is not None:
            weight = reshape(fitting_weight(sample_weight, y_pred), (-1, 1))
        limits = np.asarray(self.limits(), y_pred.dtype)
        truth = astype(reshape(y_true, (-1, 1)), "bool")
        guess = reshape(y_pred, (-1, 1)) > limits
        for count, agrees in (
            (self.true_positives, truth & guess),
            (self.false_positives, ~truth & guess),
            (self.true_negatives, ~truth & ~guess),
            (self.false_negatives, truth & ~guess),
        ):
            count.assign(count + sum(astype(agrees, "float64") * weight, axis=0))

    def share(self, part: Any, rest: Any) -> Tensor:
        """Return part / (part + rest), 0 where both are 0; one number if one limit."""
        result: Tensor = part / maximum(part + rest, 1e-12)
        return result[0] if len(self.limits()) == 1 else result
