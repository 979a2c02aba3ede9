"""What speaks Keras, as its users train: `fit`, shuffled, with metrics."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from limpid.bench import network
from limpid.bench import workload as bench
from limpid.bench.workload import Workload


class Party:
    """The model of a library with Keras's names, compiled, and its data."""

    def __init__(self, library: Any, workload: Workload) -> None:
        self.batch_size = workload.batch_size
        self.x, self.y = bench.data(workload)
        self.model = _model(library, workload)
        is_mse = workload.loss == "mse"
        loss = "mse" if is_mse else "sparse_categorical_crossentropy"
        metrics = None if is_mse else ["accuracy"]
        optimizer = _optimizer(library, workload.optimizer)
        self.model.compile(optimizer, loss, metrics=metrics)

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


def _model(library: Any, workload: Workload) -> Any:
    first = workload.layers[0]
    dtype = "int32" if isinstance(first, network.Embedding) else None
    inputs = library.Input(workload.input_shape, dtype=dtype)
    weights = iter(bench.weights(workload))
    outputs = _joined(library, workload.layers, inputs, weights)
    if workload.loss == "crossentropy":
        outputs = library.layers.Softmax()(outputs)
    return library.Model(inputs, outputs)


def _joined(
    library: Any,
    layers: Iterable[network.Layer],
    x: Any,
    weights: Iterator[network.Weights],
) -> Any:
    """Return what the layers make of x, their weights set."""
    for layer in layers:
        match layer:
            case network.Residual(body, shortcut):
                inner = _joined(library, body, x, weights)
                short = _joined(library, shortcut, x, weights)
                x = library.layers.Add()([inner, short])
            case network.Branches(paths):
                ends = [_joined(library, path, x, weights) for path in paths]
                x = library.layers.Concatenate()(ends)
            case _:
                x = _applied(library, layer, x, next(weights))
    return x


def _applied(
    library: Any, layer: network.Layer, x: Any, weights: network.Weights
) -> Any:
    match layer:
        case network.Conv():
            x, own = _conv(library, layer, x)
        case network.Subsampling(filters):
            own = library.layers.Lambda(lambda x: _subsampled(library, x, filters))
        case _:
            own = getattr(library.layers, type(layer).__name__)(**asdict(layer))
    x = own(x)
    own.set_weights(weights)
    return x


def _conv(library: Any, layer: network.Conv, x: Any) -> tuple[Any, Any]:
    """Return the input, bordered where Keras has no name for it, and the layer."""
    settings = asdict(layer) | {"padding": "valid"}
    size, strides, padding = layer.kernel_size, layer.strides, layer.padding
    if padding and strides == 1 and size == 2 * padding + 1:
        settings["padding"] = "same"
    elif padding:
        x = library.layers.ZeroPadding2D(padding)(x)
    return x, getattr(library.layers, type(layer).__name__)(**settings)


def _subsampled(library: Any, x: Any, filters: int) -> Any:
    more = filters - x.shape[-1]
    return library.ops.pad(x[:, ::2, ::2], ((0, 0), (0, 0), (0, 0), (0, more)))


def _optimizer(library: Any, optimizer: bench.Optimizer) -> Any:
    name, rate, momentum = optimizer
    if name == "adam":
        return library.optimizers.Adam(rate, epsilon=1e-8)
    return library.optimizers.SGD(rate, momentum)
