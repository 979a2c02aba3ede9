"""What every session needs, imported while nobody waits for it."""

import contextlib

from limpid.engines.native import drawing, engine  # noqa: F401
from limpid.studio import session  # noqa: F401
from limpid.studio.catalog import screen_class, screen_names

for name in screen_names():
    # What is wrong with a screen is said to whoever opens it.
    with contextlib.suppress(Exception):
        screen_class(name)
