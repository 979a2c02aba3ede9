"""The activation tanh: the operation of that name."""

from limpid.ops.tanh import tanh

__all__ = ["tanh"]
