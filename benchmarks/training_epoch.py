"""Whole epochs of `fit`, shuffled: limpid, PyTorch's own loop, scikit-learn.

One turn is an epoch of 6,400 pictures (LeNet-5, batch 64; MLP 784-512-256-10, batch
128) or of 500 points (the playground's 2-4-2-1, batch 10). Choose by name:
`python benchmarks/training_epoch.py`, with WORKLOAD=lenet5, mlp or playground.
"""

import os
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from runner import Work, main

RANDOM = np.random.default_rng(0)


@dataclass(frozen=True)
class Workload:
    """What is trained on what."""

    x: Any
    y: Any
    batch_size: int
    units: tuple[int, ...]
    convolutional: bool = False


def points() -> Workload:
    """Return the playground's default task: two inputs, tanh, a number to learn."""
    x = RANDOM.normal(size=(500, 2)).astype(np.float32)
    return Workload(x, np.sign(x[:, :1] * x[:, 1:]), 10, (4, 2, 1))


def pictures(
    batch_size: int, units: tuple[int, ...], *, convolutional: bool
) -> Workload:
    """Return random pictures with random labels."""
    x = RANDOM.random((6400, 28, 28, 1), dtype=np.float32)
    y = RANDOM.integers(0, 10, 6400)
    return Workload(x, y, batch_size, units, convolutional)


def workload() -> Workload:
    """Return the one that the environment names."""
    name = os.environ.get("WORKLOAD", "lenet5")
    if name == "playground":
        return points()
    if name == "mlp":
        return pictures(128, (512, 256, 10), convolutional=False)
    return pictures(64, (120, 84, 10), convolutional=True)


def limpid_epoch() -> Work:
    """Prepare `fit` of one epoch."""
    from limpid.layers import Conv2D, Dense, Flatten, MaxPooling2D
    from limpid.models import Input, Sequential
    from limpid.optimizers import SGD, Adam

    work = workload()
    layers: list[Any] = []
    if work.convolutional:
        layers += [Conv2D(6, 5, padding="same", activation="tanh"), MaxPooling2D()]
        layers += [Conv2D(16, 5, activation="tanh"), MaxPooling2D()]
    small = work.x.ndim == 2
    layers += [Flatten(), *(Dense(n, "tanh") for n in work.units[:-1])]
    layers += [Dense(work.units[-1], "tanh" if small else "softmax")]
    model = Sequential([Input(work.x.shape[1:]), *layers])
    loss = "mse" if small else "sparse_categorical_crossentropy"
    model.compile(SGD(0.03) if small else Adam(), loss)
    return lambda: model.fit(work.x, work.y, batch_size=work.batch_size, verbose=0)


def torch_epoch(num_threads: int) -> Work:
    """Prepare the same epoch as PyTorch's users write it, with its fastest settings."""
    import torch
    from torch import nn

    torch.set_num_threads(num_threads)
    work, small = workload(), os.environ.get("WORKLOAD") == "playground"
    layers: list[Any] = []
    size = int(np.prod(work.x.shape[1:]))
    if work.convolutional:
        layers += [nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.MaxPool2d(2)]
        layers += [nn.Conv2d(6, 16, 5), nn.Tanh(), nn.MaxPool2d(2)]
        size = 400
    layers.append(nn.Flatten())
    for n in work.units:
        layers += [nn.Linear(size, n), nn.Tanh()]
        size = n
    model = nn.Sequential(*layers[: None if small else -1])
    x, y = torch.from_numpy(work.x), torch.from_numpy(work.y)
    if work.convolutional:
        model = model.to(memory_format=torch.channels_last)
        x = x.permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last)
    parameters = list(model.parameters())
    optimizer: Any = torch.optim.Adam(parameters, fused=True)
    if small:
        optimizer = torch.optim.SGD(parameters, 0.03, fused=True)
    loss_of: Any = nn.MSELoss() if small else nn.CrossEntropyLoss()

    def epoch() -> None:
        for rows in torch.randperm(len(x)).split(work.batch_size):
            optimizer.zero_grad()
            loss_of(model(x[rows]), y[rows]).backward()
            optimizer.step()

    return epoch


def sklearn_epoch() -> Work:
    """Prepare the same epoch in scikit-learn, which has no convolutions."""
    from sklearn.neural_network import (  # noqa: TID251 - a peer
        MLPClassifier,
        MLPRegressor,
    )

    work = workload()
    if work.convolutional:
        raise ImportError
    warnings.simplefilter("ignore")
    flat = work.x.reshape(len(work.x), -1)
    kind, target = (
        (MLPClassifier, work.y) if work.y.ndim == 1 else (MLPRegressor, work.y[:, 0])
    )
    solver = "adam" if work.y.ndim == 1 else "sgd"
    model = kind(
        hidden_layer_sizes=work.units[:-1],
        activation="tanh",
        solver=solver,
        batch_size=work.batch_size,
    )
    # Its fit is timed with warm start and one iteration: one epoch a call.
    model.set_params(max_iter=1, warm_start=True, alpha=0.0)
    return lambda: model.fit(flat, target)


if __name__ == "__main__":
    main(
        __file__,
        {
            "limpid": limpid_epoch,
            "torch, 1 thread": lambda: torch_epoch(1),
            "torch, 2 threads": lambda: torch_epoch(2),
            "scikit-learn": sklearn_epoch,
        },
        turns=12,
    )
