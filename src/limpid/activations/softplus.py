"""The activation softplus: the function of that name."""

from limpid.ops.softplus import softplus

__all__ = ["softplus"]
