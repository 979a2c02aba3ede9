"""Conv: what convolution layers of every dimension share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from limpid.activations._activate import activate
from limpid.errors import ConfigError, ShapeError
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer, require_rank
from limpid.ops.conv import channels_last, conv, every_axis
from limpid.settings import require_positive

AXES = {1: "steps", 2: "height, width", 3: "depth, height, width"}


@dataclass(eq=False, repr=False)
class Conv(Layer):
    """Base of convolution layers; a subclass sets its number of spatial axes."""

    filters: int
    kernel_size: int | tuple[int, ...]
    strides: int | tuple[int, ...] = 1
    padding: str = "valid"
    data_format: str | None = None
    dilation_rate: int | tuple[int, ...] = 1
    groups: int = 1
    activation: Any = None
    use_bias: bool = True
    kernel_initializer: Any = "glorot_uniform"
    bias_initializer: Any = "zeros"
    kernel_regularizer: Any = None
    bias_regularizer: Any = None
    kernel_constraint: Any = None
    bias_constraint: Any = None

    spatial_ndim = 0
    paddings: ClassVar[tuple[str, ...]] = ("valid", "same")

    def check(self) -> None:
        require_positive(self, "filters", "groups")
        check_windows(self, self.paddings)
        if self.filters % self.groups:
            raise ConfigError(
                f"{type(self).__name__}: {self.filters} filters do not divide into "
                f"{self.groups} groups; make filters a multiple of groups."
            )

    def check_input(self, input_shape: Shape) -> None:
        expected = f"(batch, {AXES[self.spatial_ndim]}, channels)"
        require_rank(self, input_shape, self.spatial_ndim + 2, expected)
        if input_shape[-1] % self.groups:
            raise ShapeError(
                f"{self!r}: {input_shape[-1]} channels do not divide into "
                f"{self.groups} groups; choose a divisor."
            )

    def build(self, input_shape: Shape) -> None:
        size, maps = every_axis(self.kernel_size, self.spatial_ndim), (self.filters,)
        channels = input_shape[-1] // self.groups
        self.kernel = self.weight_as_set("kernel", (*size, channels, *maps))
        self.bias = self.weight_as_set("bias", maps) if self.use_bias else None

    def call(self, inputs: Tensor) -> Tensor:
        outputs = conv(
            inputs,
            self.kernel,
            strides=self.strides,
            padding=self.padding,
            dilation_rate=self.dilation_rate,
        )
        if self.bias is not None:
            outputs = outputs + self.bias
        return activate(outputs, self.activation)


def check_windows(layer: Any, paddings: Sequence[str] = ("valid", "same")) -> None:
    """Raise ConfigError unless a layer's windows have settings that can be.

    Args:
        layer: Has kernel_size, strides, padding, data_format, perhaps dilation_rate.
        paddings: What its padding may be.
    """
    sizes = ("kernel_size", "strides", "dilation_rate")
    require_positive(layer, *(name for name in sizes if hasattr(layer, name)))
    channels_last(layer.data_format)
    if layer.padding not in paddings:
        raise ConfigError(
            f"{type(layer).__name__}(padding={layer.padding!r}): "
            f"expected {' or '.join(map(repr, paddings))}."
        )
