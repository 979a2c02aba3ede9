"""One hidden layer on MNIST."""

from limpid.layers import Dense
from limpid.models import Input, Sequential
from limpid.optimizers import Adam
from limpid.recipes.preparation import Preparation
from limpid.recipes.recipe import Recipe
from limpid.schedules import CosineDecay


def mlp(units: int = 300, activation: str = "relu") -> Sequential:
    """Return one hidden layer between 784 pixels and 10 classes."""
    hidden, classes = Dense(units, activation=activation), Dense(10, "softmax")
    return Sequential([Input((784,)), hidden, classes])


def adam(steps: int, learning_rate: float = 0.001) -> Adam:
    """Return Adam with a rate that falls to 0 along half a cosine."""
    return Adam(CosineDecay(learning_rate, steps))


RECIPE = Recipe(
    name="mlp-mnist",
    title="A network with one hidden layer of 300 units on MNIST",
    dataset="mnist",
    model=mlp,
    optimizer=adam,
    loss="sparse_categorical_crossentropy",
    epochs=20,
    batch_size=64,
    expect={"test_accuracy": 0.98},
    preparation=Preparation(full_scale=255, shape=(784,)),
    source="The shape of LeCun et al. 1998, fig. 9, 28x28-300-10; the figure is ours",
)
