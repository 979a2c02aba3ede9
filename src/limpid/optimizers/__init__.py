# Written by tools/index.py from the files of this folder; edit those.
"""How weights change, given their gradients."""

from limpid.optimizers.adam import Adam
from limpid.optimizers.optimizer import Optimizer
from limpid.optimizers.rmsprop import RMSprop
from limpid.optimizers.sgd import SGD

__all__ = [
    "SGD",
    "Adam",
    "Optimizer",
    "RMSprop",
]
