"""Objectives: the losses and metrics of a model, matched to its outputs."""

import inspect
from typing import Any

from limpid import catalog
from limpid.errors import ConfigError
from limpid.graph.tree import leaves
from limpid.losses.binary_crossentropy import BinaryCrossentropy
from limpid.losses.loss import Loss
from limpid.metrics.binary_accuracy import BinaryAccuracy
from limpid.metrics.categorical_accuracy import CategoricalAccuracy
from limpid.metrics.mean import Mean
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper
from limpid.metrics.metric import Metric
from limpid.metrics.sparse_categorical_accuracy import SparseCategoricalAccuracy

ACCURACY_NAMES = ("accuracy", "acc")


class Objectives:
    """What `compile` was told, resolved to losses and metrics one output each.

    Args:
        loss: One for all outputs, or a list or dictionary of one for each.
        loss_weights: A factor for each output.
        metrics: Without sample weights: a list, or nested for several outputs.
        weighted_metrics: With sample weights.
    """

    def __init__(
        self, loss: Any, loss_weights: Any, metrics: Any, weighted_metrics: Any
    ) -> None:
        """Resolve the losses; metrics wait until the outputs' shapes are known."""
        self.losses = [_as_loss(part) for part in _listed(loss)]
        self.names = list(loss) if isinstance(loss, dict) else None
        self.factors = _listed(loss_weights) or [1.0] * len(self.losses)
        self._wanted = (metrics, weighted_metrics)
        self._matched: list[tuple[int, Metric, bool]] | None = None
        self._trackers: list[Mean] = []

    @property
    def metrics(self) -> list[Any]:
        """All metrics whose outputs have been seen, in the order given."""
        return [*self._trackers, *(metric for _, metric, _ in self._matched or [])]

    def loss(self, y: Any, y_pred: Any, sample_weight: Any) -> Any:
        """Return the weighted sum of the outputs' losses, or None without a loss."""
        if not self.losses:
            return None
        pairs = self.pairs(y, y_pred)
        losses = self.losses * len(pairs) if len(self.losses) == 1 else self.losses
        if len(losses) != len(pairs):
            raise ConfigError(f"There are {len(losses)} losses but {len(pairs)} outputs.")
        total = None
        values = []
        for (target, output), loss in zip(pairs, losses, strict=True):
            values.append(loss(target, output, sample_weight))
        factors = self.factors if len(self.factors) == len(values) else [1.0] * len(values)
        for value, factor in zip(values, factors, strict=True):
            part = value if factor == 1.0 else value * factor
            total = part if total is None else total + part
        self._track_outputs(values, pairs)
        return total

    def _track_outputs(self, values: list[Any], pairs: list[Any]) -> None:
        """With several outputs, gather each output's loss too."""
        if len(values) < 2:  # noqa: PLR2004 - one output has the loss for its own
            return
        if not self._trackers:
            names = self.names or [f"output_{i}" for i in range(len(values))]
            self._trackers = [Mean(name=f"{name}_loss") for name in names]
        for tracker, value, (_, output) in zip(self._trackers, values, pairs, strict=True):
            tracker.update_state(value, sample_weight=float(output.shape[0]))

    def pairs(self, y: Any, y_pred: Any) -> list[tuple[Any, Any]]:
        """Return (target, output) for each output, matched by name or position."""
        if isinstance(y_pred, dict):
            if not isinstance(y, dict) or set(y) != set(y_pred):
                raise ConfigError(f"Outputs {list(y_pred)} need targets of these names.")
            self.names = list(y_pred)
            return [(y[name], y_pred[name]) for name in y_pred]
        outputs = leaves(y_pred)
        if isinstance(y, dict):
            order = self.names or list(y)
            targets = [y[name] for name in order]
        else:
            targets = leaves(y)
        if len(targets) != len(outputs):
            raise ConfigError(
                f"The model has {len(outputs)} outputs but y has {len(targets)} parts."
            )
        return list(zip(targets, outputs, strict=True))

    def update_metrics(self, y: Any, y_pred: Any, sample_weight: Any) -> None:
        """Update each metric with its output."""
        if not any(self._wanted):
            return
        pairs = self.pairs(y, y_pred)
        if self._matched is None:
            self._matched = self._match(pairs)
        for position, metric, weighted in self._matched:
            target, output = pairs[position]
            metric.update_state(target, output, sample_weight if weighted else None)

    def _match(self, pairs: list[tuple[Any, Any]]) -> list[tuple[int, Metric, bool]]:
        matched = []
        for wanted, weighted in zip(self._wanted, (False, True), strict=True):
            for position, group in enumerate(self._groups(wanted, len(pairs))):
                for part in _listed(group):
                    metric = _as_metric(part, *pairs[position], self._loss_of(position))
                    if len(pairs) > 1:
                        self._name_after_output(metric, position)
                    matched.append((position, metric, weighted))
        return matched

    def _name_after_output(self, metric: Metric, position: int) -> None:
        output = self.names[position] if self.names else f"output_{position}"
        # A metric from a file bears its output's name already.
        if not str(metric.name).startswith(f"{output}_"):
            metric.name = f"{output}_{metric.name}"

    def _groups(self, wanted: Any, count: int) -> list[Any]:
        """Return what is wanted of each output."""
        if isinstance(wanted, dict):
            names = self.names or list(wanted)
            return [wanted.get(name) for name in names]
        nested = any(isinstance(part, (list, tuple)) for part in wanted or [])
        if count == 1 and not nested:
            return [wanted]
        return list(wanted or []) if nested or len(wanted or []) == count else [wanted] * count

    def _loss_of(self, position: int) -> Any:
        return self.losses[position if len(self.losses) > 1 else 0] if self.losses else None


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _as_loss(identifier: Any) -> Any:
    found = catalog.resolve("losses", _class_name("losses", identifier))
    return found if isinstance(found, Loss) else _FunctionLoss(found)


def _class_name(folder: str, identifier: Any) -> Any:
    """Return the class for a name that both a class and a function bear."""
    if not isinstance(identifier, str):
        return identifier
    found = catalog.lookup(folder, identifier)
    if inspect.isclass(found):
        return found
    plain = identifier.replace("_", "").lower()
    classes = (v for k, v in catalog.every(folder).items() if k.lower() == plain and inspect.isclass(v))
    return next(classes, found)


class _FunctionLoss(Loss):
    """A user's function of (y_true, y_pred) as a loss."""

    def __init__(self, function: Any) -> None:
        super().__init__(name=getattr(function, "__name__", "loss"))
        self.function = function

    def call(self, y_true: Any, y_pred: Any) -> Any:
        return self.function(y_true, y_pred)


def _as_metric(identifier: Any, target: Any, output: Any, loss: Any) -> Metric:
    """Return a metric; 'accuracy' becomes the one that fits target and output."""
    if isinstance(identifier, str) and identifier in ACCURACY_NAMES:
        kind = _accuracy_kind(target.shape, output.shape, loss)
        return kind(name=identifier)  # type: ignore[no-any-return]
    found = catalog.resolve("metrics", _class_name("metrics", identifier))
    if isinstance(found, Metric):
        if isinstance(identifier, str):
            found.name = identifier
        return found
    return MeanMetricWrapper(fn=found, name=getattr(found, "__name__", "metric"))


def _accuracy_kind(target: Any, output: Any, loss: Any) -> type[MeanMetricWrapper]:
    if output[-1] == 1 or isinstance(loss, BinaryCrossentropy):
        return BinaryAccuracy
    if target == output:
        return CategoricalAccuracy
    return SparseCategoricalAccuracy
