"""The activation relu: the operation of that name."""

from limpid.ops.relu import relu

__all__ = ["relu"]
