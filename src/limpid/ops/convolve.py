from typing import Any

from limpid.errors import ConfigError, ShapeError
from limpid.graph.arithmetic import as_float, pair, reshape
from limpid.graph.tensor import Tensor
from limpid.ops.conv import conv
from limpid.ops.flip import flip


def convolve(x1: Any, x2: Any, mode: str = "full") -> Tensor:
    """Return the convolution of two arrays of the same rank, in any dimension.

    y[n] = sum over k of x1[n - k] * x2[k]: the second is turned around, unlike in
    `conv`, which is what networks call convolution and mathematicians correlation.

    Args:
        x1: The signal or picture.
        x2: The kernel.
        mode: 'full' gives every sum with an overlap, 'same' the middle part in the
            shape of x1, 'valid' only the sums that need no zeros.

    Raises:
        ShapeError: The ranks differ, or the kernel does not fit into x1 ('valid').
        ConfigError: The mode is unknown.

    Example:
        >>> convolve([1.0, 1.0, 1.0], [1.0, 2.0, 3.0])
        Tensor([1., 3., 6., 5., 3.])
    """
    x, kernel = map(as_float, pair(x1, x2))
    if x.ndim != kernel.ndim or not x.ndim:
        raise ShapeError(
            f"convolve got shapes {x.shape} and {kernel.shape}; expected as many axes "
            "in both, and at least one."
        )
    turned = reshape(flip(kernel), (*kernel.shape, 1, 1))
    padding = [_around(n, mode) for n in kernel.shape]
    y = conv(reshape(x, (1, *x.shape, 1)), turned, padding=padding)
    return reshape(y, y.shape[1:-1])


def _around(size: int, mode: str) -> tuple[int, int]:
    reach = size - 1
    if mode == "full":
        return reach, reach
    if mode == "same":
        return reach - reach // 2, reach // 2
    if mode != "valid":
        raise ConfigError(f"mode {mode!r} is unknown; use 'full', 'same' or 'valid'.")
    return 0, 0
