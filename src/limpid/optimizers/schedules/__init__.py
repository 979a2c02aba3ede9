"""limpid.schedules under Keras's path."""

from limpid.schedules import *  # noqa: F403
from limpid.schedules import __all__ as __all__
