# Written by tools/index.py from the files of this folder; edit those.
"""TensorFlow Playground's data sets, by its rules, and relatives with more classes."""

from limpid.datasets.playground.blobs import blobs
from limpid.datasets.playground.circle import circle
from limpid.datasets.playground.gauss import gauss
from limpid.datasets.playground.half_planes import half_planes
from limpid.datasets.playground.load_data import load_data
from limpid.datasets.playground.reg_gauss import reg_gauss
from limpid.datasets.playground.reg_plane import reg_plane
from limpid.datasets.playground.rings import rings
from limpid.datasets.playground.spiral import spiral
from limpid.datasets.playground.spirals import spirals
from limpid.datasets.playground.xor import xor

__all__ = [
    "blobs",
    "circle",
    "gauss",
    "half_planes",
    "load_data",
    "reg_gauss",
    "reg_plane",
    "rings",
    "spiral",
    "spirals",
    "xor",
]
