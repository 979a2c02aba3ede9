from typing import Any

from limpid.errors import ConfigError, nearest
from limpid.graph.dtypes import as_dtype

KINDS = {
    "bool": "b",
    "signed integer": "i",
    "unsigned integer": "u",
    "integral": "iu",
    "real floating": "f",
    "complex floating": "",
    "numeric": "iuf",
}


def isdtype(dtype: Any, kind: Any) -> bool:
    """Tell whether a type is of a kind: a name such as 'integral', a type, or several.

    Raises:
        ConfigError: There is no kind of that name.
    """
    if isinstance(kind, tuple):
        return any(isdtype(dtype, one) for one in kind)
    if not isinstance(kind, str):
        return as_dtype(dtype) == as_dtype(kind)
    if kind not in KINDS:
        raise ConfigError(f"Unknown kind of type {kind!r}; {nearest(kind, KINDS)}")
    return as_dtype(dtype).kind in KINDS[kind]
