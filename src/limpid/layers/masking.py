from dataclasses import dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.layers.layer import Layer
from limpid.ops.any import any as any_of
from limpid.ops.where import where


@dataclass(eq=False, repr=False)
class Masking(Layer):
    """Mark the steps at which all features are one value: layers behind pass over them.

    Args:
        mask_value: That value, which padding is made of.

    Shapes: inputs (batch, time, ..., features), which masked steps leave as zeros; the
        mask, carried along beside them, (batch, time, ...).

    Example:
        >>> from limpid.layers import GlobalAveragePooling1D
        >>> padded = Masking()([[[1.0], [3.0], [0.0], [0.0]]])
        >>> GlobalAveragePooling1D()(padded)
        Tensor([[2.]])
    """

    mask_value: float = 0.0

    supports_masking = True

    EXAMPLES = (({}, (2, 4, 3)),)

    def compute_mask(self, inputs: Tensor, previous_mask: Any) -> Tensor:
        """Return where a feature is not the value."""
        del previous_mask
        return any_of(inputs != self.mask_value, axis=-1)

    def call(self, inputs: Tensor) -> Tensor:
        counts = any_of(inputs != self.mask_value, axis=-1, keepdims=True)
        return where(counts, inputs, 0)
