"""Objectives: the losses and metrics of a model, matched to its outputs."""

import inspect
from typing import Any

from limpid import catalog
from limpid.errors import ConfigError, DataError, nearest
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
        names: Of the outputs, if known.
    """

    def __init__(
        self,
        loss: Any,
        loss_weights: Any,
        metrics: Any,
        weighted_metrics: Any,
        names: list[str] | None = None,
    ) -> None:
        """Resolve the losses; metrics wait until the outputs' shapes are known."""
        self.names = names
        self._loss = _each(_as_loss, loss)
        self._factors = loss_weights
        self._wanted = tuple(
            _each(_known, part) for part in (metrics, weighted_metrics)
        )
        self._matched: list[tuple[int, Metric, bool]] | None = None
        self._trackers: list[Mean] = []

    @property
    def losses(self) -> list[Loss]:
        """All losses given."""
        return leaves(self._loss)

    @property
    def metrics(self) -> list[Any]:
        """All metrics whose outputs have been seen, in the order given."""
        return [*self._trackers, *(metric for _, metric, _ in self._matched or [])]

    def losses_of(self, count: int) -> list[Loss | None]:
        """Return the loss of each output, None where there is none."""
        return self._spread(self._loss, count, "loss")

    def _spread(self, value: Any, count: int, what: str) -> list[Any]:
        """Return one value for each output."""
        if isinstance(value, dict):
            names = self.names or list(value)
            for name in value.keys() - set(names):
                raise ConfigError(
                    f"{what} names the output {name!r}, which the model does not "
                    f"have; {nearest(name, names)}"
                )
            value = [value.get(name) for name in names]
        if not isinstance(value, (list, tuple)):
            return [value] * count
        if len(value) != count:
            raise ConfigError(
                f"{what} has {len(value)} parts but the model has {count} outputs; "
                "give one for each."
            )
        return list(value)

    def loss(self, y: Any, y_pred: Any, sample_weight: Any) -> Any:
        """Return the weighted sum of the outputs' losses, or None without a loss."""
        if not self.losses:
            return None
        pairs = self.pairs(y, y_pred)
        count = len(pairs)
        weights = self._spread(sample_weight, count, "sample_weight")
        factors = self._spread(self._factors, count, "loss_weights")
        values = [
            None if loss is None else loss(*pair, weight)
            for pair, loss, weight in zip(
                pairs, self.losses_of(count), weights, strict=True
            )
        ]
        if count > 1:
            self._track(values, pairs)
        total, *rest = [
            _scaled(value, factor)
            for value, factor in zip(values, factors, strict=True)
            if value is not None
        ]
        for value in rest:
            total = total + value
        return total

    def _track(self, values: list[Any], pairs: list[Any]) -> None:
        """Gather each output's own loss, before its factor."""
        if not self._trackers:
            names = self._output_names(len(values))
            self._trackers = [Mean(name=f"{name}_loss") for name in names]
        for tracker, value, (_, output) in zip(
            self._trackers, values, pairs, strict=True
        ):
            if value is not None:
                tracker.update_state(value, sample_weight=float(output.shape[0]))

    def _output_names(self, count: int) -> list[str]:
        return self.names or [f"output_{i}" for i in range(count)]

    def pairs(self, y: Any, y_pred: Any) -> list[tuple[Any, Any]]:
        """Return (target, output) for each output, matched by name or position.

        Raises:
            DataError: The targets do not match the outputs.
        """
        if isinstance(y_pred, dict):
            self.names = list(y_pred)
        outputs = leaves(y_pred)
        targets = self._named(y) if isinstance(y, dict) else leaves(y)
        if len(targets) != len(outputs):
            raise DataError(
                f"The model has {len(outputs)} outputs but y has {len(targets)} parts; "
                "give one array of targets for each output."
            )
        return list(zip(targets, outputs, strict=True))

    def _named(self, y: dict[str, Any]) -> list[Any]:
        """Return targets given by name in the order of the outputs."""
        names = self.names or list(y)
        if set(names) != set(y):
            raise DataError(
                f"y has the names {list(y)} but the outputs are {names}; "
                "give targets of these names."
            )
        return [y[name] for name in names]

    # Metrics

    def update_metrics(self, y: Any, y_pred: Any, sample_weight: Any) -> None:
        """Update each metric with its output."""
        if not any(self._wanted):
            return
        pairs = self.pairs(y, y_pred)
        weights = self._spread(sample_weight, len(pairs), "sample_weight")
        if self._matched is None:
            self._matched = self._match(pairs)
        for position, metric, weighted in self._matched:
            weight = weights[position] if weighted else None
            metric.update_state(*pairs[position], weight)

    def _match(self, pairs: list[tuple[Any, Any]]) -> list[tuple[int, Metric, bool]]:
        losses = self.losses_of(len(pairs))
        matched: list[tuple[int, Metric, bool]] = []
        for wanted, weighted in zip(self._wanted, (False, True), strict=True):
            for position, group in enumerate(self._groups(wanted, len(pairs))):
                for part in group if isinstance(group, (list, tuple)) else [group]:
                    if part is not None:
                        metric = _as_metric(part, *pairs[position], losses[position])
                        self._rename(metric, position, len(pairs), matched)
                        matched.append((position, metric, weighted))
        return matched

    def _rename(
        self, metric: Metric, position: int, count: int, others: list[Any]
    ) -> None:
        """Name a metric after its output, and so that all names differ."""
        prefix = f"{self._output_names(count)[position]}_" if count > 1 else ""
        # A metric from a file bears its output's name already.
        if not str(metric.name).startswith(prefix):
            metric.name = f"{prefix}{metric.name}"
        if metric.name in {other.name for _, other, _ in others}:
            metric.name = f"weighted_{metric.name}"

    def _groups(self, wanted: Any, count: int) -> list[Any]:
        """Return what is wanted of each output."""
        if isinstance(wanted, dict):
            return self._spread(wanted, count, "metrics")
        parts = wanted if isinstance(wanted, (list, tuple)) else [wanted]
        nested = any(isinstance(part, (list, tuple)) for part in parts)
        if nested or len(parts) == count > 1:
            return self._spread(parts, count, "metrics")
        return [parts, *([_copy(part) for part in parts] for _ in range(count - 1))]


