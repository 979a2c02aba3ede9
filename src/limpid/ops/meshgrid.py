from typing import Any

from limpid.errors import ConfigError
from limpid.graph.arithmetic import reshape
from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.broadcast_arrays import broadcast_arrays
from limpid.ops.moveaxis import moveaxis


def meshgrid(*arrays: Any, indexing: str = "xy") -> list[Tensor]:
    """Return, for vectors of coordinates, their values at every point of the grid.

    Args:
        arrays: One vector for each dimension.
        indexing: 'ij' gives the axes in the order of the vectors; 'xy' swaps the
            first two, as pictures have it.

    Raises:
        ConfigError: The indexing is unknown.
    """
    if indexing not in {"xy", "ij"}:
        raise ConfigError(f"meshgrid got indexing {indexing!r}; use 'xy' or 'ij'.")
    vectors = [as_tensor(x) for x in arrays]
    count = len(vectors)
    shaped = [
        reshape(x, tuple(-1 if i == j else 1 for j in range(count)))
        for i, x in enumerate(vectors)
    ]
    grids = broadcast_arrays(*shaped)
    swapped = indexing == "xy" and count > 1
    return [moveaxis(grid, 0, 1) for grid in grids] if swapped else grids
