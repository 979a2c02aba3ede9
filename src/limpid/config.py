"""Settings of the whole library, under Keras's path."""

from limpid.graph.dtypes import floatx, set_floatx

__all__ = ["floatx", "set_floatx"]
