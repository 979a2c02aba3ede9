# Written by tools/index.py from the files of this folder; edit those.
"""The learning rate as a function of the step."""

from limpid.schedules.cosine_decay import CosineDecay
from limpid.schedules.exponential_decay import ExponentialDecay
from limpid.schedules.learning_rate_schedule import LearningRateSchedule

__all__ = [
    "CosineDecay",
    "ExponentialDecay",
    "LearningRateSchedule",
]
