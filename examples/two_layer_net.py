"""A two-layer network from scratch: limpid's operations and gradients, nothing else.

    python examples/two_layer_net.py

Source: the CS231n exercise of this name (https://cs231n.github.io).
"""

import numpy as np

import limpid
from limpid import gradients, logsumexp, matmul, maximum, mean, sum


def start(inputs, hidden, classes, seed=0):
    """Return first weights and biases."""
    random = np.random.default_rng(seed)
    sizes = [(inputs, hidden), (hidden, classes)]
    kernels = [random.normal(0, np.sqrt(2 / n), (n, m)) for n, m in sizes]
    weights = [kernels[0], np.zeros(hidden), kernels[1], np.zeros(classes)]
    return [weight.astype(np.float32) for weight in weights]


def scores(weights, x):
    """Return W2 max(0, W1 x + b1) + b2, an example a row."""
    kernel1, bias1, kernel2, bias2 = weights
    return matmul(maximum(matmul(x, kernel1) + bias1, 0.0), kernel2) + bias2


def loss(weights, x, one_hot, penalty):
    """Return the mean softmax loss and the penalty of both kernels."""
    found = scores(weights, x)
    data = mean(logsumexp(found, axis=1) - sum(found * one_hot, axis=1))
    return data + penalty * (sum(weights[0] ** 2) + sum(weights[2] ** 2))


def train(weights, x, y, steps=3000, rate=0.1, penalty=1e-3, batch=200, seed=0):
    """Descend with momentum at a falling rate; return the weights learned."""
    random = np.random.default_rng(seed)
    one_hot = np.eye(10, dtype=np.float32)[y]
    velocities = [np.zeros_like(weight) for weight in weights]
    for step in range(steps):
        rows = random.integers(0, len(x), batch)
        tensors = [limpid.asarray(weight) for weight in weights]
        error = loss(tensors, x[rows], one_hot[rows], penalty)
        now = np.float32(rate * (1 - step / steps))
        for i, slope in enumerate(gradients(error, tensors)):
            velocities[i] = np.float32(0.9) * velocities[i] - now * slope.numpy()
            weights[i] = weights[i] + velocities[i]
    return weights


if __name__ == "__main__":
    (x, y), _ = limpid.datasets.cifar10.load_data()
    order = np.random.default_rng(0).permutation(len(x))
    x, y = x[order].reshape(len(x), -1).astype(np.float32) / 255, y[order].ravel()
    x -= x[:-5000].mean(0)
    learned = train(start(3072, 100, 10), x[:-5000], y[:-5000])
    guesses = np.argmax(scores(learned, x[-5000:]).numpy(), axis=1)
    print(f"validation accuracy {np.mean(guesses == y[-5000:]):.3f}")
