# Written by tools/index.py from the files of this folder; edit those.
"""How weights change, given their gradients."""

from limpid.optimizers import schedules
from limpid.optimizers.adadelta import Adadelta
from limpid.optimizers.adafactor import Adafactor
from limpid.optimizers.adagrad import Adagrad
from limpid.optimizers.adam import Adam
from limpid.optimizers.adam_w import AdamW
from limpid.optimizers.adamax import Adamax
from limpid.optimizers.lamb import Lamb
from limpid.optimizers.lion import Lion
from limpid.optimizers.nadam import Nadam
from limpid.optimizers.optimizer import Optimizer
from limpid.optimizers.rmsprop import RMSprop
from limpid.optimizers.sgd import SGD

__all__ = [
    "SGD",
    "Adadelta",
    "Adafactor",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "Lamb",
    "Lion",
    "Nadam",
    "Optimizer",
    "RMSprop",
    "schedules",
]
