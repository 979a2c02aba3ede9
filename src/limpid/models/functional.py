"""A functional model's graph: sorted, described as plain data, and restored."""

from collections.abc import Callable
from math import prod
from typing import Any

from limpid import catalog
from limpid.errors import ConfigError, GraphError
from limpid.graph.deferred import Call, KerasTensor
from limpid.graph.dtypes import as_dtype
from limpid.graph.op import Op
from limpid.graph.tensor import Tensor, apply
from limpid.graph.tree import leaves, map_leaves
from limpid.layers.layer import Layer

# Plain data marks what is more than plain by a key that no setting bears.
INPUT, TENSOR, CONSTANT = "$input", "$tensor", "$constant"
DTYPE, SLICE, ELLIPSIS = "$dtype", "$slice", "$ellipsis"

# Elements of one example: 256 MiB of floats, such as a minute of video.
MAX_EXAMPLE = 2**26


def sort_calls(inputs: Any, outputs: Any) -> list[Call]:
    """Return the calls between inputs and outputs, each after those it needs.

    Raises:
        GraphError: An output does not come from the inputs alone.
    """
    known = {id(x) for x in leaves(inputs)}
    order: list[Call] = []
    done: set[int] = set()
    stack: list[tuple[KerasTensor, bool]] = [
        (y, False) for y in reversed(leaves(outputs))
    ]
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


# Describing


def describe_graph(inputs: Any, outputs: Any, calls: list[Call]) -> dict[str, Any]:
    """Return a functional model's graph as plain data.

    Tensors are named by (step, number of the result); the inputs are step -1.

    Raises:
        ConfigError: A call is of neither a layer nor an operation.
    """
    layers: dict[int, tuple[int, Layer]] = {}
    names = {id(x): (-1, i) for i, x in enumerate(leaves(inputs))}
    steps = []
    for number, call in enumerate(calls):
        steps.append(_describe_call(call, layers, names))
        names.update({id(y): (number, i) for i, y in enumerate(leaves(call.outputs))})
    return {
        "inputs": map_leaves(describe_input, inputs),
        "outputs": map_leaves(lambda y: {TENSOR: list(names[id(y)])}, outputs),
        "layers": [catalog.serialize(layer) for _, layer in layers.values()],
        "steps": steps,
    }


def describe_input(x: Any) -> dict[str, Any]:
    """Return the form of an input as plain data."""
    name = getattr(x, "name", None)
    return {INPUT: {"shape": list(x.shape), "dtype": str(x.dtype), "name": name}}


def _describe_call(
    call: Call,
    layers: dict[int, tuple[int, Layer]],
    names: dict[int, tuple[int, int]],
) -> dict[str, Any]:
    def described(value: Any) -> Any:
        return map_leaves(lambda leaf: _describe_argument(leaf, names), value)

    if isinstance(call.function, Layer):
        layer = call.function
        number, _ = layers.setdefault(id(layer), (len(layers), layer))
        arguments = {
            "args": described(list(call.args)),
            "kwargs": described(call.kwargs),
        }
        return {"layer": number} | arguments
    if call.function is not apply:
        raise ConfigError(
            f"{call.function!r} cannot be saved: functions are code; "
            "put it into a layer of your own."
        )
    op, *operands = call.args
    return describe_op(op) | {"args": described(operands)}


def _describe_argument(value: Any, names: dict[int, tuple[int, int]]) -> Any:
    if isinstance(value, KerasTensor):
        return {TENSOR: list(names[id(value)])}
    if isinstance(value, Tensor):
        return {CONSTANT: value.tolist(), DTYPE: str(value.dtype)}
    return catalog.serialize(value)


def describe_op(op: Op) -> dict[str, Any]:
    """Return an operation as plain data."""
    settings = {name: _describe_setting(op, value) for name, value in vars(op).items()}
    return {"op": type(op).__name__, "settings": settings}


