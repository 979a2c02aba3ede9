"""resample against a loop in plain Python, and its three gradients."""

import numpy as np
import pytest
from tests.common.numeric import check_gradient

import limpid
from limpid.errors import ConfigError, ShapeError
from limpid.ops import resample
from limpid.ops.resample import BLOCK

RNG = np.random.default_rng(0)
MODES = ("constant", "nearest", "reflect", "wrap")


def pixel(image, row, column, mode, fill):
    """Return the pixel of an image that goes on for ever."""
    if mode == "constant" and not (
        0 <= row < image.shape[0] and 0 <= column < image.shape[1]
    ):
        return fill
    return image[
        folded(row, image.shape[0], mode), folded(column, image.shape[1], mode)
    ]


def folded(i, size, mode):
    if mode == "reflect":
        return min(i % (2 * size), 2 * size - 1 - i % (2 * size))
    return i % size if mode == "wrap" else min(max(i, 0), size - 1)


def between(image, row, column, mode, fill):
    top, left = int(np.floor(row)), int(np.floor(column))
    down, right = row - top, column - left
    corners = [(0, 0, 1 - down, 1 - right), (0, 1, 1 - down, right)]
    corners += [(1, 0, down, 1 - right), (1, 1, down, right)]
    return sum(
        a * b * pixel(image, top + i, left + j, mode, fill) for i, j, a, b in corners
    )


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_values_are_those_of_a_plain_loop(mode, dtype):
    images = RNG.normal(size=(3, 4, 5, 2)).astype(dtype)
    places = RNG.uniform(-11, 13, (3, 2, 6, 7)).astype(dtype)
    got = resample(images, places, mode, "bilinear", 0.5).numpy()
    want = np.empty_like(got)
    for b, i, j in np.ndindex(got.shape[:3]):
        want[b, i, j] = between(images[b], *places[b, :, i, j], mode, 0.5)
    np.testing.assert_allclose(got, want, atol=1e-5 if dtype == "float32" else 1e-12)


def test_large_batches_are_worked_on_in_blocks_without_a_seam():
    images = RNG.normal(size=(40, 30, 30, 1))
    grid = np.stack(np.meshgrid(np.arange(30), np.arange(30), indexing="ij"))
    places = np.broadcast_to(grid, (40, 2, 30, 30)).astype(float)
    np.testing.assert_allclose(resample(images, places).numpy(), images, atol=1e-12)


def test_an_image_larger_than_a_block_is_one():
    image = RNG.normal(size=(1, 120, 130, 1))
    assert image.size > BLOCK
    grid = np.stack(np.meshgrid(np.arange(120.0), np.arange(130.0), indexing="ij"))
    np.testing.assert_array_equal(resample(image, grid[None]).numpy(), image)


@pytest.mark.parametrize("mode", MODES)
def test_nearest_pixels_are_whole_pixels(mode):
    images = RNG.normal(size=(2, 4, 5, 1))
    places = RNG.uniform(0, 3, (2, 2, 3, 3))
    got = resample(images, places, mode, "nearest").numpy()
    rounded = resample(images, np.rint(places), mode).numpy()
    np.testing.assert_allclose(got, rounded, atol=1e-12)


@pytest.mark.parametrize("mode", MODES)
def test_gradient_by_images_is_right_twice(mode):
    images = RNG.normal(size=(1, 3, 2, 2))
    places = RNG.uniform(-4, 6, (1, 2, 2, 3))
    check_gradient(lambda x: resample(x, places, mode, "bilinear", 0.5), [images])


@pytest.mark.parametrize("mode", MODES)
def test_gradient_by_coordinates_is_the_slope(mode):

    images = RNG.normal(size=(1, 3, 4, 2))
    places = RNG.uniform(-4, 6, (1, 2, 3, 3))
    weights = RNG.uniform(0.5, 1.5, (1, 3, 3, 2))

    def value(at):
        return limpid.sum(resample(images, at, mode, "bilinear", 0.5) * weights)

    source = limpid.Tensor(places)
    found = limpid.gradients(value(source), source).numpy()
    for i in np.ndindex(places.shape):
        moved = [places.copy(), places.copy()]
        moved[0][i] += 1e-6
        moved[1][i] -= 1e-6
        slope = (float(value(moved[0])) - float(value(moved[1]))) / 2e-6
        np.testing.assert_allclose(found[i], slope, rtol=1e-5, atol=1e-7)


def test_wrong_arguments_are_refused():
    with pytest.raises(
        ShapeError, match=r"expected \(batch, height, width, channels\)"
    ):
        resample(np.ones((1, 3, 3, 1)), np.ones((1, 3, 3, 2)))
    with pytest.raises(ConfigError, match="did you mean 'reflect'"):
        resample(np.ones((1, 3, 3, 1)), np.ones((1, 2, 3, 3)), "relect")
