"""The decoder of coefficients agrees with libjpeg to the last bit."""

import io
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limpid.datasets._jpeg import decode

Image = pytest.importorskip("PIL.Image")

AC_SYMBOLS = [16 * run + size for run in range(16) for size in range(1, 11)]
AC_SYMBOLS += [0x00, 0xF0]


class Bits:
    """Entropy-coded data, in which a byte ff is followed by 00."""

    def __init__(self) -> None:
        self.text = []

    def put(self, value: int, length: int) -> None:
        if length:
            self.text.append(f"{value:0{length}b}")

    def number(self, value: int) -> None:
        """Append a coefficient's magnitude bits (T.81, table F.1)."""
        size = abs(value).bit_length()
        self.put(value if value > 0 else value + (1 << size) - 1, size)

    def done(self) -> bytes:
        text = "".join(self.text)
        text += "1" * (-len(text) % 8)
        data = bytes(int(text[i : i + 8], 2) for i in range(0, len(text), 8))
        return data.replace(b"\xff", b"\xff\0")


def put_block(bits: Bits, block: list[int], before: int) -> None:
    # Codes of equal length, 4 bits for DC and 8 for AC, are Huffman codes too.
    step = block[0] - before
    bits.put(abs(step).bit_length(), 4)
    bits.number(step)
    run = 0
    for value in block[1:]:
        if value == 0:
            run += 1
            continue
        for _ in range(run // 16):
            bits.put(AC_SYMBOLS.index(0xF0), 8)
        symbol = 16 * (run % 16) + abs(value).bit_length()
        bits.put(AC_SYMBOLS.index(symbol), 8)
        bits.number(value)
        run = 0
    if run:
        bits.put(AC_SYMBOLS.index(0x00), 8)


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def to_jpeg(picture: np.ndarray, qtables: np.ndarray) -> bytes:
    """Write one picture's coefficients (24, 64) as a baseline JPEG file (T.81)."""
    bits, before = Bits(), [0, 0, 0]
    for number, block in enumerate(picture.tolist()):
        part = (0, 0, 0, 0, 1, 2)[number % 6]
        put_block(bits, block, before[part])
        before[part] = block[0]
    dc_table = bytes([0, *(0, 0, 0, 12), *[0] * 12, *range(12)])
    ac_table = bytes([0x10, *[0] * 7, len(AC_SYMBOLS), *[0] * 8, *AC_SYMBOLS])
    return b"".join(
        [
            b"\xff\xd8",
            segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
            segment(0xDB, b"\0" + qtables[0].tobytes() + b"\1" + qtables[1].tobytes()),
            segment(0xC0, bytes([8, 0, 32, 0, 32, 3, 1, 34, 0, 2, 17, 1, 3, 17, 1])),
            segment(0xC4, dc_table + ac_table),
            segment(0xDA, bytes([3, 1, 0, 2, 0, 3, 0, 0, 63, 0])),
            bits.done(),
            b"\xff\xd9",
        ]
    )


def by_libjpeg(picture: np.ndarray, qtables: np.ndarray) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(to_jpeg(picture, qtables))).convert("RGB"))


@given(st.integers(0, 2**32 - 1))
def test_pixels_are_those_of_libjpeg(seed):
    draw = np.random.default_rng(seed)
    qtables = draw.integers(1, 60, (2, 64)).astype(np.uint8)
    # Like a photograph's: large at low frequencies, mostly zero at high ones.
    spread = np.repeat([30.0, 8.0, 2.0, 0.6], [1, 5, 16, 42])
    pictures = np.rint(draw.normal(0, spread, (2, 24, 64)))
    pictures = np.clip(pictures, -120, 120).astype(np.int16)
    got = decode(pictures, qtables)
    want = np.stack([by_libjpeg(picture, qtables) for picture in pictures])
    np.testing.assert_array_equal(got, want)


def test_no_coefficients_are_middle_grey():
    grey = decode(np.zeros((1, 24, 64), np.int16), np.ones((2, 64), np.uint8))
    assert np.unique(grey).tolist() == [128]
