"""Explanations: graphs drawn, training steps written out, gradients checked."""

from limpid.explanations.exercise import exercise
from limpid.explanations.explanation import Explanation, explain
from limpid.explanations.expression import evaluate
from limpid.explanations.features import FEATURES, features
from limpid.explanations.gradcheck import Check, Report, gradcheck, gradcheck_model
from limpid.explanations.record import Line, Row
from limpid.explanations.roles import Role, role
from limpid.explanations.step import LayerStep, Step, take_apart
from limpid.explanations.trouble import trouble
from limpid.explanations.worked import worked

__all__ = [
    "FEATURES",
    "Check",
    "Explanation",
    "LayerStep",
    "Line",
    "Report",
    "Role",
    "Row",
    "Step",
    "evaluate",
    "exercise",
    "explain",
    "features",
    "gradcheck",
    "gradcheck_model",
    "role",
    "take_apart",
    "trouble",
    "worked",
]
