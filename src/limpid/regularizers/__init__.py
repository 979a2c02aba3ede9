# Written by tools/index.py from the files of this folder; edit those.
"""Penalties on weights, added to the loss."""

from limpid.regularizers.l1 import L1, l1
from limpid.regularizers.l1_l2 import L1L2
from limpid.regularizers.l2 import L2, l2
from limpid.regularizers.orthogonal_regularizer import OrthogonalRegularizer
from limpid.regularizers.regularizer import Regularizer

__all__ = [
    "L1",
    "L1L2",
    "L2",
    "OrthogonalRegularizer",
    "Regularizer",
    "l1",
    "l2",
]