def _describe_setting(op: Op, value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_describe_setting(op, part) for part in value)
    if isinstance(value, slice):
        return {SLICE: [value.start, value.stop, value.step]}
    if value is Ellipsis:
        return {ELLIPSIS: True}
    if hasattr(value, "itemsize") and hasattr(value, "kind"):
        return {DTYPE: str(value)}
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    raise ConfigError(
        f"The operation {op.name} cannot be saved in a functional model: "
        f"its setting {type(value).__name__} is no plain data; put it into a layer."
    )


# Restoring


def restore_graph(graph: dict[str, Any]) -> tuple[Any, Any]:
    """Return inputs and outputs of the model that `describe_graph` described.

    Raises:
        ConfigError: A step is not of the form that `describe_graph` writes.
    """
    inputs = restore_inputs(graph["inputs"])
    layers = graph["layers"]
    results = {-1: leaves(inputs)}

    def argument(record: dict[str, Any]) -> Any:
        if TENSOR in record:
            step, index = record[TENSOR]
            return results[step][index]
        return Tensor(record[CONSTANT], record[DTYPE])

    for number, step in enumerate(graph["steps"]):
        args = map_records(argument, step["args"])
        if "layer" in step:
            kwargs = map_records(argument, step["kwargs"])
            outputs = _layer_call(layers[step["layer"]], args, kwargs)
        else:
            outputs = _op_call(restore_op(step), args)
        results[number] = leaves(outputs)
    return inputs, map_records(argument, graph["outputs"])


def restore_inputs(tree: Any) -> Any:
    """Return symbolic inputs of the forms described."""
    return map_records(lambda record: _restore_input(**record[INPUT]), tree)


def _restore_input(shape: Any, dtype: Any, name: Any) -> KerasTensor:
    for size in shape:
        if size is not None and (not isinstance(size, int) or size < 0):
            raise ConfigError(f"An input has the shape {shape}; expected sizes >= 0.")
    if prod(size or 1 for size in shape) > MAX_EXAMPLE:
        raise ConfigError(f"An input has the shape {shape}: too large for one example.")
    return KerasTensor(tuple(shape), dtype, name)


def _layer_call(layer: Any, args: list[Any], kwargs: dict[str, Any]) -> Any:
    if not isinstance(layer, Layer):
        raise ConfigError(f"A graph calls {type(layer).__name__}; expected a layer.")
    _require_tensor([args, kwargs])
    return layer(*args, **kwargs)


def _op_call(op: Op, args: list[Any]) -> Any:
    _require_tensor(args)
    return apply(op, *args)


def _require_tensor(arguments: Any) -> None:
    # A call of constants alone would compute at once, whatever its size.
    if not any(isinstance(x, KerasTensor) for x in leaves(arguments)):
        raise ConfigError("A step of a graph uses no tensor of the graph.")


def map_records(function: Callable[[dict[str, Any]], Any], tree: Any) -> Any:
    """Apply a function to the innermost dictionaries that are marked by a $ key."""
    if isinstance(tree, dict):
        if any(key.startswith("$") for key in tree):
            return function(tree)
        return {key: map_records(function, part) for key, part in tree.items()}
    if isinstance(tree, (list, tuple)):
        return type(tree)(map_records(function, part) for part in tree)
    return tree


def restore_op(record: dict[str, Any]) -> Op:
    """Return the operation of a record: one of limpid's own, by its class's name.

    Raises:
        ConfigError: There is no such operation.
    """
    import limpid.ops  # noqa: F401 - so that every operation is known

    kinds = {kind.__name__: kind for kind in _subclasses(Op) if _is_own(kind)}
    if record["op"] not in kinds:
        raise ConfigError(f"There is no operation {record['op']!r}.")
    settings = {
        name: map_records(_restore_setting, value)
        for name, value in record["settings"].items()
    }
    op: Op = kinds[record["op"]](**settings)
    return op


def _restore_setting(record: dict[str, Any]) -> Any:
    if DTYPE in record:
        return as_dtype(record[DTYPE])
    return slice(*record[SLICE]) if SLICE in record else Ellipsis


def _is_own(kind: type) -> bool:
    return kind.__module__.startswith("limpid.")


def _subclasses(kind: type) -> list[Any]:
    found: list[Any] = list(kind.__subclasses__())
    return found + [part for each in found for part in _subclasses(each)]
