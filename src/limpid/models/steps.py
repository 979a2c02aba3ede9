"""Steps: the graph that a model's training or prediction runs, without any data."""

from typing import Any

import numpy as np

from limpid.errors import GraphError
from limpid.graph.tensor import no_grad
from limpid.graph.tracing import Graph, trace
from limpid.graph.tree import leaves, map_leaves, rebuild
from limpid.losses.loss import Loss
from limpid.models.batches import on_batch

__all__ = ["step_graph"]


def step_graph(
    model: Any, step: str = "train", batch_size: int = 32, length: int | None = None
) -> Graph:
    """Return the graph of one step of a model on a batch.

    Args:
        model: A model that knows its input's shape; for training, a compiled one.
        step: 'train' or 'predict'.
        batch_size: The number of examples.
        length: Of the axes that the model leaves open, such as time.

    Raises:
        GraphError: The model does not know its input's shape, or how to train.
    """
    inputs = _inputs(model, batch_size, length)
    with no_grad():
        prediction = trace(model.predict_step, inputs)
    if step == "predict":
        return prediction
    return trace(
        on_batch(model.train_step), (inputs, _targets(model, prediction), None)
    )


def _inputs(model: Any, batch_size: int, length: int | None) -> Any:
    spec = getattr(model, "input_spec", None)
    if spec is None:
        raise GraphError(
            "The model does not know its input's shape; begin it with Input(shape) or "
            "call it on a batch once."
        )
    if length is None and any(None in s.shape[1:] for s in leaves(spec)):
        shapes = ", ".join(str(s.shape) for s in leaves(spec))
        raise GraphError(
            f"The model takes inputs of shape {shapes}; say with length how long an "
            "open axis is to be."
        )
    return map_leaves(lambda s: _zeros(s, batch_size, length), spec)


def _zeros(spec: Any, batch_size: int, length: int | None) -> Any:
    sizes = (length if size is None else size for size in spec.shape[1:])
    return np.zeros((batch_size, *sizes), spec.dtype)


def _targets(model: Any, prediction: Graph) -> Any:
    """Return targets as the losses expect them: labels or arrays like the outputs."""
    if model.objectives is None:
        raise GraphError(
            "The model does not know how to train: call compile(optimizer, loss), or "
            "look at its step 'predict'."
        )
    count = len(prediction.outputs) - len(prediction.updates)
    outputs = prediction.outputs[:count]
    losses = model.objectives.losses_of(count)
    targets = [_target(x, loss) for x, loss in zip(outputs, losses, strict=True)]
    return rebuild(prediction.results, targets)


def _target(output: Any, loss: Loss | None) -> Any:
    if type(loss).__name__.startswith("Sparse"):
        return np.zeros(output.shape[:-1], np.int64)
    return np.zeros(output.shape, output.dtype)
