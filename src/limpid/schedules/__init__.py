# Written by tools/index.py from the files of this folder; edit those.
"""The learning rate as a function of the step."""

from limpid.schedules.cosine_decay import CosineDecay
from limpid.schedules.cosine_decay_restarts import CosineDecayRestarts
from limpid.schedules.exponential_decay import ExponentialDecay
from limpid.schedules.inverse_time_decay import InverseTimeDecay
from limpid.schedules.learning_rate_schedule import LearningRateSchedule
from limpid.schedules.piecewise_constant_decay import PiecewiseConstantDecay
from limpid.schedules.polynomial_decay import PolynomialDecay
from limpid.schedules.walk_through import walk_through

__all__ = [
    "CosineDecay",
    "CosineDecayRestarts",
    "ExponentialDecay",
    "InverseTimeDecay",
    "LearningRateSchedule",
    "PiecewiseConstantDecay",
    "PolynomialDecay",
    "walk_through",
]
