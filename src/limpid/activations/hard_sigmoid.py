"""The activation hard_sigmoid: the function of that name."""

from limpid.ops.hard_sigmoid import hard_sigmoid

__all__ = ["hard_sigmoid"]
