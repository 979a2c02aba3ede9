"""The activation hard_silu: the function of that name."""

from limpid.ops.hard_silu import hard_silu

__all__ = ["hard_silu"]
