from typing import Any

from limpid.graph.op import Array
from limpid.graph.tensor import as_tensor


def convert_to_numpy(x: Any) -> Array:
    """Return a copy of x as a NumPy array, by Keras's name.

    Raises:
        GraphError: x is symbolic.
    """
    return as_tensor(x).numpy()
