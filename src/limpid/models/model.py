"""Model: a layer that trains. Functional if given inputs and outputs."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from limpid import catalog
from limpid.errors import ConfigError, GraphError, nearest
from limpid.graph.deferred import KerasTensor, OpenShape
from limpid.graph.tree import leaves, map_leaves
from limpid.layers.layer import Layer, symbols
from limpid.models.as_json import to_json
from limpid.models.functional import describe_graph, restore_graph, sort_calls
from limpid.models.trainer import Trainer


@dataclass(eq=False, repr=False)
class Model(Trainer, Layer):
    """A network that can be trained, saved and looked into.

    Args:
        inputs: What `Input` returned, or a list or dictionary of that.
        outputs: What layers made of it.

    Or derive from Model, make layers in the constructor and compute in `call`.

    Example:
        >>> from limpid import layers
        >>> inputs = layers.Input((4,))
        >>> model = Model(inputs, layers.Dense(2)(inputs))
        >>> model.count_params()
        10
    """

    inputs: Any = None
    outputs: Any = None

    # The layers inside have masked the outputs, each by its own rule.
    supports_masking = True

    def compute_mask(self, inputs: Any, previous_mask: Any) -> None:
        """Return None: the outputs carry their masks already."""

    def check(self) -> None:
        """Find the calls that lead from the inputs to the outputs."""
        if (self.inputs is None) != (self.outputs is None):
            raise ConfigError("Model needs both inputs and outputs, or neither.")
        if self.inputs is not None:
            self.calls = sort_calls(self.inputs, self.outputs)
            self.functions = [
                c.function for c in self.calls if isinstance(c.function, Layer)
            ]
            self.input_spec = map_leaves(Spec.of, self.inputs)
            self.take_ends(self.inputs, self.outputs)
            self.built = True

    def take_ends(self, first: Any, last: Any) -> None:
        """Remember where the graph begins and ends, as given and as lists."""
        self.ends = first, last
        self.inputs, self.outputs = leaves(first), leaves(last)

    @cached_property
    def input(self) -> Any:
        """The symbolic input, or the inputs nested as they were given.

        Raises:
            GraphError: The model is neither functional nor of a known input.
        """
        return super().input if self.inputs is None else self.ends[0]

    @cached_property
    def output(self) -> Any:
        """What the layers make of `input`: the end of the graph."""
        return super().output if self.inputs is None else self.ends[1]

    def call(self, inputs: Any) -> Any:
        """Return what the layers make of the inputs."""
        if self.inputs is None:
            raise NotImplementedError(f"{type(self).__name__} must define call().")
        own, given = self.inputs, leaves(self._ordered(inputs))
        if len(own) != len(given):
            raise ConfigError(
                f"Model {self.name!r} takes {len(own)} inputs; "
                f"it was given {len(given)}."
            )
        values = {id(symbol): x for symbol, x in zip(own, given, strict=True)}
        for call in self.calls:
            results = leaves(call.run(values))
            values.update(
                {id(y): v for y, v in zip(leaves(call.outputs), results, strict=True)}
            )
        return map_leaves(lambda y: values[id(y)], self.output)

    def _ordered(self, inputs: Any) -> Any:
        """Return inputs given by name in the order of the model's own."""
        if not isinstance(inputs, dict):
            return inputs
        names = [x.name for x in self.inputs]
        keys = list(self.input) if isinstance(self.input, dict) else names
        missing = [k for k in keys if k not in inputs]
        if missing:
            raise ConfigError(f"Model {self.name!r} lacks the inputs {missing}.")
        return [inputs[k] for k in keys]

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """Return the layer of this name, or at this place among `layers`.

        Raises:
            ConfigError: There is none, or not exactly one of the two is given.
        """
        if (name is None) == (index is None):
            raise ConfigError("get_layer takes a name or an index; give one of them.")
        layers = self.layers
        if index is not None:
            if not -len(layers) <= index < len(layers):
                raise ConfigError(
                    f"Model {self.name!r} has no layer {index}; it has {len(layers)}."
                )
            return layers[index]
        for layer in layers:
            if layer.name == name:
                return layer
        hint = nearest(str(name), [str(layer.name) for layer in layers])
        raise ConfigError(f"Model {self.name!r} has no layer {name!r}; {hint}")

    def ensure_built(self, args: tuple[Any, ...]) -> None:
        """Remember the form of the inputs, so that a loaded copy can be built."""
        if not self.built and args:
            if self.__dict__.get("input_spec") is None:
                self.input_spec = map_leaves(Spec.of, args[0])
            if type(self).build is Model.build:
                self.built = True
        super().ensure_built(args)

    def build(self, input_shape: Any) -> None:
        """Make all weights for inputs of this shape; None stands for the batch."""
        if not self.built:
            self(symbols(input_shape, self.dtype))

    def symbolic_inputs(self) -> Any:
        """Return placeholders of the inputs' form, the batch size open.

        Raises:
            GraphError: The model has never seen an input.
        """
        if self.__dict__.get("input_spec") is None:
            raise GraphError(
                f"Model {self.name!r} does not know its input's shape yet: "
                "start it with Input(shape), call it on data, or fit it first."
            )
        return map_leaves(lambda s: KerasTensor(s.shape, s.dtype), self.input_spec)

    def get_config(self) -> dict[str, Any]:
        """Return what makes an equal, untrained model."""
        if self.inputs is None:
            config = super().get_config()
            return {k: v for k, v in config.items() if k not in {"inputs", "outputs"}}
        return {"name": self.name, "dtype": self.dtype, "trainable": self.trainable} | {
            "graph": describe_graph(*self.ends, self.calls)
        }

    def to_json(self, **kwargs: Any) -> str:
        """Return the architecture, without weights, for `models.model_from_json`.

        Args:
            kwargs: For `json.dumps`, such as indent=2.
        """
        return to_json(self, **kwargs)

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Self:
        """Return a model made from a config: new layers, new first weights."""
        settings = catalog.deserialize(config)
        if "graph" not in settings:
            return super().from_config(settings)
        graph = settings.pop("graph")
        return cls(*restore_graph(graph), **settings)


class Spec:
    """The form of an input: its shape, the batch size open, and its type."""

    def __init__(self, shape: OpenShape, dtype: str) -> None:
        """Store both."""
        self.shape, self.dtype = tuple(shape), str(dtype)

    @classmethod
    def of(cls, x: Any) -> "Spec":
        """Return the form of a tensor; only a symbolic one says the batch's size."""
        batch = x.shape[0] if isinstance(x, KerasTensor) else None
        return cls((batch, *x.shape[1:]), x.dtype)
