"""The activation swish: the function of that name."""

from limpid.ops.swish import swish

__all__ = ["swish"]
