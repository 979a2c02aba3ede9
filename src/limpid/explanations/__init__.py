"""Explanations: graphs drawn, training steps written out, gradients checked."""

from limpid.explanations.explanation import Explanation, explain

__all__ = ["Explanation", "explain"]
