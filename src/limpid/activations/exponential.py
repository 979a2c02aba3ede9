"""The activation exponential: exp(x)."""

from limpid.ops.exp import exp as exponential

__all__ = ["exponential"]
