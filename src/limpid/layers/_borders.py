"""Borders of images: how much to add or take at each side, as Keras says it."""

from typing import Any

from limpid.errors import ConfigError

Borders = tuple[tuple[int, int], ...]


def borders(owner: Any, name: str, ndim: int) -> Borders:
    """Return a pair (before, after) for each spatial axis.

    Args:
        owner: The layer whose setting it is.
        name: The setting's name; its value is a number for all sides, one for each
            axis, or a pair for each axis. With one axis, a pair is its two sides.
        ndim: The number of spatial axes.

    Raises:
        ConfigError: The setting has another form, or a number is negative.
    """
    value = getattr(owner, name)
    parts = value if isinstance(value, (list, tuple)) else (value,) * ndim
    if ndim == 1 and isinstance(value, (list, tuple)) and not _nested(value):
        parts = (value,)
    pairs = tuple(tuple(p) if isinstance(p, (list, tuple)) else (p, p) for p in parts)
    if len(pairs) != ndim or not all(_is_pair(p) for p in pairs):
        raise ConfigError(
            f"{type(owner).__name__}({name}={value!r}): expected a number, one for "
            f"each of {ndim} axes, or a pair (before, after) for each; none negative."
        )
    return pairs


def _nested(value: Any) -> bool:
    return any(isinstance(part, (list, tuple)) for part in value)


def _is_pair(pair: tuple[Any, ...]) -> bool:
    whole = all(isinstance(n, int) and not isinstance(n, bool) for n in pair)
    return len(pair) == 2 and whole and min(pair) >= 0
