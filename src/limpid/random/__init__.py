# Written by tools/index.py from the files of this folder; edit those.
"""Random numbers from counters: the same seed gives the same numbers anywhere."""

from limpid.random.normal import normal
from limpid.random.permutation import permutation
from limpid.random.seed_generator import SeedGenerator, set_random_seed
from limpid.random.truncated_normal import truncated_normal
from limpid.random.uniform import uniform

__all__ = [
    "SeedGenerator",
    "normal",
    "permutation",
    "set_random_seed",
    "truncated_normal",
    "uniform",
]
