"""Merge: what layers that take several inputs share."""

from abc import abstractmethod
from dataclasses import dataclass
from functools import reduce
from typing import Any

from limpid.errors import ShapeError
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer
from limpid.ops.logical_or import logical_or


@dataclass(eq=False, repr=False)
class Merge(Layer):
    """Base of layers that join a list of inputs elementwise, two at a time."""

    supports_masking = True

    def check_input(self, input_shape: Any) -> None:
        require_several(self, input_shape)
        if len({len(shape) for shape in input_shape}) > 1:
            raise ShapeError(
                f"{self!r} got inputs of shapes {input_shape}; expected as many axes "
                "in each: reshape some."
            )

    def call(self, inputs: list[Tensor]) -> Tensor:
        return reduce(self.join, inputs)

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        """Return where any of the inputs counts; nothing if one counts everywhere."""
        del inputs
        masks = previous_mask or [None]
        return None if any(m is None for m in masks) else reduce(logical_or, masks)

    @abstractmethod
    def join(self, x: Tensor, y: Tensor) -> Tensor:
        """Return two inputs joined."""


def require_several(layer: Layer, shapes: Any) -> None:
    """Raise ShapeError unless the shapes are those of two or more inputs."""
    if not isinstance(shapes, list) or len(shapes) < 2:
        raise ShapeError(
            f"{layer!r} got one input of shape {shapes}; expected a list of two or "
            "more tensors."
        )
