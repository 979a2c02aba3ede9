from collections.abc import Sequence
from typing import Any

from limpid.errors import ShapeError
from limpid.graph.arithmetic import as_float, pair
from limpid.graph.deferred import deferrable
from limpid.graph.tensor import Tensor, apply
from limpid.ops.conv import (
    ConvInput,
    Pads,
    channels_last,
    every_axis,
    resolve_padding,
)


@deferrable
def conv_transpose(
    inputs: Any,
    kernel: Any,
    strides: int | Sequence[int] = 1,
    padding: str = "valid",
    output_padding: int | Sequence[int] | None = None,
    data_format: str | None = None,
    dilation_rate: int | Sequence[int] = 1,
) -> Tensor:
    """Return the transposed convolution: each input element lays down a kernel.

    It is the gradient of `conv` by its input, used to enlarge pictures.

    Args:
        inputs: (batch, *spatial, channels).
        kernel: (*size, filters, channels).
        strides: The step between kernels laid down.
        padding: 'valid', or 'same' for size * stride outputs.
        output_padding: Rows added at the end; by default what strides ask for.
        data_format: 'channels_last', the only one.
        dilation_rate: The step between the elements of a kernel.

    Raises:
        ShapeError: The kernel does not fit the inputs.
        ConfigError: A setting is unknown or not positive.
    """
    x, k = map(as_float, pair(inputs, kernel))
    channels_last(data_format)
    if len(x.shape) != len(k.shape) or x.shape[-1] != k.shape[-1]:
        raise ShapeError(f"conv_transpose: kernel {k.shape} does not fit {x.shape}.")
    ndim = len(k.shape) - 2
    steps, dilation = every_axis(strides, ndim), every_axis(dilation_rate, ndim)
    reach = [(n - 1) * d + 1 for n, d in zip(k.shape, dilation, strict=False)]
    axes = zip(x.shape[1:-1], reach, steps, _each(output_padding, ndim), strict=True)
    size = tuple(_output(n, r, s, padding, extra) for n, r, s, extra in axes)
    if output_padding is None:
        pads = resolve_padding(padding, size, k.shape[:-2], steps, dilation)
    else:
        pads = _given(x.shape[1:-1], size, reach, steps, padding)
    return apply(ConvInput(steps, pads, dilation, 1, size), x, k)


def _each(output_padding: int | Sequence[int] | None, ndim: int) -> list[int | None]:
    if output_padding is None or isinstance(output_padding, int):
        return [output_padding] * ndim
    return list(output_padding)


def _output(size: int, reach: int, step: int, padding: str, extra: int | None) -> int:
    """Return the output's size along one axis, by Keras's rules."""
    if extra is not None:
        cut = reach // 2 if padding == "same" else 0
        return (size - 1) * step + reach - 2 * cut + extra
    return size * step + (max(reach - step, 0) if padding == "valid" else 0)


def _given(
    spatial: Sequence[int],
    size: Sequence[int],
    reach: Sequence[int],
    steps: Sequence[int],
    padding: str,
) -> Pads:
    """Return what is cut off in front, as Keras does, and behind to reach the size."""
    cuts, behind = [], []
    for n, total, r, s in zip(spatial, size, reach, steps, strict=True):
        whole = (n - 1) * s + r
        # Seen as a convolution of the spread-out input, so many zeros surround it;
        # the odd one stands in front.
        zeros = total - whole + 2 * (r - 1)
        cut = r - 1 - min(-(-zeros // 2), r - 1) if padding == "same" else 0
        cuts.append(cut)
        behind.append(max(whole - total - cut, 0))
    return tuple(zip(cuts, behind, strict=True))
