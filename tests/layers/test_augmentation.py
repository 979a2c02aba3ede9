"""Layers that distort images: identity at strength 0, seeded, known cases."""

import numpy as np
import pytest

import limpid
from limpid.errors import ConfigError, ShapeError
from limpid.layers import (
    RandomBrightness,
    RandomContrast,
    RandomCrop,
    RandomDistortion,
    RandomElasticTransform,
    RandomFlip,
    RandomRotation,
    RandomShear,
    RandomTranslation,
    RandomZoom,
)

IMAGES = np.random.default_rng(0).random((4, 9, 8, 2))

STILL = {
    "translation": RandomTranslation(0.0, 0.0, dtype="float64"),
    "rotation": RandomRotation(0.0, dtype="float64"),
    "zoom": RandomZoom(0.0, dtype="float64"),
    "shear": RandomShear(0.0, 0.0, dtype="float64"),
    "elastic": RandomElasticTransform(scale=0.0, dtype="float64"),
    "none chosen": RandomElasticTransform(factor=0.0, dtype="float64"),
    "distortion": RandomDistortion(dtype="float64"),
    "weak elastic": RandomDistortion(alpha=1e-12, dtype="float64"),
    "brightness": RandomBrightness(0.0, dtype="float64"),
    "contrast": RandomContrast(0.0, dtype="float64"),
    "crop": RandomCrop(9, 8, dtype="float64"),
}


@pytest.mark.parametrize("layer", STILL.values(), ids=STILL)
def test_strength_zero_is_the_identity(layer):
    np.testing.assert_allclose(layer(IMAGES, training=True), IMAGES, atol=1e-10)


def fixed(kind, **settings):
    """Return what a layer with only one possible draw makes of an image."""
    image = np.arange(12.0).reshape(1, 3, 4, 1)
    layer = kind(**settings, fill_mode="constant", fill_value=-1.0, dtype="float64")
    return layer(image, training=True).numpy()[0, :, :, 0]


def test_translation_moves_down_and_right():
    settings = {"height_factor": (1 / 3, 1 / 3), "width_factor": (0.25, 0.25)}
    want = [[-1, -1, -1, -1], [-1, 0, 1, 2], [-1, 4, 5, 6]]
    np.testing.assert_allclose(fixed(RandomTranslation, **settings), want, atol=1e-12)


def test_rotation_turns_counterclockwise():
    image = np.arange(9.0).reshape(1, 3, 3, 1)
    layer = RandomRotation((0.25, 0.25), dtype="float64")
    turned = layer(image, training=True).numpy()[0, :, :, 0]
    np.testing.assert_allclose(turned, np.rot90(image[0, :, :, 0]), atol=1e-12)


def test_zoom_of_a_half_shows_the_middle():
    image = np.arange(25.0).reshape(1, 5, 5, 1)
    layer = RandomZoom((-0.5, -0.5), dtype="float64")
    rows = 5 * (1 + np.arange(5) / 2)
    want = rows[:, None] + 1 + np.arange(5) / 2
    np.testing.assert_allclose(
        layer(image, training=True)[0, :, :, 0], want, atol=1e-12
    )


def test_shear_slides_rows_about_the_center():
    image = np.zeros((16, 3, 5, 1))
    image[:, :, 2] = 1
    layer = RandomShear((1.0, 1.0), fill_mode="constant", seed=1, dtype="float64")
    sheared = layer(image, training=True).numpy()[..., 0]
    slants = {tuple(map(int, rows.argmax(axis=1))) for rows in sheared}
    assert slants == {(1, 2, 3), (3, 2, 1)}


def test_flips_are_the_four_mirror_images():
    image = np.arange(6.0).reshape(2, 3)
    images = np.tile(image[None, ..., None], (64, 1, 1, 1))
    flipped = RandomFlip(seed=1)(images, training=True).numpy()[..., 0]
    found = {tuple(map(int, x.reshape(-1))) for x in flipped}
    mirrors = [image, image[::-1], image[:, ::-1], image[::-1, ::-1]]
    assert found == {tuple(map(int, x.reshape(-1))) for x in mirrors}


