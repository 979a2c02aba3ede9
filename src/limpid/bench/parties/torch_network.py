"""A network as a PyTorch module, with a workload's first weights."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from torch import nn

from limpid.bench import network
from limpid.bench import workload as bench
from limpid.bench.network import Shape, Weights
from limpid.bench.workload import Workload

_ACTIVATIONS = {
    "elu": nn.ELU, "relu": nn.ReLU, "sigmoid": nn.Sigmoid, "silu": nn.SiLU,
    "tanh": nn.Tanh,
}  # fmt: skip


def module(workload: Workload) -> Any:
    """Return a workload's network."""
    weights = iter(bench.weights(workload))
    return _sequence(workload.layers, workload.input_shape, weights)


def _sequence(layers: network.Network, shape: Shape, weights: Iterator[Weights]) -> Any:
    modules: list[Any] = []
    picture: Shape = ()
    for layer in layers:
        match layer:
            case network.Residual(body, shortcut):
                inner = _sequence(body, shape, weights)
                modules.append(Residual(inner, _sequence(shortcut, shape, weights)))
            case network.Branches(paths):
                modules.append(Branches([_sequence(p, shape, weights) for p in paths]))
            case network.Dense() if picture:
                modules.append(_linear(layer, picture, next(weights)))
            case _:
                modules.append(_MODULES[type(layer)](layer, shape, next(weights)))
        modules += _activation(layer)
        # PyTorch flattens channels first, which the next kernel must know.
        picture = shape if isinstance(layer, network.Flatten) else ()
        shape = layer.output_shape(shape)
    return nn.Sequential(*modules)


def _activation(layer: network.Layer) -> list[Any]:
    name = getattr(layer, "activation", None)
    return [] if name is None else [_ACTIVATIONS[name]()]


def _linear(layer: network.Dense, shape: Shape, weights: Weights) -> Any:
    kernel, bias = weights
    if len(shape) == 3:
        cube = kernel.reshape(*shape, -1).transpose(2, 0, 1, 3)
        kernel = cube.reshape(kernel.shape)
    return _with(nn.Linear(len(kernel), layer.units), weight=kernel.T, bias=bias)


def _conv(layer: network.Conv, shape: Shape, weights: Weights) -> Any:
    is_text = isinstance(layer, network.Conv1D)
    made = (nn.Conv1d if is_text else nn.Conv2d)(
        shape[-1], layer.filters, layer.kernel_size, layer.strides, layer.padding,
        bias=layer.use_bias,
    )  # fmt: skip
    kernel, *bias = weights
    kernel = kernel.transpose(-1, -2, *range(kernel.ndim - 2))
    _with(made, weight=kernel, **dict(zip(["bias"], bias, strict=False)))
    return nn.Sequential(ChannelsFirst(), made, ChannelsFirst()) if is_text else made


def _normalization(_: network.Layer, shape: Shape, weights: Weights) -> Any:
    gamma, beta, mean, variance = weights
    made = nn.BatchNorm2d(shape[-1], eps=1e-3, momentum=0.01)
    _with(made, weight=gamma, bias=beta)
    return _with(made, running_mean=mean, running_var=variance)


def _embedding(layer: network.Embedding, _: Shape, weights: Weights) -> Any:
    return _with(nn.Embedding(layer.input_dim, layer.output_dim), weight=weights[0])


def _lstm(layer: network.LSTM, shape: Shape, weights: Weights) -> Any:
    kernel, recurrent, bias = weights
    made = nn.LSTM(shape[-1], layer.units, batch_first=True)
    names = {"weight_ih_l0": kernel.T, "weight_hh_l0": recurrent.T}
    _with(made, **names, bias_ih_l0=bias, bias_hh_l0=np.zeros_like(bias))
    # Under Adam two biases that are added learn faster than Keras's one.
    made.bias_hh_l0.requires_grad_(requires_grad=False)
    return Outputs(made)


def _with(made: Any, **arrays: Any) -> Any:
    for name, array in arrays.items():
        getattr(made, name).data = torch.tensor(np.ascontiguousarray(array))
    return made


class Residual(nn.Module):
    """What one module makes of the input, plus what another makes of it."""

    def __init__(self, body: Any, shortcut: Any) -> None:
        super().__init__()
        self.body, self.shortcut = body, shortcut

    def forward(self, x: Any) -> Any:
        """Return the sum."""
        return self.body(x) + self.shortcut(x)


class Branches(nn.Module):
    """Several modules' outputs side by side."""

    def __init__(self, paths: list[Any]) -> None:
        super().__init__()
        self.paths = nn.ModuleList(paths)

    def forward(self, x: Any) -> Any:
        """Return the outputs joined."""
        return torch.cat([path(x) for path in self.paths], -1)


class Subsampling(nn.Module):
    """Every other pixel; further maps are zero."""

    def __init__(self, filters: int) -> None:
        super().__init__()
        self.filters = filters

    def forward(self, x: Any) -> Any:
        """Return the small picture."""
        more = self.filters - x.shape[1]
        return nn.functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, 0, more))


class GlobalAverage(nn.Module):
    """The mean of each map."""

    def forward(self, x: Any) -> Any:
        """Return a number for each channel."""
        return x.mean((2, 3))


class GlobalMax(nn.Module):
    """The largest of all steps."""

    def forward(self, x: Any) -> Any:
        """Return a number for each channel."""
        return x.amax(1)


class ChannelsFirst(nn.Module):
    """Steps and channels exchanged, without copying."""

    def forward(self, x: Any) -> Any:
        """Return a view."""
        return x.transpose(1, 2)


class Outputs(nn.Module):
    """A recurrent module without its last state."""

    def __init__(self, made: Any) -> None:
        super().__init__()
        self.made = made

    def forward(self, x: Any) -> Any:
        """Return the outputs of all steps."""
        return self.made(x)[0]


_MODULES: dict[type[network.Layer], Callable[..., Any]] = {
    network.Activation: lambda *_: nn.Identity(),
    network.AveragePooling2D: lambda layer, *_: nn.AvgPool2d(layer.pool_size),
    network.BatchNormalization: _normalization,
    network.Conv1D: _conv,
    network.Conv2D: _conv,
    network.Dense: _linear,
    network.Embedding: _embedding,
    network.Flatten: lambda *_: nn.Flatten(),
    network.GlobalAveragePooling2D: lambda *_: GlobalAverage(),
    network.GlobalMaxPooling1D: lambda *_: GlobalMax(),
    network.LSTM: _lstm,
    network.MaxPooling2D: lambda layer, *_: nn.MaxPool2d(layer.pool_size),
    network.Subsampling: lambda layer, *_: Subsampling(layer.filters),
}
