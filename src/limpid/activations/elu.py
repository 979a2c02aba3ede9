"""The activation elu: the function of that name."""

from limpid.ops.elu import elu

__all__ = ["elu"]
