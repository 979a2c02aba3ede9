"""Explanations: graphs drawn, training steps written out, gradients checked."""

from limpid.explanations.carried_errors import carried_changes, carried_errors
from limpid.explanations.class_scores import class_scores
from limpid.explanations.curve import Curve, curve
from limpid.explanations.deep_stack import deep_stack
from limpid.explanations.distribution import Distribution, distribution
from limpid.explanations.entropy import entropy, tempered
from limpid.explanations.exercise import exercise
from limpid.explanations.explanation import Explanation, explain
from limpid.explanations.expression import evaluate
from limpid.explanations.features import FEATURES, features
from limpid.explanations.gradcheck import Check, Report, gradcheck, gradcheck_model
from limpid.explanations.landscape import landscape
from limpid.explanations.occlusion import occlusion
from limpid.explanations.receptive_field import ReceptiveField, receptive_field
from limpid.explanations.record import Line, Row
from limpid.explanations.roles import Role, role
from limpid.explanations.saliency import saliency
from limpid.explanations.signals import Signal, signals, warnings_of
from limpid.explanations.step import LayerStep, Step, take_apart
from limpid.explanations.step_sizes import StepSize, step_sizes
from limpid.explanations.strongest_patches import Patch, strongest_patches
from limpid.explanations.trouble import trouble
from limpid.explanations.unrolled import Unrolled, reach, unroll
from limpid.explanations.worked import worked

__all__ = [
    "FEATURES",
    "Check",
    "Curve",
    "Distribution",
    "Explanation",
    "LayerStep",
    "Line",
    "Patch",
    "ReceptiveField",
    "Report",
    "Role",
    "Row",
    "Signal",
    "Step",
    "StepSize",
    "Unrolled",
    "carried_changes",
    "carried_errors",
    "class_scores",
    "curve",
    "deep_stack",
    "distribution",
    "entropy",
    "evaluate",
    "exercise",
    "explain",
    "features",
    "gradcheck",
    "gradcheck_model",
    "landscape",
    "occlusion",
    "reach",
    "receptive_field",
    "role",
    "saliency",
    "signals",
    "step_sizes",
    "strongest_patches",
    "take_apart",
    "tempered",
    "trouble",
    "unroll",
    "warnings_of",
    "worked",
]
