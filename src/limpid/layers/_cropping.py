"""Cropping: what cropping layers of every dimension share."""

from typing import Any

from limpid.errors import ShapeError
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.layers._borders import borders
from limpid.layers._conv import AXES
from limpid.layers.layer import Layer, require_rank


class Cropping(Layer):
    """Base of cropping layers; a subclass sets its number of spatial axes."""

    cropping: Any

    spatial_ndim = 0

    def check(self) -> None:
        borders(self, "cropping", self.spatial_ndim)

    def check_input(self, input_shape: Shape) -> None:
        expected = f"(batch, {AXES[self.spatial_ndim]}, channels)"
        require_rank(self, input_shape, self.spatial_ndim + 2, expected)
        cuts = borders(self, "cropping", self.spatial_ndim)
        if any(a + b >= n for n, (a, b) in zip(input_shape[1:-1], cuts, strict=True)):
            raise ShapeError(
                f"{self!r} would leave nothing of an input of shape {input_shape}; "
                "crop less."
            )

    def call(self, inputs: Tensor) -> Tensor:
        cuts = borders(self, "cropping", self.spatial_ndim)
        sizes = zip(inputs.shape[1:-1], cuts, strict=True)
        kept = tuple(slice(a, n - b) for n, (a, b) in sizes)
        return inputs[(slice(None), *kept)]
