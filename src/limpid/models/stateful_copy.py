"""Stateful copy: a trained model as one that goes on from call to call."""

from typing import Any

from limpid.layers.input import Input
from limpid.models.sequential import Sequential

__all__ = ["stateful_copy"]


def stateful_copy(model: Any, batch_size: int = 1) -> Sequential:
    """Return a Sequential model whose recurrent layers keep their states.

    For `generate`: models are trained on whole sequences, but write a step at a time.

    Args:
        model: A built Sequential model of sequences; it stays as it is.
        batch_size: How many sequences the copy goes on with side by side.

    Example:
        >>> from limpid import Input, Sequential, layers
        >>> model = Sequential([Input((None, 2)), layers.GRU(3, return_sequences=True)])
        >>> [state.shape for state in stateful_copy(model, 5).layers[0].states]
        [(5, 3)]
    """
    layers = []
    for layer in model.layers:
        config = layer.get_config()
        if "stateful" in config:
            config["stateful"] = True
        layers.append(type(layer).from_config(config))
    spec = model.input_spec
    shape = (None, *spec.shape[2:])
    copy = Sequential([Input(shape, batch_size, dtype=spec.dtype), *layers])
    for ours, theirs in zip(
        copy.trainable_variables, model.trainable_variables, strict=True
    ):
        ours.set(theirs.numpy())
    return copy
