"""Settings: what a configurable object was made with, kept as given.

From its constructor's arguments follow an object's config, its copy and its repr.
"""

import inspect
from abc import ABCMeta
from dataclasses import dataclass
from typing import Any, Self

from limpid.errors import ArgumentError, ConfigError, nearest


class SettingsMeta(ABCMeta):
    """Names unknown constructor arguments, with the nearest known one."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """Construct an instance.

        Raises:
            ArgumentError: An argument is unknown, missing or given twice.
        """
        signature = inspect.signature(cls.__init__)
        known = [p.name for p in signature.parameters.values() if p.kind is not p.VAR_KEYWORD]
        if len(known) == len(signature.parameters):
            for name in kwargs.keys() - set(known):
                hint = nearest(name, known[1:])
                raise ArgumentError(f"{cls.__name__} takes no argument {name!r}; {hint}")
        try:
            signature.bind(None, *args, **kwargs)
        except TypeError as error:
            raise ArgumentError(f"{cls.__name__}{signature}: {error}.") from None
        return super().__call__(*args, **kwargs)


@dataclass(eq=False)
class Settings(metaclass=SettingsMeta):
    """Base of everything that is configured by constructor arguments.

    A subclass stores each argument under its own name (a dataclass does so by
    itself); `check` may refuse them.
    """

    def __post_init__(self) -> None:
        """Check the settings."""
        self.check()

    def check(self) -> None:
        """Raise ConfigError if a setting is outside what is allowed."""

    def get_config(self) -> dict[str, Any]:
        """Return the settings that make an equal object."""
        return {name: getattr(self, name) for name in setting_names(type(self))}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Self:
        """Return an object made with these settings."""
        return cls(**config)


def setting_names(kind: type) -> list[str]:
    """Return the names of a class's constructor arguments."""
    names: dict[str, None] = {}
    for base in kind.__mro__:
        parameters = inspect.signature(base.__init__).parameters.values()
        open_ended = [p for p in parameters if p.kind is p.VAR_KEYWORD]
        plain = [p.name for p in parameters if p.kind in {p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY}]
        names.update(dict.fromkeys(plain))
        if not open_ended:
            break
    names.pop("self", None)
    return list(names)


def require_positive(owner: Settings, *names: str) -> None:
    """Raise ConfigError unless each named setting is a positive integer, or several.

    Args:
        owner: The object whose settings they are.
        names: The settings' names.
    """
    for name in names:
        value = getattr(owner, name)
        sizes = value if isinstance(value, (list, tuple)) else (value,)
        for size in sizes:
            if isinstance(size, bool) or not hasattr(size, "__index__") or size < 1:
                raise ConfigError(
                    f"{type(owner).__name__}({name}={value!r}): expected positive integers."
                )


def require_fraction(owner: Settings, *names: str) -> None:
    """Raise ConfigError unless each named setting is in [0, 1)."""
    for name in names:
        value = getattr(owner, name)
        if not isinstance(value, (int, float)) or not 0 <= value < 1:
            raise ConfigError(
                f"{type(owner).__name__}({name}={value!r}): expected a number "
                "from 0 up to, but not including, 1."
            )
