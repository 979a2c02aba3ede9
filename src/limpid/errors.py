"""What limpid raises: each message says what was wrong, what was expected, the mend."""

from collections.abc import Iterable
from difflib import get_close_matches


class LimpidError(Exception):
    """Base of every error that limpid raises on purpose."""


class ShapeError(LimpidError, ValueError):
    """Shapes that do not fit the operation or layer they were given to."""


class DTypeError(LimpidError, TypeError):
    """A data type that the operation or layer cannot work with."""


class ConfigError(LimpidError, ValueError):
    """A setting or name outside what is known or allowed."""


class ArgumentError(ConfigError, TypeError):
    """An argument that the function or class called does not take."""


class GraphError(LimpidError, RuntimeError):
    """A graph that cannot be walked: released, symbolic, or cyclic."""


class DataError(LimpidError, ValueError):
    """Data that cannot be trained on: empty, mismatched, out of range, not finite."""


class OutOfMemoryError(LimpidError, MemoryError):
    """More memory than the machine gives; the text says for what."""


class LimpidFileError(LimpidError, OSError):
    """A file that is unreadable, truncated, foreign or hostile."""


# More names than this are no help in one sentence.
_MOST_LISTED = 20


def nearest(name: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest known name, or lists the known ones.

    Of many, it lists the five most alike.

    Example:
        >>> nearest("rleu", ["relu", "tanh"])
        "did you mean 'relu'?"
    """
    names = sorted(known)
    close = get_close_matches(str(name), names, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    if len(names) <= _MOST_LISTED:
        return f"known: {', '.join(names)}"
    alike = get_close_matches(str(name), names, n=5, cutoff=0)
    return f"most alike of {len(names)}: {', '.join(alike)}"
