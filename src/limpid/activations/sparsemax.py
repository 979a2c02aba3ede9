from typing import Any

import numpy as np

from limpid.graph.arithmetic import as_float, astype, sum
from limpid.graph.shapes import normalize_axis
from limpid.graph.tensor import Tensor
from limpid.ops.cumulative_sum import cumulative_sum
from limpid.ops.moveaxis import moveaxis
from limpid.ops.relu import relu
from limpid.ops.sort import sort
from limpid.ops.stop_gradient import stop_gradient


def sparsemax(x: Any, axis: int = -1) -> Tensor:
    """Return the probabilities nearest to x: like softmax, but with exact zeros.

    Source: Martins & Astudillo 2016, arXiv:1602.02068, algorithm 1.
    """
    x = as_float(x)
    position = normalize_axis(axis, len(x.shape))
    scores = moveaxis(x, position, -1)
    ordered = sort(stop_gradient(scores), axis=-1, descending=True)
    counts = np.arange(1, scores.shape[-1] + 1, dtype=scores.dtype)
    inside = 1.0 + counts * ordered > cumulative_sum(ordered, axis=-1)
    support = sum(astype(inside, scores.dtype), axis=-1, keepdims=True)
    lowest = sum(astype(inside, scores.dtype) * ordered, axis=-1, keepdims=True)
    # The threshold moves with the scores that stay positive.
    kept = astype(stop_gradient(scores) > (lowest - 1.0) / support, scores.dtype)
    threshold = (sum(scores * kept, axis=-1, keepdims=True) - 1.0) / support
    return moveaxis(relu(scores - threshold), -1, position)
