"""LeNet-5 on MNIST as it is: the main job."""

from limpid.layers import Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from limpid.models import Input, Sequential
from limpid.optimizers import Adam
from limpid.recipes.preparation import Preparation
from limpid.recipes.recipe import Recipe
from limpid.schedules import CosineDecay


def lenet5(activation: str = "relu", dropout: float = 0.25) -> Sequential:
    """Return LeNet-5 with full connections and softmax: 61,706 parameters.

    Args:
        activation: Of all layers but the last.
        dropout: Of the first two dense layers' inputs.
    """
    return Sequential(
        [
            Input((28, 28, 1)),
            Conv2D(6, 5, padding="same", activation=activation),
            MaxPooling2D(2),
            Conv2D(16, 5, activation=activation),
            MaxPooling2D(2),
            Flatten(),
            Dropout(dropout),
            Dense(120, activation=activation),
            Dropout(dropout),
            Dense(84, activation=activation),
            Dense(10, activation="softmax"),
        ]
    )


def adam(steps: int, learning_rate: float = 0.002) -> Adam:
    """Return Adam with a rate that falls to 0 along half a cosine."""
    return Adam(CosineDecay(learning_rate, steps))


RECIPE = Recipe(
    name="lenet5-mnist",
    title="LeNet-5 on MNIST, without distortions",
    dataset="mnist",
    model=lenet5,
    optimizer=adam,
    loss="sparse_categorical_crossentropy",
    epochs=20,
    batch_size=64,
    expect={"test_errors": 95},
    preparation=Preparation(full_scale=255, shape=(28, 28, 1)),
    source="LeCun, Bottou, Bengio & Haffner 1998, fig. 9: 0.95 % without distortions",
)