def test_crops_are_parts_of_the_image_from_every_place():
    image = np.arange(12.0).reshape(3, 4)
    images = np.tile(image[None, ..., None], (200, 1, 1, 1))
    crops = RandomCrop(2, 3, seed=1)(images, training=True).numpy()[..., 0]
    parts = np.lib.stride_tricks.sliding_window_view(image, (2, 3)).reshape(-1, 6)
    found = {tuple(x.reshape(-1)) for x in crops}
    assert found == set(map(tuple, parts))
    middle = RandomCrop(1, 2)(images).numpy()[0, :, :, 0]
    np.testing.assert_array_equal(middle, [[5, 6]])


def test_brightness_and_contrast_stay_in_range():
    dark = RandomBrightness((-1.0, -1.0), (0, 1))(IMAGES, training=True)
    np.testing.assert_array_equal(dark.numpy(), 0)
    flat = RandomContrast((1.0, 0.0), (0, 1), seed=1, dtype="float64")
    changed = flat(IMAGES, training=True).numpy()
    means = IMAGES.mean(axis=(1, 2), keepdims=True)
    shares = (changed - means) / (IMAGES - means)
    np.testing.assert_allclose(shares, shares[:, :1, :1, :1] * np.ones_like(shares))
    assert 0 <= shares.min() <= shares.max() <= 1


def test_combined_distortion_turns_and_then_shifts():
    both = RandomDistortion(
        shift=(0.25, 0.25), rotation=(0.5, 0.5), fill_mode="wrap", dtype="float64"
    )
    images = IMAGES[:, :8]
    # Half a turn reverses both axes; a quarter of 8 pixels is 2.
    want = np.roll(images[:, ::-1, ::-1], 2, axis=(1, 2))
    np.testing.assert_allclose(both(images, training=True), want, atol=1e-10)


@pytest.mark.parametrize("sigma", [2.0, 4.0])
def test_elastic_displacements_have_the_deviation_of_smoothed_noise(sigma):
    layer = RandomDistortion(alpha=34.0, sigma=sigma, seed=1, dtype="float64")
    images = limpid.Tensor(np.zeros((64, 29, 29, 1)))
    moves = layer.displacements(images).numpy()
    assert moves.shape == (64, 2, 29, 29)
    # Noise of variance 1/3, whose weights' squares sum to 1 / (4 pi sigma**2).
    inner = moves[:, :, 14, 14]
    deviation = 34 * np.sqrt(1 / 3 / (4 * np.pi)) / sigma
    assert np.isclose(inner.std(), deviation, rtol=0.2)
    steps = np.abs(np.diff(moves, axis=3)).mean()
    assert steps < deviation / sigma


def test_examples_of_a_batch_differ_and_a_graph_repeats_the_eager_draws():
    settings = {"shift": 0.1, "rotation": 0.05, "zoom": 0.1, "shear": 0.1, "alpha": 5.0}
    images = np.tile(IMAGES[:1], (4, 1, 1, 1))
    eager = RandomDistortion(**settings, seed=1)
    graph = RandomDistortion(**settings, seed=1)
    step = limpid.compile(lambda x: graph(x, training=True))
    for _ in range(3):
        want = eager(images, training=True).numpy()
        np.testing.assert_allclose(step(images).numpy(), want, atol=1e-5)
        assert len(np.unique(want.sum(axis=(1, 2, 3)))) == 4


def test_settings_that_cannot_be_are_refused():
    with pytest.raises(ConfigError) as caught:
        RandomRotation(2.0)
    assert str(caught.value) == (
        "RandomRotation(factor=2.0): expected a number or a pair (lower, upper) "
        "between -1 and 1."
    )
    with pytest.raises(
        ConfigError, match="fill_mode='reflct' is unknown; did you mean"
    ):
        RandomRotation(0.1, fill_mode="reflct")  # typos: ignore
    with pytest.raises(ConfigError, match="did you mean 'horizontal'"):
        RandomFlip("horizntal")  # typos: ignore
    with pytest.raises(ConfigError, match="sigma positive"):
        RandomDistortion(sigma=0)
    with pytest.raises(ShapeError, match="no smaller than 9 × 2"):
        RandomCrop(9, 2)(np.ones((1, 3, 3, 1)))
    with pytest.raises(
        ShapeError, match=r"expected \(batch, height, width, channels\)"
    ):
        RandomZoom(0.1)(np.ones((3, 3)))
