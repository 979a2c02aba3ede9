"""The studio: play, step and compare in the browser, or in a notebook's cell.

Every screen is a class here: `limpid.studio.Playground(model, data)` shows itself in a
notebook; `limpid studio` opens them all in the browser.
"""

from typing import Any


def __getattr__(name: str) -> Any:
    """Import a screen when it is first asked for."""
    if name[:1].isupper():
        from limpid.studio.catalog import screen_class, screen_names

        for screen in screen_names():
            if screen.replace("_", "") == name.lower():
                return screen_class(screen)
    raise AttributeError(f"limpid.studio has no {name!r}.", name=name)
