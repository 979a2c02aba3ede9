"""scikit-learn's MLPClassifier: full connections and labels only."""

import warnings
from typing import Any

import numpy as np
from sklearn.neural_network import MLPClassifier

from limpid.bench import network
from limpid.bench import workload as bench
from limpid.bench.parties.party import AbsentError
from limpid.bench.workload import Workload


class Party:
    """The classifier, begun with the common weights, and its data."""

    def __init__(self, workload: Workload) -> None:
        self.model = _classifier(workload)
        self.x, self.y = bench.data(workload)
        warnings.simplefilter("ignore")
        classes = np.arange(workload.output_shape[-1])
        self.model.partial_fit(self.x, self.y, classes=classes)
        # What the first call, which makes the arrays, has learned is not wanted.
        pairs = bench.weights(workload)
        self.model.coefs_ = [kernel for kernel, _ in pairs]
        self.model.intercepts_ = [bias for _, bias in pairs]
        del self.model._optimizer  # noqa: SLF001 - its moments belong to other weights

    def train(self, epochs: int, *, shuffled: bool) -> float:
        """Train on every batch once an epoch; return the last epoch's mean loss."""
        self.model.shuffle = shuffled
        for _ in range(epochs):
            self.model.partial_fit(self.x, self.y)
        return float(self.model.loss_)

    def prepare(self, x: Any) -> Any:
        """Return the batch as it is."""
        return x

    def predict(self, x: Any) -> Any:
        """Return the outputs for a batch."""
        return self.model.predict_proba(x)


def _classifier(workload: Workload) -> Any:
    hidden = [one for one in workload.layers[:-1] if isinstance(one, network.Dense)]
    activations = {layer.activation for layer in hidden}
    if len(hidden) + 1 < len(workload.layers) or workload.loss == "mse":
        raise AbsentError("it has only full connections, and labels")
    if not activations <= {"relu", "tanh"} or len(activations) != 1:
        raise AbsentError("it lacks the activation")
    name, rate, momentum = workload.optimizer
    return MLPClassifier(
        [layer.units for layer in hidden],
        activations.pop(),
        solver=name,
        alpha=0.0,
        batch_size=workload.batch_size,
        learning_rate_init=rate,
        momentum=momentum,
        nesterovs_momentum=False,
        epsilon=1e-8,
    )
