from typing import Any

from limpid import catalog
from limpid.graph.tensor import Tensor


def activate(x: Tensor, activation: Any) -> Tensor:
    """Return activation(x) for an activation given by name or as a function."""
    function = catalog.resolve("activations", activation)
    return x if function is None else function(x)
