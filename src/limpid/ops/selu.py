from typing import Any

from limpid.graph.tensor import Tensor
from limpid.ops.elu import elu

# The fixed point of mean 0 and variance 1: equation 14 of the paper.
ALPHA = 1.6732632423543772
SCALE = 1.0507009873554805


def selu(x: Any, /) -> Tensor:
    """Return scale * elu(x, alpha), which keeps mean 0 and variance 1 through layers.

    Source: Klambauer et al. 2017, arXiv:1706.02515, eq. 2.
    """
    return elu(x, ALPHA) * SCALE
