"""The activation log_sigmoid: the function of that name."""

from limpid.ops.log_sigmoid import log_sigmoid

__all__ = ["log_sigmoid"]
