from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from limpid.errors import ConfigError
from limpid.graph.arithmetic import as_float
from limpid.graph.mask import mask_of
from limpid.losses.loss import masked_weight
from limpid.metrics.mean import Mean


@dataclass(eq=False)
class MeanMetricWrapper(Mean):
    """The mean of a function of (y_true, y_pred) that returns a value an example.

    Args:
        fn: The function.
    """

    fn: Callable[..., Any] | None = None

    def measure(self, y_true: Any, y_pred: Any) -> Any:
        """Return a value for each example; overridden by metrics that are classes."""
        if self.fn is None:
            raise ConfigError("MeanMetricWrapper needs fn, a function of two arrays.")
        return self.fn(y_true, y_pred)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:  # type: ignore[override]
        """Take a batch into account."""
        values, mask = self.measure(y_true, y_pred), mask_of(y_pred)
        if mask is not None:
            sample_weight = masked_weight(sample_weight, mask, as_float(values))
        super().update_state(values, sample_weight)
