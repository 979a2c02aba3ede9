"""The textbook exercise: 784-30-10 sigmoid units on MNIST."""

from limpid.initializers import RandomNormal, VarianceScaling
from limpid.layers import Dense
from limpid.models import Input, Sequential
from limpid.optimizers import SGD
from limpid.recipes.preparation import Preparation
from limpid.recipes.recipe import Recipe


def sigmoid_network(units: int = 30) -> Sequential:
    """Return one hidden layer of sigmoid units, and ten of them as outputs."""
    return Sequential(
        [Input((784,)), _sigmoid_layer(units), _sigmoid_layer(10)],
    )


def _sigmoid_layer(units: int) -> Dense:
    scaled = VarianceScaling(1.0, "fan_in", "untruncated_normal")
    normal = RandomNormal(stddev=1.0)
    return Dense(units, "sigmoid", kernel_initializer=scaled, bias_initializer=normal)


def sgd(steps: int, learning_rate: float = 3.0) -> SGD:  # noqa: ARG001 - it is constant
    """Return plain gradient descent at a constant rate."""
    # The book halves the sum over ten outputs; mean squared error averages it.
    return SGD(learning_rate * 10 / 2)


RECIPE = Recipe(
    name="sigmoid-mnist",
    title="784-30-10 sigmoid units on MNIST, as in the textbook exercise",
    dataset="mnist",
    model=sigmoid_network,
    optimizer=sgd,
    loss="mean_squared_error",
    epochs=30,
    batch_size=10,
    expect={"test_accuracy": 0.95},
    preparation=Preparation(full_scale=255, shape=(784,), one_hot=10),
    source="Nielsen 2015, Neural Networks and Deep Learning, chapter 1: about 95 %",
)
