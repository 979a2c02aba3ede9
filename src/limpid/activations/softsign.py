"""The activation softsign: the function of that name."""

from limpid.ops.softsign import softsign

__all__ = ["softsign"]
