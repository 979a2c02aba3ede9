# Written by tools/index.py from the files of this folder; edit those.
"""Limits that weights are brought back to after each update."""

from limpid.constraints.constraint import Constraint
from limpid.constraints.max_norm import MaxNorm
from limpid.constraints.min_max_norm import MinMaxNorm
from limpid.constraints.non_neg import NonNeg
from limpid.constraints.unit_norm import UnitNorm

__all__ = [
    "Constraint",
    "MaxNorm",
    "MinMaxNorm",
    "NonNeg",
    "UnitNorm",
]
