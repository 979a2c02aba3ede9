"""The activation glu: the function of that name."""

from limpid.ops.glu import glu

__all__ = ["glu"]
