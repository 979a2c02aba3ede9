from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from limpid.layers.layer import Layer


@dataclass(eq=False, repr=False)
class Lambda(Layer):
    """A function as a layer. It cannot be saved: a function is code.

    Args:
        function: Computes with limpid's operations; may take `training`.
        arguments: Further keyword arguments for it.

    For a model that can be saved, write the function as `call` of a Layer's subclass.

    Example:
        >>> Lambda(lambda x: x * 2)([[1.0, 2.0]])
        Tensor([[2., 4.]])
    """

    function: Callable[..., Any]
    arguments: dict[str, Any] | None = None

    def call(self, inputs: Any) -> Any:
        return self.function(inputs, **(self.arguments or {}))
