"""GlobalPooling: what layers that pool whole maps share."""

from dataclasses import dataclass

from limpid.graph.shapes import Shape
from limpid.layers._conv import AXES
from limpid.layers.layer import Layer, require_rank
from limpid.ops.conv import channels_last


@dataclass(eq=False, repr=False)
class GlobalPooling(Layer):
    """Base of global pooling layers; a subclass sets its number of spatial axes."""

    data_format: str | None = None
    keepdims: bool = False

    spatial_ndim = 0

    def check(self) -> None:
        channels_last(self.data_format)

    def check_input(self, input_shape: Shape) -> None:
        expected = f"(batch, {AXES[self.spatial_ndim]}, channels)"
        require_rank(self, input_shape, self.spatial_ndim + 2, expected)

    @property
    def axes(self) -> tuple[int, ...]:
        """The spatial axes."""
        return tuple(range(1, self.spatial_ndim + 1))
