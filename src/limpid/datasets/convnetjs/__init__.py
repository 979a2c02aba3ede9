# Written by tools/index.py from the files of this folder; edit those.
"""The four small data sets of the ConvNetJS demonstration in the plane."""

from limpid.datasets.convnetjs.circle import circle
from limpid.datasets.convnetjs.random import random
from limpid.datasets.convnetjs.simple import simple
from limpid.datasets.convnetjs.spiral import spiral

__all__ = [
    "circle",
    "random",
    "simple",
    "spiral",
]
