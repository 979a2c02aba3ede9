from dataclasses import dataclass
from typing import Any

import numpy as np

from limpid.activations._activate import activate
from limpid.errors import ShapeError
from limpid.graph.arithmetic import reshape
from limpid.graph.op import Array
from limpid.graph.shapes import Shape, product
from limpid.graph.tensor import Tensor
from limpid.layers._conv import check_windows
from limpid.layers.layer import Layer, require_rank
from limpid.ops.conv import every_axis
from limpid.ops.einsum import einsum
from limpid.ops.take import take
from limpid.settings import require_positive


@dataclass(eq=False, repr=False)
class LocallyConnected2D(Layer):
    """A convolution that shares no weights: each place has filters of its own.

    Args:
        filters: The number of feature maps.
        kernel_size: The window's size, for both axes or each.
        strides: The step between windows.
        padding: 'valid', the only one.
        data_format: 'channels_last', the only one.
        activation: Applied to the result.
        use_bias: Whether to add a bias.

    The other settings are those of Dense.

    Shapes: inputs (batch, height, width, channels); kernel (height' * width', window
        elements * channels, filters); bias (height', width', filters).

    Source: LeCun et al. 1989, "Generalization and network design strategies". The
    arguments are those of Keras 2; Keras 3 has none.
    """

    filters: int
    kernel_size: int | tuple[int, int]
    strides: int | tuple[int, int] = (1, 1)
    padding: str = "valid"
    data_format: str | None = None
    activation: Any = None
    use_bias: bool = True
    kernel_initializer: Any = "glorot_uniform"
    bias_initializer: Any = "zeros"
    kernel_regularizer: Any = None
    bias_regularizer: Any = None
    kernel_constraint: Any = None
    bias_constraint: Any = None

    EXAMPLES = (({"filters": 2, "kernel_size": (2, 3), "strides": 2}, (2, 4, 5, 2)),)

    def check(self) -> None:
        check_windows(self, ("valid",))
        require_positive(self, "filters")

    def check_input(self, input_shape: Shape) -> None:
        require_rank(self, input_shape, 4, "(batch, height, width, channels)")
        if min(self._places(input_shape)) < 1:
            raise ShapeError(
                f"{self!r} got input of shape {input_shape}; the window does not fit."
            )

    def _places(self, shape: Shape) -> Shape:
        """Return how many windows fit along height and width."""
        size, steps = every_axis(self.kernel_size, 2), every_axis(self.strides, 2)
        sizes = zip(shape[1:3], size, steps, strict=True)
        return tuple((n - k) // s + 1 for n, k, s in sizes)

    def build(self, input_shape: Shape) -> None:
        places = self._places(input_shape)
        window = product(every_axis(self.kernel_size, 2)) * input_shape[-1]
        kernel = (product(places), window, self.filters)
        self.kernel = self.weight_as_set("kernel", kernel)
        bias = (*places, self.filters)
        self.bias = self.weight_as_set("bias", bias) if self.use_bias else None

    def call(self, inputs: Tensor) -> Tensor:
        batch, height, width, channels = inputs.shape
        pixels = reshape(inputs, (batch, height * width, channels))
        windows = self._windows(inputs.shape)
        patches = reshape(
            take(pixels, windows, axis=1),
            (batch, len(windows), windows.shape[1] * channels),
        )
        outputs = einsum("bpw,pwf->bpf", patches, self.kernel)
        places = self._places(inputs.shape)
        outputs = reshape(outputs, (batch, *places, self.filters))
        if self.bias is not None:
            outputs = outputs + self.bias
        return activate(outputs, self.activation)

    def _windows(self, shape: Shape) -> Array:
        """Return the numbers of the pixels in each window: (windows, elements)."""
        numbers = np.arange(shape[1] * shape[2]).reshape(shape[1:3])
        size, steps = every_axis(self.kernel_size, 2), every_axis(self.strides, 2)
        every: Array = np.lib.stride_tricks.sliding_window_view(numbers, size)
        return every[:: steps[0], :: steps[1]].reshape(-1, product(size))
