"""Pictures from files come in the shape, range and polarity a network takes."""

import struct
import zlib
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limpid.datasets.image import read_image
from limpid.errors import LimpidFileError, ShapeError

Image = pytest.importorskip("PIL.Image")

# Light ink on a dark ground, as in MNIST.
DIGIT = np.zeros((28, 28), np.uint8)
DIGIT[6:22, 12:16] = 255


@pytest.fixture
def saved(tmp_path):
    def save(pixels, name="picture.png", **more):
        path = tmp_path / name
        picture = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
        picture.save(path, **more)
        return path

    return save


def test_fitting_picture_is_read_as_it_is(saved):
    pixels, notes = read_image(saved(DIGIT), (28, 28, 1))
    assert (pixels.dtype, pixels.shape, notes) == (np.float32, (28, 28, 1), ())
    np.testing.assert_array_equal(pixels[..., 0], DIGIT)


def test_shape_without_channels_is_grey(saved):
    assert read_image(saved(DIGIT), (28, 28)).pixels.shape == (28, 28)


@pytest.mark.parametrize("name", ["a.png", "a.bmp", "a.gif"])
def test_lossless_formats_give_the_same_pixels(saved, name):
    np.testing.assert_array_equal(
        read_image(saved(DIGIT, name), (28, 28)).pixels, DIGIT
    )


def test_jpeg_is_read(saved):
    pixels = read_image(saved(DIGIT, "a.jpg", quality=95), (28, 28)).pixels
    assert np.abs(pixels - DIGIT).mean() < 5


def test_dark_ink_on_light_paper_is_inverted_and_told(saved):
    pixels, notes = read_image(saved(255 - DIGIT), (28, 28))
    np.testing.assert_array_equal(pixels, DIGIT)
    assert any("inverted" in note for note in notes)


def test_pencil_on_grey_paper_is_inverted_too(saved):
    paper = np.where(DIGIT > 0, 40, 110).astype(np.uint8)
    pixels = read_image(saved(paper), (28, 28)).pixels
    assert pixels[10, 13] > pixels[0, 0]


@pytest.mark.parametrize("invert", [True, False])
def test_caller_may_decide_about_inversion(saved, invert):
    pixels = read_image(saved(DIGIT), (28, 28), invert=invert).pixels
    np.testing.assert_array_equal(pixels, 255 - DIGIT if invert else DIGIT)


def test_color_picture_is_never_inverted_by_itself(saved):
    light = np.full((8, 8, 3), 250, np.uint8)
    assert read_image(saved(light), (8, 8, 3)).pixels.min() == 250


def test_grey_picture_fills_three_channels(saved):
    pixels = read_image(saved(DIGIT), (28, 28, 3)).pixels
    assert all(np.array_equal(pixels[..., channel], DIGIT) for channel in range(3))


def test_color_turns_to_grey_with_a_note(saved):
    red = np.zeros((8, 8, 3), np.uint8)
    red[2:6, 2:6, 0] = 255
    pixels, notes = read_image(saved(red), (8, 8))
    # 0.299 * 255: the luma of pure red (ITU-R BT.601).
    assert pixels.max() == 76
    assert any("grey" in note for note in notes)


def test_larger_picture_is_averaged_down_with_a_note(saved):
    big = np.kron(DIGIT, np.ones((4, 4), np.uint8))
    pixels, notes = read_image(saved(big), (28, 28))
    np.testing.assert_array_equal(pixels, DIGIT)
    assert notes == ("resized from 112 x 112 to 28 x 28",)


def test_height_comes_before_width(saved):
    wide = np.zeros((10, 20), np.uint8)
    pixels, notes = read_image(saved(wide), (5, 40))
    assert pixels.shape == (5, 40)
    assert notes == ("resized from 10 x 20 to 5 x 40",)


def test_sixteen_bit_grey_keeps_its_scale(saved):
    wide = np.linspace(0, 65535, 64).reshape(8, 8).astype(np.uint16)
    pixels = read_image(saved(wide), (8, 8), invert=False).pixels
    np.testing.assert_allclose(pixels, wide / 257, atol=0.5)


def test_transparent_ground_becomes_white_paper(saved):
    ink = np.zeros((28, 28, 4), np.uint8)
    ink[..., 3] = DIGIT
    np.testing.assert_array_equal(read_image(saved(ink), (28, 28)).pixels, DIGIT)


def test_turn_noted_by_the_camera_is_applied(saved):
    picture = Image.fromarray(DIGIT)
    exif = picture.getexif()
    exif[0x0112] = 6  # a quarter turn clockwise
    path = saved(picture, "a.png", exif=exif)
    np.testing.assert_array_equal(
        read_image(path, (28, 28)).pixels, np.rot90(DIGIT, -1)
    )


@pytest.mark.parametrize(
    "shape", [(28,), (28, 28, 2), (28, 28, 4), (0, 28), (1, 28, 28, 1), (-1, 28, 1)]
)
def test_shapes_of_no_picture_are_refused(saved, shape):
    with pytest.raises(ShapeError, match="cannot have the shape"):
        read_image(saved(DIGIT), shape)


@pytest.mark.parametrize("name", ["a.tiff", "a.ppm", "a.pdf"])
def test_other_formats_are_refused(saved, name):
    with pytest.raises(LimpidFileError, match="expected PNG, JPEG, BMP, GIF"):
        read_image(saved(DIGIT, name), (28, 28))


def test_cut_picture_is_told(saved):
    path = saved(np.random.default_rng(0).integers(0, 255, (99, 99), np.uint8))
    path.write_bytes(path.read_bytes()[:-500])
    with pytest.raises(LimpidFileError, match="damaged"):
        read_image(path, (28, 28))


def test_absent_file_and_folder_are_named(tmp_path):
    for path in (tmp_path / "absent.png", tmp_path):
        with pytest.raises(LimpidFileError, match="cannot be read"):
            read_image(path, (28, 28))


def chunk(kind: bytes, body: bytes) -> bytes:
    data = kind + body
    return struct.pack(">I", len(body)) + data + struct.pack(">I", zlib.crc32(data))


@pytest.mark.parametrize("side", [4_001, 10_000, 60_000])
def test_picture_of_too_many_pixels_is_refused_before_it_is_decoded(tmp_path, side):
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    body = (
        chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )
    bomb = tmp_path / "bomb.png"
    bomb.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    with pytest.raises(LimpidFileError, match="pixels"):
        read_image(bomb, (28, 28))


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"BM"]),
)
def test_garbage_gives_a_file_error(tmp_path_factory, data, start):
    path = tmp_path_factory.mktemp("garbage") / "picture"
    path.write_bytes(start + data)
    with suppress(LimpidFileError):
        assert read_image(path, (4, 4)).pixels.shape == (4, 4)
