"""clone_model: the same architecture, made of new layers."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from limpid.errors import ConfigError
from limpid.graph.deferred import Call, KerasTensor
from limpid.graph.tree import leaves, map_leaves, rebuild
from limpid.layers.layer import Layer
from limpid.models.model import Model
from limpid.models.sequential import Sequential
from limpid.settings import Settings

__all__ = ["clone_model"]

Clone = Callable[[Any], Any]


def clone_model(
    model: Any,
    input_tensors: Any = None,
    clone_function: Clone | None = None,
    recursive: bool = False,
) -> Any:
    """Return a model of the same architecture with new layers and new first weights.

    Args:
        model: A Sequential or functional model.
        input_tensors: Symbolic inputs to build it on; by default some like its own.
        clone_function: Given a layer, returns what takes its place: the layer itself
            to share it, or another; by default a new one with equal settings.
        recursive: Whether the layers inside models that are layers are given to
            clone_function, and not those models.

    Raises:
        ConfigError: The model is defined by its class's `call`.

    Example:
        >>> from limpid import Input, Sequential, layers
        >>> model = Sequential([Input((2,)), layers.Dense(3)])
        >>> copy = clone_model(model)
        >>> copy.set_weights(model.get_weights())
        >>> copy.layers[0] is model.layers[0]
        False
    """
    clone = _fresh if clone_function is None else clone_function
    if recursive:
        clone = _inside_models(clone)
    if isinstance(model, Sequential):
        return _clone_sequential(model, input_tensors, clone)
    if model.inputs is None:
        raise ConfigError(
            f"{type(model).__name__} cannot be cloned: its call() is code; "
            "construct another, or give it get_config() and use from_config."
        )
    return _clone_functional(model, input_tensors, clone)


def _clone_sequential(model: Any, given: Any, clone: Clone) -> Any:
    first = leaves(given)
    if not first and vars(model).get("input_spec") is not None:
        first = leaves(model.symbolic_inputs())
    layers = [clone(layer) for layer in model.layers]
    return type(model)([*first, *layers], **_kept(model))


def _clone_functional(model: Any, given: Any, clone: Clone) -> Any:
    first = map_leaves(_like, model.input)
    if given is not None:
        first = rebuild(model.input, leaves(given))
    values = dict(zip(map(id, model.inputs), leaves(first), strict=True))
    clones: dict[int, Any] = {}
    for call in model.calls:
        results = leaves(_cloned(call, clones, clone).run(values))
        made = map(id, leaves(call.outputs))
        values.update(zip(made, results, strict=True))
    last = map_leaves(lambda y: values[id(y)], model.output)
    return type(model)(first, last, **_kept(model))


def _cloned(call: Call, clones: dict[int, Any], clone: Clone) -> Call:
    """Return the call of the layer's clone; of a shared layer, of the same one."""
    layer = call.function
    if not isinstance(layer, Layer):
        return call
    if id(layer) not in clones:
        clones[id(layer)] = clone(layer)
    return replace(call, function=clones[id(layer)])


def _kept(model: Model) -> dict[str, Any]:
    return {"name": model.name, "dtype": model.dtype, "trainable": model.trainable}


def _like(x: KerasTensor) -> KerasTensor:
    return KerasTensor(x.shape, x.dtype, x.name)


def _fresh(value: Any) -> Any:
    """Return an equal object with nothing learned; what is no object, itself."""
    if isinstance(value, Model) and (value.inputs or isinstance(value, Sequential)):
        return clone_model(value)
    if isinstance(value, Settings):
        # The settings may be objects too, such as the layer that a wrapper wraps.
        config = {k: map_leaves(_fresh, v) for k, v in value.get_config().items()}
        return type(value).from_config(config)
    return value


def _inside_models(clone: Clone) -> Clone:
    def clone_inside(layer: Any) -> Any:
        if isinstance(layer, Model):
            return clone_model(layer, clone_function=clone, recursive=True)
        return clone(layer)

    return clone_inside