def _copy(metric: Any) -> Any:
    """Return another metric like the one given: outputs must not share one."""
    if isinstance(metric, Metric):
        return type(metric).from_config(metric.get_config())
    return metric


def output_names(model: Any) -> list[str] | None:
    """Return the names of a functional model's outputs: keys, or their layers'."""
    _, outputs = getattr(model, "ends", (None, None))
    if isinstance(outputs, dict):
        return list(outputs)
    calls = [y.call for y in leaves(outputs)]
    names = [str(getattr(call and call.function, "name", "")) for call in calls]
    return names if names and all(names) and len(set(names)) == len(names) else None


def _each(function: Any, value: Any) -> Any:
    """Apply a function to one value, or to each in lists or dictionaries."""
    if value is None or isinstance(value, (str, Loss, Metric)):
        return None if value is None else function(value)
    if isinstance(value, dict) and "class" not in value:
        return {key: _each(function, part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_each(function, part) for part in value]
    return function(value)


def _scaled(loss: Any, factor: Any) -> Any:
    return loss if factor in {None, 1.0} else loss * factor


def _as_loss(identifier: Any) -> Loss:
    found = catalog.resolve("losses", _class_for("losses", identifier))
    return found if isinstance(found, Loss) else _FunctionLoss(found)


def _class_for(folder: str, identifier: Any) -> Any:
    """Return the class for a name that both a class and a function bear."""
    if not isinstance(identifier, str):
        return identifier
    found = catalog.lookup(folder, identifier)
    if inspect.isclass(found):
        return found
    plain = identifier.replace("_", "").lower()
    for name, thing in catalog.every(folder).items():
        if name.lower() == plain and inspect.isclass(thing):
            return thing
    return found


class _FunctionLoss(Loss):
    """A user's function of (y_true, y_pred) as a loss."""

    def __init__(self, function: Any) -> None:
        super().__init__(name=getattr(function, "__name__", "loss"))
        self.function = function

    def call(self, y_true: Any, y_pred: Any) -> Any:
        return self.function(y_true, y_pred)


def _known(identifier: Any) -> Any:
    """Return a metric's identifier; raise ConfigError now if it names nothing."""
    if isinstance(identifier, str) and identifier not in ACCURACY_NAMES:
        catalog.lookup("metrics", identifier)
    return identifier


def _as_metric(identifier: Any, target: Any, output: Any, loss: Any) -> Metric:
    """Return a metric; 'accuracy' becomes the one that fits target and output."""
    if isinstance(identifier, str) and identifier in ACCURACY_NAMES:
        return _accuracy(identifier, target.shape, output.shape, loss)
    found = catalog.resolve("metrics", _class_for("metrics", identifier))
    if isinstance(found, Metric):
        if isinstance(identifier, str):
            found.name = identifier
        return found
    return MeanMetricWrapper(fn=found, name=getattr(found, "__name__", "metric"))


def _accuracy(name: str, target: Any, output: Any, loss: Any) -> Metric:
    if output[-1] == 1 or isinstance(loss, BinaryCrossentropy):
        # A sigmoid above 1/2 is an input above 0.
        threshold = 0.0 if getattr(loss, "from_logits", False) else 0.5
        return BinaryAccuracy(threshold=threshold, name=name)
    if target == output:
        return CategoricalAccuracy(name=name)
    return SparseCategoricalAccuracy(name=name)
