# Written by tools/index.py from the files of this folder; edit those.
"""Linear classifiers, one step at a time: perceptrons, the delta rule, four losses."""

from limpid.linear.averaged_perceptron import AveragedPerceptron
from limpid.linear.batch_perceptron import BatchPerceptron
from limpid.linear.cycle_of import cycle_of
from limpid.linear.delta_rule import DeltaRule
from limpid.linear.learning_rule import LearningRule
from limpid.linear.linear_classifier import FORMULATIONS, Evaluation, LinearClassifier
from limpid.linear.maximum_margin import maximum_margin
from limpid.linear.mistake_bound import mistake_bound
from limpid.linear.perceptron import Perceptron
from limpid.linear.update import Update

__all__ = [
    "FORMULATIONS",
    "AveragedPerceptron",
    "BatchPerceptron",
    "DeltaRule",
    "Evaluation",
    "LearningRule",
    "LinearClassifier",
    "Perceptron",
    "Update",
    "cycle_of",
    "maximum_margin",
    "mistake_bound",
]
