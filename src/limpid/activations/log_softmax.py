"""The activation log_softmax: the function of that name, over the last axis."""

from limpid.ops.log_softmax import log_softmax

__all__ = ["log_softmax"]
