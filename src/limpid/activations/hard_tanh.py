"""The activation hard_tanh: the function of that name."""

from limpid.ops.hard_tanh import hard_tanh

__all__ = ["hard_tanh"]
