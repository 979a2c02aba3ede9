"""The catalog of screens: a file in the folder `screens` is a screen."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any, cast
from urllib.parse import unquote

import msgspec

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


def screen_of(link: str) -> tuple[Screen, int]:
    """Return the screen that a link means, in its first state, and the moment.

    Args:
        link: A screen's name, or what an address of the studio has behind its #.

    Raises:
        ConfigError: The link cannot be read, or the screen has no such state.

    Example:
        >>> screen, position = screen_of('playground?data="xor"&at=25')
        >>> screen.state.data, position
        ('xor', 25)
    """
    name, _, query = link.partition("?")
    kind = screen_class(name)
    given: dict[str, Any] = {}
    try:
        for part in filter(None, query.split("&")):
            key, _, value = part.partition("=")
            given[key] = msgspec.json.decode(unquote(value))
        position = msgspec.convert(given.pop("at", 0), int)
        given.pop("record", None)
        return kind().remade(msgspec.convert(given, kind.State)), position
    except msgspec.MsgspecError as error:
        raise ConfigError(
            f"{link!r} cannot be read ({error}); write fields as JSON, such as "
            f"{name}?seed=1"
        ) from None
