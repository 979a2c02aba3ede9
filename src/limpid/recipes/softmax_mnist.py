"""Softmax regression on MNIST: what no hidden layer can do."""

from limpid.layers import Dense
from limpid.models import Input, Sequential
from limpid.optimizers import Adam
from limpid.recipes.preparation import Preparation
from limpid.recipes.recipe import Recipe
from limpid.schedules import CosineDecay


def softmax_regression() -> Sequential:
    """Return a single layer: one template picture for each class."""
    return Sequential([Input((784,)), Dense(10, activation="softmax")])


def adam(steps: int, learning_rate: float = 0.002) -> Adam:
    """Return Adam with a rate that falls to 0 along half a cosine."""
    return Adam(CosineDecay(learning_rate, steps))


RECIPE = Recipe(
    name="softmax-mnist",
    title="Softmax regression on MNIST: no hidden layer",
    dataset="mnist",
    model=softmax_regression,
    optimizer=adam,
    loss="sparse_categorical_crossentropy",
    epochs=10,
    batch_size=128,
    expect={"test_accuracy": 0.92},
    preparation=Preparation(full_scale=255, shape=(784,)),
    source="LeCun et al. 1998, fig. 9, has 8.4 % errors for pairwise linear units",
)
