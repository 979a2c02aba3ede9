# Written by tools/index.py from the files of this folder; edit those.
"""Random numbers from counters: the same seed gives the same numbers anywhere."""

from limpid.random.normal import normal
from limpid.random.seed_generator import SeedGenerator
from limpid.random.uniform import uniform

__all__ = [
    "SeedGenerator",
    "normal",
    "uniform",
]
