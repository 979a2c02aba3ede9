"""Names of layers and metrics, numbered in the order of their making."""

import re
from collections import Counter

_used: Counter[str] = Counter()


def unique_name(class_name: str) -> str:
    """Return a snake-case name that nothing has been given yet.

    Example:
        >>> clear_session()
        >>> unique_name("MaxPooling2D"), unique_name("MaxPooling2D")
        ('max_pooling2d', 'max_pooling2d_1')
    """
    words = re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2", class_name)
    base = re.sub(r"([a-z])([A-Z])", r"\1_\2", words).lower()
    count = _used[base]
    _used[base] += 1
    return f"{base}_{count}" if count else base


def clear_session() -> None:
    """Start numbering names anew, as Keras does."""
    _used.clear()
