"""A network as a function of its weights, for JAX."""

from collections.abc import Callable, Iterator
from typing import Any

import jax
from jax import lax
from jax import numpy as jnp

from limpid.bench import network
from limpid.bench.network import Weights

# Keras's.
MOMENTUM, EPSILON = 0.99, 1e-3


def outputs(
    layers: network.Network, weights: list[Weights], x: Any, *, training: bool
) -> tuple[Any, list[Weights]]:
    """Return what the network makes of a batch, and the weights with new averages."""
    after: list[Weights] = []
    return _run(layers, iter(weights), after, x, training), after


def _run(
    layers: network.Network,
    weights: Iterator[Weights],
    after: list[Weights],
    x: Any,
    training: bool,
) -> Any:
    for layer in layers:
        match layer:
            case network.Residual(body, shortcut):
                inner = _run(body, weights, after, x, training)
                x = inner + _run(shortcut, weights, after, x, training)
            case network.Branches(paths):
                ends = [_run(path, weights, after, x, training) for path in paths]
                x = jnp.concatenate(ends, -1)
            case network.BatchNormalization():
                x, changed = _normalized(x, *next(weights), training=training)
                after.append(changed)
            case _:
                own = next(weights)
                x = _FUNCTIONS[type(layer)](layer, x, *own)
                after.append(own)
        name = getattr(layer, "activation", None)
        x = x if name is None else getattr(jax.nn, name)(x)
    return x


def _conv(layer: network.Conv, x: Any, kernel: Any, bias: Any = 0.0) -> Any:
    axes = "HW"[: x.ndim - 2]
    words = (f"N{axes}C", f"{axes}IO", f"N{axes}C")
    strides = (layer.strides,) * len(axes)
    padding = [(layer.padding, layer.padding)] * len(axes)
    conv = lax.conv_general_dilated
    return conv(x, kernel, strides, padding, dimension_numbers=words) + bias


def _maximum(layer: network.Pool, x: Any) -> Any:
    return _windows(x, -jnp.inf, lax.max, layer.pool_size)


def _average(layer: network.Pool, x: Any) -> Any:
    size = layer.pool_size
    return _windows(x, 0.0, lax.add, size) / size**2


def _windows(x: Any, start: float, function: Any, size: int) -> Any:
    window = (1, size, size, 1)
    return lax.reduce_window(x, start, function, window, window, "VALID")


def _normalized(
    x: Any, gamma: Any, beta: Any, mean: Any, variance: Any, *, training: bool
) -> tuple[Any, Weights]:
    axes = tuple(range(x.ndim - 1))
    center, spread = (x.mean(axes), x.var(axes)) if training else (mean, variance)
    y = (x - center) * lax.rsqrt(spread + EPSILON) * gamma + beta
    mean = MOMENTUM * mean + (1 - MOMENTUM) * center
    variance = MOMENTUM * variance + (1 - MOMENTUM) * spread
    return y, [gamma, beta, mean, variance]


def _lstm(_: network.LSTM, x: Any, kernel: Any, recurrent: Any, bias: Any) -> Any:
    def step(state: Any, given: Any) -> Any:
        hidden, cell = state
        i, f, c, o = jnp.split(given + hidden @ recurrent, 4, -1)
        cell = jax.nn.sigmoid(f) * cell + jax.nn.sigmoid(i) * jnp.tanh(c)
        hidden = jax.nn.sigmoid(o) * jnp.tanh(cell)
        return (hidden, cell), hidden

    given = jnp.swapaxes(x @ kernel + bias, 0, 1)
    zeros = jnp.zeros((len(x), len(recurrent)), x.dtype)
    return jnp.swapaxes(lax.scan(step, (zeros, zeros), given)[1], 0, 1)


def _subsampled(layer: network.Subsampling, x: Any) -> Any:
    more = layer.filters - x.shape[-1]
    return jnp.pad(x[:, ::2, ::2], ((0, 0), (0, 0), (0, 0), (0, more)))


_FUNCTIONS: dict[type[network.Layer], Callable[..., Any]] = {
    network.Activation: lambda _, x: x,
    network.AveragePooling2D: _average,
    network.Conv1D: _conv,
    network.Conv2D: _conv,
    network.Dense: lambda _, x, kernel, bias: x @ kernel + bias,
    network.Embedding: lambda _, x, table: table[x],
    network.Flatten: lambda _, x: x.reshape(len(x), -1),
    network.GlobalAveragePooling2D: lambda _, x: x.mean((1, 2)),
    network.GlobalMaxPooling1D: lambda _, x: x.max(1),
    network.LSTM: _lstm,
    network.MaxPooling2D: _maximum,
    network.Subsampling: _subsampled,
}
