"""Settings: what a configurable object was made with, kept as given.

From its constructor's arguments follow an object's config, its copy and its repr.
"""

import inspect
from abc import ABCMeta
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

from limpid.errors import ArgumentError, ConfigError, nearest


class SettingsMeta(ABCMeta):
    """Names unknown constructor arguments, with the nearest known one."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """Construct an instance.

        Raises:
            ArgumentError: An argument is unknown, missing or given twice.
        """
        signature = cls.__signature__
        known = signature.parameters
        if all(p.kind is not p.VAR_KEYWORD for p in known.values()):
            for name in kwargs.keys() - known.keys():
                hint = nearest(name, list(known))
                raise ArgumentError(
                    f"{cls.__name__} takes no argument {name!r}; {hint}"
                )
        try:
            signature.bind(*args, **kwargs)
        except TypeError as error:
            raise ArgumentError(f"{cls.__name__}: {error}.") from None
        return super().__call__(*args, **kwargs)

    @property
    def __signature__(cls) -> inspect.Signature:
        """What help() and editors show: the constructor's arguments."""
        return _constructor_signature(cls)


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


def constructor_parameters(kind: type) -> list[inspect.Parameter]:
    """Return what a class's constructor takes, without self."""
    constructor = kind.__dict__.get("__init__") or getattr(kind, "__init__")  # noqa: B009 - mypy refuses the attribute
    return list(signature_of(constructor).parameters.values())[1:]


@cache
def _constructor_signature(kind: type) -> inspect.Signature:
    return inspect.Signature(constructor_parameters(kind))


@cache
def signature_of(function: Any) -> inspect.Signature:
    """Return a function's signature; it is read once."""
    return inspect.signature(function)


def setting_names(kind: type) -> list[str]:
    """Return the names of a class's constructor arguments.

    Where a constructor passes **kwargs on, those of its bases count too.
    """
    names: dict[str, None] = {}
    for base in kind.__mro__:
        parameters = constructor_parameters(base)
        variadic = {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}
        names.update({p.name: None for p in parameters if p.kind not in variadic})
        if all(p.kind is not p.VAR_KEYWORD for p in parameters):
            break
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
                    f"{type(owner).__name__}({name}={value!r}): "
                    "expected positive integers."
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
