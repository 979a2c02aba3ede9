"""Whole training runs: the same net, weights and batches in PyTorch."""

import numpy as np
import pytest
from tests.common import oracles

import limpid
from limpid.layers import Dense
from limpid.losses import SparseCategoricalCrossentropy
from limpid.optimizers import SGD, Adam

STEPS = 20


def start(seed=0):
    rng = np.random.default_rng(seed)
    sizes = [(6, 16), (16,), (16, 4), (4,)]
    return [rng.normal(size=size, scale=0.5).astype("float32") for size in sizes]


def batches():
    rng = np.random.default_rng(1)
    for _ in range(STEPS):
        yield rng.normal(size=(8, 6)).astype("float32"), rng.integers(0, 4, 8)


def ours(optimizer):
    layers = [limpid.Input((6,)), Dense(16, activation="tanh"), Dense(4)]
    model = limpid.Sequential(layers)
    model.compile(optimizer, SparseCategoricalCrossentropy(from_logits=True))
    model.set_weights(start())
    losses = [model.train_on_batch(x, y) for x, y in batches()]
    return losses, model.get_weights()


def theirs(make):
    torch = oracles.torch()
    weights = [torch.tensor(w, requires_grad=True) for w in start()]
    optimizer, losses = make(torch.optim, weights), []
    for x, y in batches():
        k1, b1, k2, b2 = weights
        scores = torch.tanh(torch.from_numpy(x) @ k1 + b1) @ k2 + b2
        loss = torch.nn.functional.cross_entropy(scores, torch.from_numpy(y))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses, [w.detach().numpy() for w in weights]


OPTIMIZERS = {
    "sgd": (lambda: SGD(0.1), lambda o, w: o.SGD(w, 0.1)),
    "momentum": (
        lambda: SGD(0.05, momentum=0.9),
        lambda o, w: o.SGD(w, 0.05, momentum=0.9),
    ),
    "nesterov": (
        lambda: SGD(0.05, momentum=0.9, nesterov=True),
        lambda o, w: o.SGD(w, 0.05, momentum=0.9, nesterov=True),
    ),
    # "Epsilon hat" stands elsewhere in PyTorch: it must not matter here.
    "adam": (
        lambda: Adam(0.01, epsilon=1e-12),
        lambda o, w: o.Adam(w, 0.01, eps=1e-12),
    ),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_twenty_steps_agree(name):
    make, make_theirs = OPTIMIZERS[name]
    (losses, weights), (other_losses, others) = ours(make()), theirs(make_theirs)
    # The reported loss of a batch is that before its step, as PyTorch's here; metrics
    # of single batches are running means.
    running = np.cumsum(other_losses) / np.arange(1, STEPS + 1)
    np.testing.assert_allclose(losses, running, rtol=1e-5)
    for weight, other in zip(weights, others, strict=True):
        np.testing.assert_allclose(weight, other, rtol=1e-5, atol=1e-5)
