"""The activation celu: the function of that name."""

from limpid.ops.celu import celu

__all__ = ["celu"]
