from typing import Any

import numpy as np

from limpid.errors import DTypeError
from limpid.graph.arithmetic import astype
from limpid.graph.deferred import deferrable
from limpid.graph.shapes import normalize_axis
from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.equal import equal
from limpid.ops.expand_dims import expand_dims


@deferrable
def one_hot(x: Any, num_classes: int, axis: int = -1, dtype: Any = None) -> Tensor:
    """Return vectors with a 1 at each index and 0 elsewhere.

    An index outside 0..num_classes-1 gives a vector of zeros, as in Keras.

    Raises:
        DTypeError: x does not hold integers.
    """
    x = as_tensor(x)
    if x.dtype.kind not in "iu":
        raise DTypeError(f"one_hot needs integers; got {x.dtype}.")
    position = normalize_axis(axis, len(x.shape) + 1)
    classes = np.arange(num_classes, dtype=x.dtype)
    classes = classes.reshape((-1,) + (1,) * (len(x.shape) - position))
    return astype(equal(expand_dims(x, axis=position), classes), dtype)
