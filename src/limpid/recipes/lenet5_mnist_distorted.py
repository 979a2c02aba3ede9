"""LeNet-5 on MNIST, each picture distorted anew in every epoch."""

from limpid.layers import (
    Conv2D,
    Dense,
    Flatten,
    MaxPooling2D,
    RandomRotation,
    RandomTranslation,
    RandomZoom,
)
from limpid.models import Input, Sequential
from limpid.optimizers import Adam
from limpid.recipes.preparation import Preparation
from limpid.recipes.recipe import Recipe
from limpid.schedules import CosineDecay


def distorted_lenet5(
    activation: str = "relu",
    shift: float = 0.08,
    rotation: float = 0.03,
    zoom: float = 0.1,
) -> Sequential:
    """Return LeNet-5 that sees each picture shifted, turned and zoomed anew.

    Args:
        activation: Of all layers but the last.
        shift: At most this share of height and width.
        rotation: At most this share of a full turn, either way.
        zoom: At most this share of the size, either way.
    """
    return Sequential(
        [
            Input((28, 28, 1)),
            RandomTranslation(shift, shift, fill_mode="constant"),
            RandomRotation(rotation, fill_mode="constant"),
            RandomZoom(zoom, fill_mode="constant"),
            Conv2D(6, 5, padding="same", activation=activation),
            MaxPooling2D(2),
            Conv2D(16, 5, activation=activation),
            MaxPooling2D(2),
            Flatten(),
            Dense(120, activation=activation),
            Dense(84, activation=activation),
            Dense(10, activation="softmax"),
        ]
    )


def adam(steps: int, learning_rate: float = 0.002) -> Adam:
    """Return Adam with a rate that falls to 0 along half a cosine."""
    return Adam(CosineDecay(learning_rate, steps))


RECIPE = Recipe(
    name="lenet5-mnist-distorted",
    title="LeNet-5 on MNIST, each picture distorted anew",
    dataset="mnist",
    model=distorted_lenet5,
    optimizer=adam,
    loss="sparse_categorical_crossentropy",
    epochs=30,
    batch_size=64,
    expect={"test_errors": 82},
    preparation=Preparation(full_scale=255, shape=(28, 28, 1)),
    source="LeCun, Bottou, Bengio & Haffner 1998, fig. 9: 82 errors with distortions",
)
