"""Model: a layer that trains. Functional if given inputs and outputs."""

from dataclasses import dataclass
from typing import Any

from limpid import catalog
from limpid.errors import ConfigError, GraphError
from limpid.graph.deferred import Call, KerasTensor, OpenShape
from limpid.graph.op import Op
from limpid.graph.tensor import Tensor, apply
from limpid.graph.tree import leaves, map_leaves, rebuild
from limpid.layers.layer import Layer
from limpid.models.trainer import Trainer


@dataclass(eq=False, repr=False)
class Model(Trainer, Layer):
    """A network that can be trained, saved and looked into.

    Args:
        inputs: What `Input` returned, or a list or dictionary of that.
        outputs: What layers made of it.

    Or derive from Model, make layers in the constructor and compute in `call`.

    Example:
        >>> inputs = Input((4,))
        >>> model = Model(inputs, limpid.layers.Dense(2)(inputs))
        >>> model.count_params()
        10
    """

    inputs: Any = None
    outputs: Any = None

    def check(self) -> None:
        """Find the calls that lead from the inputs to the outputs."""
        if (self.inputs is None) != (self.outputs is None):
            raise ConfigError("Model needs both inputs and outputs, or neither.")
        if self.inputs is not None:
            self.calls = sort_calls(self.inputs, self.outputs)
            self.functions = [c.function for c in self.calls if isinstance(c.function, Layer)]
            self.input_spec = map_leaves(Spec.of, self.inputs)
            self.built = True

    def call(self, inputs: Any) -> Any:
        """Return what the layers make of the inputs."""
        if self.inputs is None:
            raise NotImplementedError(f"{type(self).__name__} must define call().")
        own, given = leaves(self.inputs), leaves(self._ordered(inputs))
        if len(own) != len(given):
            raise ConfigError(
                f"Model {self.name!r} takes {len(own)} inputs; it was given {len(given)}."
            )
        values = {id(symbol): x for symbol, x in zip(own, given, strict=True)}
        for call in self.calls:
            results = leaves(call.run(values))
            values.update(
                {id(y): v for y, v in zip(leaves(call.outputs), results, strict=True)}
            )
        return map_leaves(lambda y: values[id(y)], self.outputs)

    def _ordered(self, inputs: Any) -> Any:
        """Return inputs given by name in the order of the model's own."""
        if not isinstance(inputs, dict):
            return inputs
        names = [x.name for x in leaves(self.inputs)]
        keys = list(self.inputs) if isinstance(self.inputs, dict) else names
        missing = [k for k in keys if k not in inputs]
        if missing:
            raise ConfigError(f"Model {self.name!r} lacks the inputs {missing}.")
        return [inputs[k] for k in keys]

    def ensure_built(self, args: tuple[Any, ...]) -> None:
        """Remember the form of the inputs, so that a loaded copy can be built."""
        if not self.built and args:
            self.input_spec = map_leaves(Spec.of, args[0])
        super().ensure_built(args)

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
            "graph": describe_graph(self.inputs, self.outputs, self.calls)
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Model":
        """Return a model made from a config."""
        if "graph" not in config:
            return cls(**config)
        settings = {k: v for k, v in config.items() if k != "graph"}
        return cls(*restore_graph(config["graph"]), **settings)


class Spec:
    """The form of an input: its shape, the batch size open, and its type."""

    def __init__(self, shape: OpenShape, dtype: str) -> None:
        """Store both."""
        self.shape, self.dtype = tuple(shape), str(dtype)

    @classmethod
    def of(cls, x: Any) -> "Spec":
        """Return the form of a tensor."""
        return cls((None, *x.shape[1:]), x.dtype)


def Input(  # noqa: N802 - Keras's name
    shape: OpenShape | None = None,
    batch_size: int | None = None,
    dtype: Any = None,
    name: str | None = None,
    batch_shape: OpenShape | None = None,
) -> KerasTensor:
    """Return a symbolic input for the functional API.

    Args:
        shape: Of one example; None for sizes known only with the data.
        batch_size: None leaves it open.
        dtype: Of the elements.
        name: Needed where inputs are given by name.
        batch_shape: Instead of shape and batch_size.

    Raises:
        ConfigError: Neither shape nor batch_shape is given, or shape is no tuple.
    """
    if batch_shape is None:
        if not isinstance(shape, (tuple, list)):
            raise ConfigError(
                f"Input(shape={shape!r}): expected a tuple without the batch, such as (28, 28, 1)."
            )
        batch_shape = (batch_size, *shape)
    return KerasTensor(tuple(batch_shape), dtype, name)


