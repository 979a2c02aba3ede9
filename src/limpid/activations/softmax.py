"""The activation softmax: the function of that name, over the last axis."""

from limpid.ops.softmax import softmax

__all__ = ["softmax"]
