"""The catalog of screens: a file in the folder `screens` is a screen."""

from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from limpid.errors import ConfigError, nearest
from limpid.studio import screens
from limpid.studio.screen import Screen


def screen_names() -> list[str]:
    """Return the screens' names, in alphabetical order."""
    names = [module.name for module in iter_modules(screens.__path__)]
    return sorted(name for name in names if not name.startswith("_"))


def screen_class(name: str) -> type[Screen]:
    """Return the class that defines a screen.

    Raises:
        ConfigError: There is no such screen.
    """
    known = screen_names()
    if name not in known:
        raise ConfigError(f"There is no screen {name!r}; {nearest(name, known)}")
    module = import_module(f"limpid.studio.screens.{name}")
    letters = name.replace("_", "")
    found = next(key for key in vars(module) if key.lower() == letters)
    return cast("type[Screen]", getattr(module, found))