def sort_calls(inputs: Any, outputs: Any) -> list[Call]:
    """Return the calls between inputs and outputs, each after those it needs.

    Raises:
        GraphError: An output does not come from the inputs alone.
    """
    known = {id(x) for x in leaves(inputs)}
    order: list[Call] = []
    done: set[int] = set()
    stack: list[tuple[KerasTensor, bool]] = [(y, False) for y in reversed(leaves(outputs))]
    while stack:
        tensor, ready = stack.pop()
        if id(tensor) in known or (tensor.call is not None and id(tensor.call) in done):
            continue
        if tensor.call is None:
            raise GraphError(f"{tensor} is an input that the model was not given.")
        if ready:
            done.add(id(tensor.call))
            order.append(tensor.call)
        else:
            stack.append((tensor, True))
            stack.extend((x, False) for x in reversed(tensor.call.inputs))
    return order


def describe_graph(inputs: Any, outputs: Any, calls: list[Call]) -> dict[str, Any]:
    """Return a functional model's graph as plain data."""
    layers: dict[int, Layer] = {}
    names: dict[int, list[int]] = {id(x): [-1, i] for i, x in enumerate(leaves(inputs))}
    steps = []
    for number, call in enumerate(calls):
        function, args = _describe_function(call, layers)
        steps.append(
            {
                "function": function,
                "args": map_leaves(lambda a: _describe_argument(a, names), args),
                "kwargs": map_leaves(lambda a: _describe_argument(a, names), call.kwargs),
            }
        )
        names.update({id(y): [number, i] for i, y in enumerate(leaves(call.outputs))})
    return {
        "inputs": map_leaves(_describe_input, inputs),
        "outputs": map_leaves(lambda y: {"tensor": names[id(y)]}, outputs),
        "layers": [catalog.serialize(layer) for layer in layers.values()],
        "steps": steps,
    }


def _describe_function(call: Call, layers: dict[int, Layer]) -> tuple[Any, list[Any]]:
    if isinstance(call.function, Layer):
        layers.setdefault(id(call.function), call.function)
        return {"layer": list(layers).index(id(call.function))}, list(call.args)
    op, *operands = call.args
    if call.function is not apply:
        raise ConfigError(f"{call.function!r} cannot be saved: only layers and operations can.")
    return describe_op(op), operands


def describe_op(op: Op) -> dict[str, Any]:
    """Return an operation as plain data."""
    settings = {k: str(v) if hasattr(v, "kind") else v for k, v in vars(op).items()}
    return {"op": type(op).__name__, "settings": settings}


def _describe_argument(value: Any, names: dict[int, list[int]]) -> Any:
    if isinstance(value, KerasTensor):
        return {"tensor": names[id(value)]}
    if isinstance(value, Tensor):
        return {"array": value.tolist(), "dtype": str(value.dtype)}
    return {"value": catalog.serialize(value)}


def _describe_input(x: KerasTensor) -> dict[str, Any]:
    return {"shape": list(x.shape), "dtype": str(x.dtype), "name": x.name}


def restore_graph(graph: dict[str, Any]) -> tuple[Any, Any]:
    """Return inputs and outputs of the model that `describe_graph` described."""
    inputs = _map_records(lambda r: KerasTensor(r["shape"], r["dtype"], r["name"]), graph["inputs"])
    results = {-1: leaves(inputs)}

    def argument(record: dict[str, Any]) -> Any:
        if "tensor" in record:
            step, index = record["tensor"]
            return results[step][index]
        if "array" in record:
            return Tensor(record["array"], record["dtype"])
        return record["value"]

    for number, step in enumerate(graph["steps"]):
        args = _map_records(argument, step["args"])
        kwargs = _map_records(argument, step["kwargs"])
        if "layer" in step["function"]:
            results[number] = leaves(graph["layers"][step["function"]["layer"]](*args, **kwargs))
        else:
            results[number] = leaves(apply(restore_op(step["function"]), *args))
    return inputs, _map_records(argument, graph["outputs"])


def _map_records(function: Any, tree: Any) -> Any:
    """Apply a function to the innermost dictionaries that describe one thing."""
    if isinstance(tree, dict) and tree.keys() & {"shape", "tensor", "array", "value"}:
        return function(tree)
    if isinstance(tree, dict):
        return {key: _map_records(function, part) for key, part in tree.items()}
    return None if tree is None else [_map_records(function, part) for part in tree]


def restore_op(record: dict[str, Any]) -> Op:
    """Return the operation of a record: one of limpid's own, by its class's name.

    Raises:
        ConfigError: There is no such operation.
    """
    kinds = {k.__name__: k for k in _subclasses(Op) if k.__module__.startswith("limpid.")}
    if record["op"] not in kinds:
        raise ConfigError(f"Unknown operation {record['op']!r} in a model file.")
    settings = {k: _tuples(v) for k, v in record["settings"].items()}
    kind = kinds[record["op"]]
    if "to" in settings:
        from limpid.graph.dtypes import as_dtype  # noqa: PLC0415 - only casts need it

        settings["to"] = as_dtype(settings["to"])
    return kind(**settings)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(v) for v in value) if isinstance(value, list) else value


def _subclasses(kind: type) -> list[type]:
    return [s for k in kind.__subclasses__() for s in [k, *_subclasses(k)]]
