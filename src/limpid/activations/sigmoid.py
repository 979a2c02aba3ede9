"""The activation sigmoid: the operation of that name."""

from limpid.ops.sigmoid import sigmoid

__all__ = ["sigmoid"]
