"""The default: a small LeNet on the digits that come with limpid."""

from limpid.layers import Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from limpid.models import Input, Sequential
from limpid.optimizers import Adam
from limpid.recipes.preparation import Preparation
from limpid.recipes.recipe import Recipe
from limpid.schedules import CosineDecay


def small_lenet(activation: str = "relu", dropout: float = 0.5) -> Sequential:
    """Return LeNet in small: convolution and pooling twice, then two dense layers."""
    return Sequential(
        [
            Input((8, 8, 1)),
            Conv2D(32, 3, padding="same", activation=activation),
            MaxPooling2D(2),
            Conv2D(64, 3, padding="same", activation=activation),
            MaxPooling2D(2),
            Flatten(),
            Dropout(dropout),
            Dense(128, activation=activation),
            Dense(10, activation="softmax"),
        ]
    )


def adam(steps: int, learning_rate: float = 0.003) -> Adam:
    """Return Adam with a rate that falls to 0 along half a cosine."""
    return Adam(CosineDecay(learning_rate, steps))


RECIPE = Recipe(
    name="digits",
    title="A small LeNet on handwritten digits",
    dataset="digits",
    model=small_lenet,
    optimizer=adam,
    loss="sparse_categorical_crossentropy",
    epochs=40,
    batch_size=32,
    validation=0.1,
    expect={"test_accuracy": 0.98},
    preparation=Preparation(full_scale=16, shape=(8, 8, 1)),
    source="LeCun, Bottou, Bengio & Haffner 1998, in small; the figure is ours",
)
