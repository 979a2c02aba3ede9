from typing import Any


def pack_x_y_sample_weight(x: Any, y: Any = None, sample_weight: Any = None) -> Any:
    """Return a batch as training steps take it: as short a tuple as holds all given.

    Inputs alone are returned as they are, unless they are themselves a tuple or list.

    Example:
        >>> pack_x_y_sample_weight(1, 2)
        (1, 2)
    """
    if sample_weight is not None:
        return x, y, sample_weight
    if y is not None:
        return x, y
    return (x,) if isinstance(x, (tuple, list)) else x
