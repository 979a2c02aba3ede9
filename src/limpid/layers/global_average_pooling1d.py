from dataclasses import dataclass
from typing import Any

from limpid.graph.arithmetic import astype, reshape
from limpid.graph.arithmetic import sum as sum_over
from limpid.graph.tensor import Tensor
from limpid.layers._global_pooling import GlobalPooling
from limpid.ops.mean import mean


@dataclass(eq=False, repr=False)
class GlobalAveragePooling1D(GlobalPooling):
    """The mean of each channel over all steps.

    Args:
        data_format: 'channels_last', the only one.
        keepdims: Whether the steps stay, as an axis of size 1.

    Shapes: inputs (batch, steps, channels); outputs (batch, channels).
    """

    spatial_ndim = 1

    supports_masking = True

    EXAMPLES = (({}, (2, 4, 3)),)

    def compute_mask(self, inputs: Tensor, previous_mask: Any) -> None:
        """Return None: no steps are left."""

    def call(self, inputs: Tensor, mask: Tensor | None = None) -> Tensor:
        """Return the means; with a mask, those over the steps where it is true."""
        if mask is None:
            return mean(inputs, axis=self.axes, keepdims=self.keepdims)
        counts = astype(reshape(mask, (*mask.shape, 1)), inputs.dtype)
        total = sum_over(inputs * counts, axis=self.axes, keepdims=self.keepdims)
        return total / sum_over(counts, axis=self.axes, keepdims=self.keepdims)
