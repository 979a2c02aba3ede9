from typing import Any

from limpid.errors import DataError


def unpack_x_y_sample_weight(data: Any) -> tuple[Any, Any, Any]:
    """Return (x, y, sample_weight) of a batch; None for what it does not hold.

    Raises:
        DataError: The batch has more than three parts, or none.

    Example:
        >>> unpack_x_y_sample_weight((1, 2))
        (1, 2, None)
    """
    parts = tuple(data) if isinstance(data, (tuple, list)) else (data,)
    if not 1 <= len(parts) <= 3:
        raise DataError(
            f"A batch has {len(parts)} parts; expected x, (x, y) or "
            "(x, y, sample_weight)."
        )
    x, y, sample_weight = (*parts, None, None)[:3]
    return x, y, sample_weight
