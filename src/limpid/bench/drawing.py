"""Workloads drawn at random: `random-SEED-NUMBER` is always the same one."""

import re
from math import prod
from typing import Any

import numpy as np

from limpid.bench import network
from limpid.bench.network import (
    AveragePooling2D,
    BatchNormalization,
    Conv2D,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
    Layer,
    MaxPooling2D,
    Network,
    Shape,
)
from limpid.bench.workload import Optimizer, Workload

_NAME = re.compile(r"random-(\d+)-(\d+)")
_ACTIVATIONS = ("relu", "tanh", "sigmoid", "elu", "silu")
_OPTIMIZERS = (
    Optimizer("sgd", 0.01),
    Optimizer("sgd", 0.01, 0.9),
    Optimizer("adam", 0.001),
)
# A turn of 2e9 multiplications takes some 0.1 seconds on two cores.
_MOST_MULTIPLICATIONS = 2e9
_MOST_BATCHES = 30


def drawn(name: str) -> Workload | None:
    """Return the workload of a name, or None if it is not one that is drawn."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    random = np.random.default_rng([int(word) for word in match.groups()])
    is_dense = random.random() < 0.4
    shape, layers = _dense_net(random) if is_dense else _conv_net(random)
    optimizer = _OPTIMIZERS[random.integers(len(_OPTIMIZERS))]
    batch_size, num_examples = _sizes(layers, shape, random)
    return Workload(
        name=name,
        title=f"{name}: {shape} {layers}, batch {batch_size}, {num_examples} examples, "
        f"{_words(optimizer)}",
        input_shape=shape,
        layers=layers,
        batch_size=batch_size,
        num_examples=num_examples,
        optimizer=optimizer,
    )


def _dense_net(random: np.random.Generator) -> tuple[Shape, Network]:
    activation = _activation(random)
    units = [_size(1, 700, random) for _ in range(random.integers(1, 5))]
    hidden = [Dense(count, activation) for count in units]
    return (_size(2, 1000, random),), (*hidden, Dense(_size(2, 50, random)))


def _conv_net(random: np.random.Generator) -> tuple[Shape, Network]:
    activation = _activation(random)
    side, channels = _size(7, 48, random), int(random.integers(1, 5))
    shape = (side, side + int(random.integers(0, 4)), channels)
    layers: list[Layer] = []
    for _ in range(random.integers(1, 5)):
        before = network.output_shape(layers, shape)
        layers += _conv_block(activation, before, random)
    units = [_size(3, 200, random) for _ in range(random.integers(0, 3))]
    layers.append(_pick(random, Flatten(), Flatten(), GlobalAveragePooling2D()))
    layers += [*(Dense(n, activation) for n in units), Dense(_size(2, 20, random))]
    return shape, tuple(layers)


def _conv_block(
    activation: str, shape: Shape, random: np.random.Generator
) -> list[Layer]:
    """Return a convolution, perhaps normalized, perhaps with a pool behind it."""
    largest = min(7, *shape[:2])
    size = int(random.integers(1, largest + 1))
    strides = _pick(random, 1, 1, 1, 2)
    # An even window with stride 1 cannot keep the size with equal borders.
    padding = _pick(random, 0, (size - 1) // 2)
    conv = Conv2D(_size(1, 70, random), size, strides, padding, activation)
    block: list[Layer] = [conv]
    if random.random() < 0.2:
        block.append(BatchNormalization())
    pool = _pick(random, None, MaxPooling2D(), MaxPooling2D(3), AveragePooling2D())
    after = network.output_shape(block, shape)
    if pool is not None and min(after[:2]) >= pool.pool_size:
        block.append(pool)
    return block


def _sizes(
    layers: Network, shape: Shape, random: np.random.Generator
) -> tuple[int, int]:
    """Return a batch size, and how many examples make a turn; the last batch is odd."""
    limit = _MOST_MULTIPLICATIONS / (3 * multiplications(layers, shape))
    batch_size = min(int(random.integers(1, 301)), max(1, int(limit / 2)))
    batches = max(1, min(int(limit / batch_size), _MOST_BATCHES))
    return batch_size, batches * batch_size + int(random.integers(0, batch_size))


def multiplications(layers: Network, shape: Shape) -> int:
    """Return the multiplications of one example's way forward."""
    total = 1
    for layer in layers:
        after = layer.output_shape(shape)
        match layer:
            case Dense():
                total += prod(shape) * layer.units
            case Conv2D():
                total += prod(after) * layer.kernel_size**2 * shape[-1]
        shape = after
    return total


def _words(optimizer: Optimizer) -> str:
    return f"{optimizer.name}{' with momentum' * bool(optimizer.momentum)}"


def _activation(random: np.random.Generator) -> str:
    return _ACTIVATIONS[random.integers(len(_ACTIVATIONS))]


def _size(least: int, most: int, random: np.random.Generator) -> int:
    """Return a whole number; as often one below the geometric middle as one above."""
    return round(float(np.exp(random.uniform(np.log(least), np.log(most)))))


def _pick(random: np.random.Generator, *choices: Any) -> Any:
    return choices[random.integers(len(choices))]
