"""What is checked before anything is updated."""

import warnings
from typing import Any

import numpy as np

from limpid.errors import DataError
from limpid.graph.op import Array
from limpid.graph.tree import leaves
from limpid.losses.binary_crossentropy import BinaryCrossentropy
from limpid.losses.categorical_crossentropy import CategoricalCrossentropy
from limpid.losses.sparse_categorical_crossentropy import SparseCategoricalCrossentropy
from limpid.models.batches import ArrayBatches, Batch, Batches

# Data may be larger than memory: they are looked at in blocks of so many examples.
BLOCK = 4096

OF_PROBABILITIES = (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    SparseCategoricalCrossentropy,
)


class Checker:
    """Checks batches against a model, each array once.

    Args:
        model: The model that is to be trained or evaluated.
    """

    def __init__(self, model: Any) -> None:
        """Start with nothing known."""
        self.model = model
        self._seen: set[int] = set()

    def check(self, batches: Batches, batch: Batch) -> None:
        """Check a batch, or with the first of arrays all of them.

        Raises:
            DataError: Values are not finite, labels out of range or targets missing.
            ShapeError: The inputs do not fit the model.
        """
        if isinstance(batches, ArrayBatches):
            self.check_arrays(batches)
        else:
            self._check(batch, batch[0])

    def check_arrays(self, batches: ArrayBatches) -> None:
        """Check arrays unless they have been; the errors are those of `check`."""
        if id(batches) not in self._seen:
            self._seen.add(id(batches))
            sample, _, _ = batches.take(slice(0, batches.batch_size))
            self._check((batches.x, batches.y, batches.sample_weight), sample)

    def _check(self, data: Batch, sample: Any) -> None:
        x, y, weight = data
        for name, part in (("x", x), ("y", y), ("sample_weight", weight)):
            check_finite(name, part)
        objectives = self.model.objectives
        if objectives is not None and objectives.losses:
            check_targets(objectives, y, self.model.output_shapes(sample))


def check_finite(name: str, data: Any) -> None:
    """Raise DataError if floats among the data are NaN or infinite.

    Args:
        name: How to call the data in the message.
        data: Nested arrays.
    """
    for array in leaves(data):
        if array.dtype.kind == "f":
            for start in range(0, len(array), BLOCK):
                _check_block(name, array[start : start + BLOCK], start)


def _check_block(name: str, block: Array, start: int) -> None:
    if np.isfinite(block).all():
        return
    first = np.argwhere(~np.isfinite(block))[0]
    position = ", ".join(map(str, [int(first[0]) + start, *first[1:].tolist()]))
    raise DataError(
        f"{name}[{position}] is {block[tuple(first)]}; expected finite numbers: "
        "clean the data, e.g. with np.nan_to_num."
    )


def check_targets(objectives: Any, y: Any, outputs: Any) -> None:
    """Raise DataError if targets are missing or none that their loss can take."""
    if y is None:
        raise DataError(
            "The loss needs targets, but there is no y: give (x, y), also as "
            "validation_data and from iterables."
        )
    pairs = objectives.pairs(y, outputs)
    losses = objectives.losses_of(len(pairs))
    for (target, output), loss in zip(pairs, losses, strict=True):
        if loss is not None:
            loss.check_targets(target, output.shape)


def warn_of_activation(model: Any, objectives: Any) -> None:
    """Warn if the loss takes softmax or sigmoid twice, or not at all."""
    for layer, loss in zip(*_ends(model, objectives), strict=False):
        if not isinstance(loss, OF_PROBABILITIES):
            continue
        name = activation_of(layer)
        if loss.from_logits and name in {"softmax", "sigmoid"}:
            warnings.warn(
                f"The last layer applies {name} and the loss has from_logits=True, "
                "which applies it again: drop one of the two.",
                stacklevel=3,
            )
        if not loss.from_logits and name == "linear":
            warnings.warn(
                f"{type(loss).__name__} expects probabilities but the last layer has "
                "no activation: add activation='softmax' (or 'sigmoid'), or give the "
                "loss from_logits=True.",
                stacklevel=3,
            )


def _ends(model: Any, objectives: Any) -> tuple[list[Any], list[Any]]:
    """Return the layer that makes each output, as far as known, and its loss."""
    if getattr(model, "outputs", None) is None:
        layers = model.layers[-1:] if hasattr(model, "stack") else []
    else:
        calls = [y.call for y in leaves(model.outputs)]
        layers = [None if call is None else call.function for call in calls]
    return layers, objectives.losses_of(len(layers)) if layers else []


def activation_of(layer: Any) -> str | None:
    """Return the name of what a layer applies last; None where that is not known."""
    if type(layer).__name__ == "Softmax":
        return "softmax"
    if not hasattr(layer, "activation"):
        return None
    activation = layer.activation
    if activation is None:
        return "linear"
    return str(getattr(activation, "__name__", activation))
