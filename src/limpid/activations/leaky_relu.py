"""The activation leaky_relu: the function of that name."""

from limpid.ops.leaky_relu import leaky_relu

__all__ = ["leaky_relu"]
