"""The activation silu: the function of that name."""

from limpid.ops.silu import silu

__all__ = ["silu"]
