"""Sequential: layers one after the other."""

from dataclasses import dataclass, field
from typing import Any

from limpid.errors import ConfigError
from limpid.graph.deferred import KerasTensor
from limpid.layers.layer import Layer
from limpid.models.model import Model, Spec


@dataclass(eq=False, repr=False)
class Sequential(Model):
    """A model that passes its input through layers in order.

    Args:
        layers: The layers; the first may be an `Input`.

    Example:
        >>> model = Sequential([Input((16,)), Dense(32), Dense(32)])
        >>> model.count_params()
        1600
    """

    stack: list[Any] = field(default_factory=list)

    def __init__(
        self, layers: Any = None, trainable: bool = True, name: str | None = None, **settings: Any  # noqa: FBT001, FBT002 - Keras's signature
    ) -> None:
        """Take the layers one by one."""
        super().__init__(name=name, trainable=trainable, **settings)
        self.stack = []
        for layer in layers or []:
            self.add(layer)

    @property
    def layers(self) -> list[Layer]:
        """The layers, in order."""
        return list(self.stack)

    def add(self, layer: Any) -> None:
        """Append a layer.

        Raises:
            ConfigError: It is neither a layer nor, in front, an Input.
        """
        if isinstance(layer, KerasTensor) and not self.stack:
            self.input_spec = Spec((None, *layer.shape[1:]), str(layer.dtype))
            return
        if not isinstance(layer, Layer):
            raise ConfigError(f"Sequential got {layer!r}; expected layers.")
        if not self.stack and layer.input_shape is not None:
            self.input_spec = Spec((None, *layer.input_shape), str(layer.dtype))
        self.stack.append(layer)
        self._reset()

    def pop(self) -> Layer:
        """Take the last layer off and return it."""
        layer: Layer = self.stack.pop()
        self._reset()
        return layer

    def _reset(self) -> None:
        """Build as far as the input's shape is known; forget what was compiled."""
        self.forget_compiled()
        if self.__dict__.get("input_spec") is not None:
            self(self.symbolic_inputs())

    def call(self, inputs: Any) -> Any:
        """Pass the inputs through the layers."""
        x = inputs
        for layer in self.stack:
            x = layer(x)
        return x

    def get_config(self) -> dict[str, Any]:
        """Return name and layers."""
        return {"name": self.name, "dtype": self.dtype, "layers": list(self.stack)}
