# Written by tools/index.py from the files of this folder; edit those.
"""Random numbers from counters: the same seed gives the same numbers anywhere."""

from limpid.random.categorical import categorical
from limpid.random.dropout import dropout
from limpid.random.normal import normal
from limpid.random.permutation import permutation
from limpid.random.randint import randint
from limpid.random.seed_generator import SeedGenerator, set_random_seed
from limpid.random.shuffle import shuffle
from limpid.random.truncated_normal import truncated_normal
from limpid.random.uniform import uniform

__all__ = [
    "SeedGenerator",
    "categorical",
    "dropout",
    "normal",
    "permutation",
    "randint",
    "set_random_seed",
    "shuffle",
    "truncated_normal",
    "uniform",
]
