"""Explanations: graphs drawn, training steps written out, gradients checked."""

from limpid.explanations.curve import Curve, curve
from limpid.explanations.deep_stack import deep_stack
from limpid.explanations.distribution import Distribution, distribution
from limpid.explanations.exercise import exercise
from limpid.explanations.explanation import Explanation, explain
from limpid.explanations.expression import evaluate
from limpid.explanations.features import FEATURES, features
from limpid.explanations.gradcheck import Check, Report, gradcheck, gradcheck_model
from limpid.explanations.record import Line, Row
from limpid.explanations.roles import Role, role
from limpid.explanations.signals import Signal, signals, warnings_of
from limpid.explanations.step import LayerStep, Step, take_apart
from limpid.explanations.trouble import trouble
from limpid.explanations.worked import worked

__all__ = [
    "FEATURES",
    "Check",
    "Curve",
    "Distribution",
    "Explanation",
    "LayerStep",
    "Line",
    "Report",
    "Role",
    "Row",
    "Signal",
    "Step",
    "curve",
    "deep_stack",
    "distribution",
    "evaluate",
    "exercise",
    "explain",
    "features",
    "gradcheck",
    "gradcheck_model",
    "role",
    "signals",
    "take_apart",
    "trouble",
    "warnings_of",
    "worked",
]
