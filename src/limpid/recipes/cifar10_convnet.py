"""A small convolutional network on CIFAR-10: the one of the CS231n picture."""

from limpid.layers import (
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    MaxPooling2D,
    Normalization,
    RandomFlip,
)
from limpid.models import Input, Sequential
from limpid.optimizers import Adam
from limpid.recipes.preparation import Preparation
from limpid.recipes.recipe import Recipe
from limpid.recipes.resnet20_cifar10 import MEAN, VARIANCE
from limpid.schedules import CosineDecay


def stage(filters: int) -> list[Conv2D | MaxPooling2D]:
    """Return conv-relu-conv-relu-pool."""
    convolutions = [
        Conv2D(
            filters,
            3,
            padding="same",
            activation="relu",
            kernel_initializer="he_normal",
        )
        for _ in range(2)
    ]
    return [*convolutions, MaxPooling2D(2)]


def convnet(filters: int = 32, dropout: float = 0.3) -> Sequential:
    """Return conv-relu-conv-relu-pool three times, then a dense layer.

    Args:
        filters: Of the first stage; each further one has twice as many.
        dropout: Of the dense layer's inputs.
    """
    return Sequential(
        [
            Input((32, 32, 3)),
            Normalization(mean=MEAN, variance=VARIANCE),
            RandomFlip("horizontal"),
            *stage(filters),
            *stage(2 * filters),
            *stage(4 * filters),
            Flatten(),
            Dropout(dropout),
            Dense(10, activation="softmax"),
        ]
    )


def adam(steps: int, learning_rate: float = 0.001) -> Adam:
    """Return Adam with a rate that falls to 0 along half a cosine."""
    return Adam(CosineDecay(learning_rate, steps))


RECIPE = Recipe(
    name="cifar10-convnet",
    title="A convolutional network of six convolutions on CIFAR-10",
    dataset="cifar10",
    model=convnet,
    optimizer=adam,
    loss="sparse_categorical_crossentropy",
    epochs=8,
    batch_size=64,
    expect={"test_accuracy": 0.75},
    preparation=Preparation(full_scale=255),
    validation=0.02,
    source="The shape of the picture in Stanford's CS231n notes; the figure is ours",
)
