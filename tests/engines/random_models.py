"""Random models and a few steps of their training."""

from collections.abc import Callable
from typing import Any

import numpy as np

import limpid
from limpid import layers, optimizers

ACTIVATIONS = ["relu", "tanh", "sigmoid", "softplus", "elu", None]


class Draw:
    """A model under construction."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def choose(self, *options: Any) -> Any:
        return options[int(self.rng.integers(len(options)))]

    def activation(self) -> Any:
        return self.choose(*ACTIVATIONS)

    def picture(self) -> list[Any]:
        """Return layers for images."""
        found: list[Any] = []
        for _ in range(self.choose(1, 2)):
            found.append(self.convolution())
            if self.choose(True, False):
                found.append(layers.BatchNormalization())
            pool = self.choose(layers.MaxPooling2D, layers.AveragePooling2D, None)
            if pool:
                found.append(pool(2, strides=self.choose(1, 2), padding="same"))
            if self.choose(True, False, False):
                found.append(layers.Dropout(0.3))
        return [*found, self.choose(layers.Flatten, layers.GlobalAveragePooling2D)()]

    def convolution(self) -> Any:
        settings = {"padding": "same", "activation": self.activation()}
        size = self.choose(1, 2, 3, 5)
        if self.choose(True, False, False):
            return layers.DepthwiseConv2D(size, **settings)
        strides = self.choose(1, 1, 2)
        return layers.Conv2D(self.choose(1, 3, 4, 8), size, strides=strides, **settings)

    def row(self) -> list[Any]:
        """Return layers for vectors."""
        found: list[Any] = []
        for _ in range(self.choose(0, 1, 2)):
            found.append(layers.Dense(self.choose(1, 3, 5, 8, 17), self.activation()))
            other = self.choose(
                None, None, layers.BatchNormalization, layers.LayerNormalization
            )
            found += [other()] if other else []
            found += [layers.Dropout(0.4)] if self.choose(True, False, False) else []
        return found

    def optimizer(self) -> Any:
        """Return an optimizer that does not magnify rounding: its epsilon is large."""
        return self.choose(
            lambda: optimizers.SGD(0.05),
            lambda: optimizers.SGD(0.05, momentum=0.9, nesterov=True),
            lambda: optimizers.Adam(0.01, epsilon=1e-2),
            lambda: optimizers.RMSprop(0.01, epsilon=1e-2),
        )()


def draw(seed: int) -> tuple[Callable[[], Any], np.ndarray, np.ndarray]:
    """Return a maker of one compiled model, and examples with targets."""
    probe = Draw(seed)
    is_picture = probe.choose(True, False)
    shape = (probe.choose(5, 6, 9), 7, probe.choose(1, 2, 3)) if is_picture else (6,)
    batch, classes = probe.choose(1, 2, 5, 8), probe.choose(2, 3, 10)
    loss = probe.choose("sparse_categorical_crossentropy", "mse")
    x = probe.rng.normal(size=(batch, *shape))
    labels = probe.rng.integers(0, classes, batch)
    y = labels if loss.startswith("sparse") else probe.rng.normal(size=(batch, classes))

    def make() -> Any:
        limpid.utils.set_random_seed(seed)
        d = Draw(seed + 1)
        inner = [*(d.picture() if is_picture else []), *d.row()]
        last = layers.Dense(classes, "softmax" if loss.startswith("sparse") else None)
        model = limpid.Sequential([limpid.Input(shape), *inner, last])
        model.compile(d.optimizer(), loss)
        return model

    return make, x, y
