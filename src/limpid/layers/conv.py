"""Conv: what convolution layers of every dimension share."""

from dataclasses import dataclass
from typing import Any

from limpid.activations.activate import activate
from limpid.errors import ConfigError
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

    def check(self) -> None:
        """Refuse settings that are no positive integers, and unknown names."""
        require_positive(
            self, "filters", "kernel_size", "strides", "dilation_rate", "groups"
        )
        channels_last(self.data_format)
        known = ("valid", "same", "causal") if self.spatial_ndim == 1 else ("valid", "same")
        if self.padding not in known:
            raise ConfigError(
                f"{type(self).__name__}(padding={self.padding!r}): "
                f"expected one of {', '.join(map(repr, known))}."
            )
        if self.filters % self.groups:
            raise ConfigError(
                f"{type(self).__name__}: {self.filters} filters do not divide into "
                f"{self.groups} groups; make filters a multiple of groups."
            )

    def check_input(self, input_shape: Shape) -> None:
        """Refuse inputs of another rank or with channels that do not divide."""
        axes = AXES[self.spatial_ndim]
        require_rank(self, input_shape, self.spatial_ndim + 2, f"(batch, {axes}, channels)")
        if input_shape[-1] % self.groups:
            raise ConfigError(
                f"{self!r}: {input_shape[-1]} channels do not divide into "
                f"{self.groups} groups."
            )

    def build(self, input_shape: Shape) -> None:
        """Make kernel and bias."""
        size = every_axis(self.kernel_size, self.spatial_ndim)
        self.kernel = self.add_weight(
            (*size, input_shape[-1] // self.groups, self.filters),
            self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
            name="kernel",
        )
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                (self.filters,),
                self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
                name="bias",
            )

    def call(self, inputs: Tensor) -> Tensor:
        """Return the feature maps."""
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
