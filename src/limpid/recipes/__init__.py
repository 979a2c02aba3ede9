# Written by tools/index.py from the files of this folder; edit those.
"""Recipes: data about runs, each with the figure that it must reach."""

from limpid.recipes import (
    char_rnn,
    cifar10_convnet,
    digits,
    lenet5_mnist,
    lenet5_mnist_distorted,
    mlp_mnist,
    resnet20_cifar10,
    sentences,
    sigmoid_mnist,
    softmax_mnist,
    xor,
)
from limpid.recipes.find import find, recipe_names
from limpid.recipes.playground_network import playground_network
from limpid.recipes.preparation import Preparation
from limpid.recipes.recipe import Recipe

__all__ = [
    "Preparation",
    "Recipe",
    "char_rnn",
    "cifar10_convnet",
    "digits",
    "find",
    "lenet5_mnist",
    "lenet5_mnist_distorted",
    "mlp_mnist",
    "playground_network",
    "recipe_names",
    "resnet20_cifar10",
    "sentences",
    "sigmoid_mnist",
    "softmax_mnist",
    "xor",
]
