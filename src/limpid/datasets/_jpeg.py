"""From the quantized DCT coefficients of small JPEG pictures to their pixels.

The decoder is libjpeg's default one, to the last bit: its integer inverse DCT, its
"fancy" chroma upsampling and its integer color conversion. libjpeg factors each 1-D
transform into shifts and eleven products; rounding happens only between the two passes,
so each pass is one exact product with an integer matrix, which float64 holds exactly.

Source: ITU-T T.81; Independent JPEG Group, jidctint, jdsample, jdcolor (libjpeg 6b).
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Zigzag position -> position in an 8 x 8 block, row by row (T.81, figure 5).
# Diagonal after diagonal: the odd ones run downwards, the even ones upwards.
_ZIGZAG = [
    8 * row + (diagonal - row)
    for diagonal in range(15)
    for row in sorted(range(8), reverse=diagonal % 2 == 0)
    if 0 <= diagonal - row < 8
]

# sqrt(2) * cos(frequency * pi * (2 * position + 1) / 16) * 2**13, but as the sums of
# libjpeg's eleven rounded constants, which differ from rounded sums in the last unit.
_EVEN = [
    [8192, 8192, 8192, 8192],
    [10703, 4433, -4433, -10703],
    [8192, -8192, -8192, 8192],
    [4433, -10704, 10704, -4433],
]
_ODD = [
    [11363, 9633, 6437, 2260],
    [9633, -2259, -11362, -6436],
    [6437, -11362, 2261, 9633],
    [2260, -6436, 9633, -11363],
]
_TRANSFORM = np.zeros((8, 8))
_TRANSFORM[0::2] = np.hstack([_EVEN, np.fliplr(_EVEN)])
_TRANSFORM[1::2] = np.hstack([_ODD, -np.fliplr(_ODD)])


def decode(
    coefficients: NDArray[np.int16], qtables: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """Return the pixels of 32 x 32 JPEG pictures with chroma halved both ways.

    Shapes:
        coefficients: (pictures, 24, 64), quantized, in zigzag order: four macroblocks
        row by row, each Y Y Y Y Cb Cr; qtables: (2, 64), luma and chroma, in zigzag
        order; result: (pictures, 32, 32, 3), red green blue.
    """
    blocks = coefficients.reshape(-1, 4, 6, 64).astype(np.float64)
    blocks[:, :, :4] *= qtables[0]
    blocks[:, :, 4:] *= qtables[1]
    samples = _inverse_transform(blocks)
    luma = _join(samples[:, :, :4].reshape(-1, 2, 2, 2, 2, 8, 8))
    blue, red = (_upsample(_join_chroma(samples[:, :, part])) for part in (4, 5))
    return _to_rgb(luma, blue - 128, red - 128)


def _inverse_transform(blocks: Floats) -> Floats:
    square = np.empty_like(blocks)
    square[..., _ZIGZAG] = blocks
    square = square.reshape(*blocks.shape[:-1], 8, 8)
    # The first pass keeps 2 of the 13 fraction bits; the second drops 13 + 2, and 3 for
    # the division by 8 that two transforms without their factor 1/sqrt(8) need.
    columns = _descale(_TRANSFORM.T @ square, 11)
    return np.clip(_descale(columns @ _TRANSFORM, 18) + 128, 0, 255)


def _descale(values: Floats, bits: int) -> Floats:
    return np.floor((values + 2.0 ** (bits - 1)) / 2.0**bits)


def _join(luma: Floats) -> Floats:
    # (n, macroblock row, column, block row, column, y, x) -> (n, y, x)
    return luma.transpose(0, 1, 3, 5, 2, 4, 6).reshape(-1, 32, 32)


def _join_chroma(chroma: Floats) -> Floats:
    # (n, macroblock, y, x) -> (n, y, x)
    rows = chroma.reshape(-1, 2, 2, 8, 8).transpose(0, 1, 3, 2, 4)
    return rows.reshape(-1, 16, 16)


def _upsample(chroma: Floats) -> Floats:
    """Double height and width: 3/4 of the nearer sample and 1/4 of the farther."""
    padded = np.pad(chroma, ((0, 0), (1, 1), (1, 1)), "edge")
    near = 3 * padded[:, 1:-1]
    rows = _interleave(near + padded[:, :-2], near + padded[:, 2:], axis=1)
    near = 3 * rows[:, :, 1:-1]
    # 8 and 7 by turns: ties are rounded up on the left and down on the right.
    left = np.floor((near + rows[:, :, :-2] + 8) / 16)
    right = np.floor((near + rows[:, :, 2:] + 7) / 16)
    return _interleave(left, right, axis=2)


def _interleave(first: Floats, second: Floats, axis: int) -> Floats:
    shape = list(first.shape)
    shape[axis] *= 2
    return np.stack([first, second], axis + 1).reshape(shape)


def _to_rgb(luma: Floats, blue: Floats, red: Floats) -> NDArray[np.uint8]:
    # 1.402, 1.772, 0.34414 and 0.71414 with 16 fraction bits.
    channels = [
        luma + _descale(91881 * red, 16),
        luma + _descale(-22554 * blue - 46802 * red, 16),
        luma + _descale(116130 * blue, 16),
    ]
    return np.clip(np.stack(channels, -1), 0, 255).astype(np.uint8)
