"""Small models and data sets for tests of training."""

import numpy as np

import limpid
from limpid.layers import Dense
from limpid.losses import SparseCategoricalCrossentropy


def blobs(num_examples: int = 60, seed: int = 0):
    """Return points around three centers, and the centers' numbers."""
    rng = np.random.default_rng(seed)
    labels = np.arange(num_examples) % 3
    centers = np.array([[2.0, 0.0, 1.0, 0.0], [-2.0, 1.0, 0.0, 1.0], [0.0, -2.0, 0, 0]])
    points = centers[labels] + rng.normal(size=(num_examples, 4))
    return points.astype("float32"), labels


def line(num_examples: int = 40, seed: int = 0):
    """Return points and a linear function of them, with a last axis of 1."""
    x = np.random.default_rng(seed).normal(size=(num_examples, 2)).astype("float32")
    return x, (x @ [[2.0], [-1.0]] + 0.5).astype("float32")


def classifier(optimizer="adam", *, seed: int = 1, **settings):
    """Return a compiled net 4-8-3 with equal weights for equal seeds."""
    limpid.utils.set_random_seed(seed)
    layers = [limpid.Input((4,)), Dense(8, activation="tanh"), Dense(3)]
    model = limpid.Sequential(layers)
    loss = SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer, loss, **{"metrics": ["accuracy"]} | settings)
    return model


def regressor(optimizer="sgd", *, seed: int = 1, **settings):
    """Return a compiled net 2-1 with equal weights for equal seeds."""
    limpid.utils.set_random_seed(seed)
    model = limpid.Sequential([limpid.Input((2,)), Dense(1)])
    model.compile(optimizer, **{"loss": "mean_squared_error"} | settings)
    return model


def two_headed(**settings):
    """Return a functional model with two inputs and the outputs 'sum' and 'sign'."""
    limpid.utils.set_random_seed(1)
    a, b = limpid.Input((2,), name="a"), limpid.Input((3,), name="b")
    shared = limpid.layers.Concatenate()([a, b])
    outputs = [
        Dense(1, name="sum")(shared),
        Dense(2, name="sign", activation="softmax")(shared),
    ]
    model = limpid.Model([a, b], outputs)
    model.compile("adam", **settings)
    return model


def two_headed_data(num_examples: int = 24):
    rng = np.random.default_rng(0)
    a = rng.normal(size=(num_examples, 2)).astype("float32")
    b = rng.normal(size=(num_examples, 3)).astype("float32")
    total = a.sum(1, keepdims=True) + b.sum(1, keepdims=True)
    return [a, b], [total, (total[:, 0] > 0).astype(int)]
