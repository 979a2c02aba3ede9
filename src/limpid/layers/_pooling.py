"""Pooling: what pooling layers of every dimension share."""

from dataclasses import dataclass

from limpid.errors import ConfigError
from limpid.graph.shapes import Shape
from limpid.layers._conv import AXES
from limpid.layers.layer import Layer, require_rank
from limpid.ops.conv import channels_last
from limpid.settings import require_positive


@dataclass(eq=False, repr=False)
class Pooling(Layer):
    """Base of pooling layers; a subclass sets its number of spatial axes."""

    pool_size: int | tuple[int, ...] = 2
    strides: int | tuple[int, ...] | None = None
    padding: str = "valid"
    data_format: str | None = None

    spatial_ndim = 0

    def check(self) -> None:
        """Refuse settings that are no positive integers, and unknown names."""
        require_positive(self, "pool_size", *(["strides"] if self.strides else []))
        channels_last(self.data_format)
        if self.padding not in {"valid", "same"}:
            raise ConfigError(
                f"{type(self).__name__}(padding={self.padding!r}): "
                "expected 'valid' or 'same'."
            )

    def check_input(self, input_shape: Shape) -> None:
        """Refuse inputs of another rank."""
        expected = f"(batch, {AXES[self.spatial_ndim]}, channels)"
        require_rank(self, input_shape, self.spatial_ndim + 2, expected)
