"""limpid itself, as its users train: `fit`, shuffled, with metrics."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

import limpid
from limpid.bench import network
from limpid.bench import workload as bench
from limpid.bench.workload import Workload


class Party:
    """The model, compiled, and its data."""

    def __init__(self, workload: Workload) -> None:
        self.batch_size = workload.batch_size
        self.x, self.y = bench.data(workload)
        self.model = _model(workload)
        is_mse = workload.loss == "mse"
        loss = "mse" if is_mse else "sparse_categorical_crossentropy"
        metrics = None if is_mse else ["accuracy"]
        self.model.compile(_optimizer(workload.optimizer), loss, metrics=metrics)

    def train(self, epochs: int, *, shuffled: bool) -> float:
        """Train on every batch once an epoch; return the last epoch's mean loss."""
        history = self.model.fit(
            self.x, self.y, self.batch_size, epochs, shuffle=shuffled, verbose=0
        )
        return float(history.history["loss"][-1])

    def prepare(self, x: Any) -> Any:
        """Return the batch as it is."""
        return x

    def predict(self, x: Any) -> Any:
        """Return the outputs for a batch."""
        return self.model.predict_on_batch(x)


def _model(workload: Workload) -> Any:
    first = workload.layers[0]
    dtype = "int32" if isinstance(first, network.Embedding) else None
    inputs = limpid.Input(workload.input_shape, dtype=dtype)
    outputs = _joined(workload.layers, inputs, iter(bench.weights(workload)))
    if workload.loss == "crossentropy":
        outputs = limpid.layers.Softmax()(outputs)
    return limpid.Model(inputs, outputs)


def _joined(
    layers: Iterable[network.Layer], x: Any, weights: Iterator[network.Weights]
) -> Any:
    """Return what the layers make of x, their weights set."""
    for layer in layers:
        match layer:
            case network.Residual(body, shortcut):
                inner = _joined(body, x, weights)
                x = limpid.layers.Add()([inner, _joined(shortcut, x, weights)])
            case network.Branches(paths):
                ends = [_joined(path, x, weights) for path in paths]
                x = limpid.layers.Concatenate()(ends)
            case _:
                x = _applied(layer, x, next(weights))
    return x


def _applied(layer: network.Layer, x: Any, weights: network.Weights) -> Any:
    match layer:
        case network.Conv():
            x, own = _conv(layer, x)
        case network.Subsampling(filters):
            own = limpid.layers.Lambda(lambda x: _subsampled(x, filters))
        case _:
            own = getattr(limpid.layers, type(layer).__name__)(**asdict(layer))
    x = own(x)
    own.set_weights(weights)
    return x


def _conv(layer: network.Conv, x: Any) -> tuple[Any, Any]:
    """Return the input, bordered where Keras has no name for it, and the layer."""
    settings = asdict(layer) | {"padding": "valid"}
    size, strides, padding = layer.kernel_size, layer.strides, layer.padding
    if padding and strides == 1 and size == 2 * padding + 1:
        settings["padding"] = "same"
    elif padding:
        x = limpid.layers.ZeroPadding2D(padding)(x)
    return x, getattr(limpid.layers, type(layer).__name__)(**settings)


def _subsampled(x: Any, filters: int) -> Any:
    more = filters - x.shape[-1]
    return limpid.pad(x[:, ::2, ::2], ((0, 0), (0, 0), (0, 0), (0, more)))


def _optimizer(optimizer: bench.Optimizer) -> Any:
    name, rate, momentum = optimizer
    if name == "adam":
        return limpid.optimizers.Adam(rate, epsilon=1e-8)
    return limpid.optimizers.SGD(rate, momentum)
