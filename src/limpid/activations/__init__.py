# Written by tools/index.py from the files of this folder; edit those.
"""Functions of a layer's output, by name or as callables."""

from limpid.activations.activate import activate
from limpid.activations.linear import linear
from limpid.activations.relu import relu
from limpid.activations.sigmoid import sigmoid
from limpid.activations.softmax import softmax
from limpid.activations.tanh import tanh

__all__ = [
    "activate",
    "linear",
    "relu",
    "sigmoid",
    "softmax",
    "tanh",
]
