"""The activation hard_swish: the function of that name."""

from limpid.ops.hard_swish import hard_swish

__all__ = ["hard_swish"]
