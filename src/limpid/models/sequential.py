"""Sequential: layers one after the other."""

from typing import Any, Self

from limpid import catalog
from limpid.errors import ConfigError
from limpid.graph.deferred import KerasTensor
from limpid.graph.tensor import scope
from limpid.graph.tree import map_leaves
from limpid.layers.layer import Layer
from limpid.models.functional import describe_input, restore_inputs
from limpid.models.model import Model, Spec


class Sequential(Model):
    """A model that passes its input through layers in order.

    Args:
        layers: The layers; the first may be an `Input`.

    Example:
        >>> from limpid import Input, layers
        >>> model = Sequential([Input((16,)), layers.Dense(32), layers.Dense(32)])
        >>> model.count_params()
        1600
    """

    def __init__(
        self,
        layers: Any = None,
        trainable: bool = True,
        name: str | None = None,
        **settings: Any,
    ) -> None:
        """Take the layers one by one."""
        super().__init__(name=name, trainable=trainable, **settings)
        self.stack: list[Layer] = []
        self.chain: list[Any] = []
        for layer in layers or []:
            self._append(layer)
        self._reset()

    @property
    def layers(self) -> list[Layer]:
        """The layers, in order."""
        return list(self.stack)

    def add(self, layer: Any) -> None:
        """Append a layer.

        Raises:
            ConfigError: It is neither a layer nor, in front, an Input.
        """
        self._append(layer)
        self._reset()

    def _append(self, layer: Any) -> None:
        if isinstance(layer, KerasTensor) and not self.stack:
            self.input_spec = Spec.of(layer)
            return
        if not isinstance(layer, Layer):
            raise ConfigError(f"Sequential got {layer!r}; expected layers.")
        if not self.stack and layer.input_shape is not None:
            self.input_spec = Spec((None, *layer.input_shape), str(layer.dtype))
        self.stack.append(layer)

    def pop(self) -> Layer:
        """Take the last layer off and return it."""
        layer = self.stack.pop()
        del self.chain[len(self.stack) + 1 :]
        self._reset()
        return layer

    def _reset(self) -> None:
        """Build as far as the input's shape is known; forget what was compiled."""
        self.forget_compiled()
        if self.stack and self.__dict__.get("input_spec") is not None:
            self._link()

    def _link(self) -> None:
        """Call the layers on the symbolic input, each on what the last one made."""
        self.chain = self.chain or [self.symbolic_inputs()]
        with scope(str(self.name)):
            for layer in self.stack[len(self.chain) - 1 :]:
                self.chain.append(layer(self.chain[-1]))
        self.take_ends(self.chain[0], self.chain[-1])
        self.built = True

    @property
    def input(self) -> Any:
        """The symbolic input."""
        self._link()
        return self.ends[0]

    @property
    def output(self) -> Any:
        """What the layers make of `input`."""
        self._link()
        return self.ends[1]

    def call(self, inputs: Any) -> Any:
        """Pass the inputs through the layers."""
        x = inputs
        for layer in self.stack:
            x = layer(x)
        return x

    def get_config(self) -> dict[str, Any]:
        """Return name, layers and, once it is known, the input's form."""
        spec = self.__dict__.get("input_spec")
        kept = {"name": self.name, "dtype": self.dtype, "trainable": self.trainable}
        return kept | {
            "input": None if spec is None else map_leaves(describe_input, spec),
            "layers": [catalog.serialize(layer) for layer in self.stack],
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Self:
        """Return a model made from a config: new layers, new first weights."""
        settings = catalog.deserialize(config)
        spec = settings.pop("input", None)
        first = [] if spec is None else [restore_inputs(spec)]
        return cls([*first, *settings.pop("layers")], **settings)
