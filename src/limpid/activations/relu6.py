"""The activation relu6: the function of that name."""

from limpid.ops.relu6 import relu6

__all__ = ["relu6"]
