"""The activation selu: the function of that name."""

from limpid.ops.selu import selu

__all__ = ["selu"]
