"""Explanations: graphs drawn, training steps written out, gradients checked."""

from limpid.explanations.exercise import exercise
from limpid.explanations.explanation import Explanation, explain
from limpid.explanations.gradcheck import Check, Report, gradcheck, gradcheck_model
from limpid.explanations.record import Line, Row
from limpid.explanations.step import LayerStep, Step, take_apart
from limpid.explanations.worked import worked

__all__ = [
    "Check",
    "Explanation",
    "LayerStep",
    "Line",
    "Report",
    "Row",
    "Step",
    "exercise",
    "explain",
    "gradcheck",
    "gradcheck_model",
    "take_apart",
    "worked",
]
