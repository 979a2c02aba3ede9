from typing import Any

from limpid.graph.dtypes import DType, as_dtype, promote

# Which kinds may become which; never floats of integers, as the standard leaves open.
CASTS = {(kind, kind) for kind in "biuf"} | {("u", "i")}


def can_cast(from_: Any, to: DType | str, /) -> bool:
    """Tell whether a type, or an array's, becomes another by promotion alone."""
    source, target = as_dtype(getattr(from_, "dtype", from_)), as_dtype(to)
    same_kind = source.kind == target.kind or (
        target.kind in "iu" and source.kind == "u"
    )
    return same_kind and promote(source, target) == target
