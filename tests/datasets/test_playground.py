"""The playground's sets follow the published rules, point by point."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limpid.datasets import convnetjs, playground
from limpid.errors import ConfigError

CLASSIFICATION = ("circle", "xor", "gauss", "spiral")
REGRESSION = ("reg_plane", "reg_gauss")
MANY = ("spirals", "blobs", "rings")
NOISE = st.floats(0, 0.5)
SEEDS = st.integers(0, 10_000)


def drawn(name, *args, **settings):
    return getattr(playground, name)(*args, **settings)


@pytest.mark.parametrize("name", CLASSIFICATION + REGRESSION)
def test_sizes_are_those_of_the_playground(name):
    x, y = drawn(name)
    count = 500 if name in CLASSIFICATION else 1200
    assert (x.shape, y.shape) == ((count, 2), (count, 1))
    assert x.dtype == y.dtype == np.float32


@given(SEEDS)
def test_points_without_noise_obey_their_rules(seed):
    for name, rule in (
        ("circle", lambda a, b: np.hypot(a, b) < 2.5),
        ("xor", lambda a, b: a * b >= 0),
    ):
        x, y = drawn(name, 60, seed=seed)
        want = np.where(rule(*x.astype(np.float64).T), 1, -1)
        np.testing.assert_array_equal(y[:, 0], want)
    x, y = playground.reg_plane(60, seed=seed)
    np.testing.assert_allclose(y[:, 0], x.sum(axis=1) / 10, atol=1e-6)


@given(SEEDS, NOISE)
def test_points_stay_where_the_playground_puts_them_whatever_the_noise(seed, noise):
    radius = np.hypot(*playground.circle(60, noise, seed)[0].T)
    assert np.all((radius[:30] <= 2.5) & (radius[30:] >= 3.5 - 1e-6))
    assert radius.max() <= 5 + 1e-6
    x = np.abs(playground.xor(60, noise, seed)[0])
    assert x.min() >= 0.3 - 1e-6
    assert x.max() <= 5.3 + 1e-6
    for name in REGRESSION:
        assert np.abs(drawn(name, 60, noise, seed)[0]).max() <= 6


def test_noise_turns_labels_over_and_leaves_points_alone():
    for name in ("circle", "xor"):
        (x, y), (noisy_x, noisy_y) = drawn(name), drawn(name, noise=0.5)
        np.testing.assert_array_equal(x, noisy_x)
        assert 0.05 < (y != noisy_y).mean() < 0.5


@pytest.mark.parametrize("name", ["circle", "xor"])
def test_more_noise_turns_more_labels_over(name):
    """BAT-18."""
    (_, clean), *noisy = (
        drawn(name, 2000, noise=noise) for noise in (0, 0, 0.1, 0.25, 0.5)
    )
    shares = [float((y != clean).mean()) for _, y in noisy]
    assert shares[0] == 0
    assert shares == sorted(set(shares))


@pytest.mark.parametrize(("noise", "variance"), [(0, 0.5), (0.25, 2.25), (0.5, 4)])
def test_clouds_have_the_means_and_the_variance_of_the_noise(noise, variance):
    x, y = playground.gauss(20_000, noise)
    for sign in (1, -1):
        cloud = x[y[:, 0] == sign]
        np.testing.assert_allclose(cloud.mean(axis=0), [2 * sign] * 2, atol=0.06)
        np.testing.assert_allclose(cloud.var(axis=0), variance, rtol=0.06)


def test_spiral_is_the_published_curve():
    x, y = playground.spiral(200)
    way = np.arange(100) / 100
    angle = 1.75 * way * 2 * np.pi
    want = 5 * way[:, None] * np.column_stack([np.sin(angle), np.cos(angle)])
    np.testing.assert_allclose(x[:100], want, atol=1e-6)
    np.testing.assert_allclose(x[100:], -want, atol=1e-6)
    assert y.ravel().tolist() == [1] * 100 + [-1] * 100


def test_heights_are_those_of_six_cones():
    x, y = playground.reg_gauss(400)
    tops = {(-4, 2.5): 1, (0, 2.5): -1, (4, 2.5): 1, (-4, -2.5): -1, (0, -2.5): 1,
            (4, -2.5): -1}  # fmt: skip
    for point, height in zip(x.astype(float), y[:, 0], strict=True):
        cones = [s * max(0, 1 - np.hypot(*(point - t)) / 2) for t, s in tops.items()]
        assert height == pytest.approx(max(cones, key=abs), abs=1e-6)


@pytest.mark.parametrize("name", MANY)
@given(classes=st.integers(2, 9), count=st.integers(9, 80), seed=SEEDS, noise=NOISE)
def test_classes_share_the_points_evenly(name, classes, count, seed, noise):
    x, y = drawn(name, count, noise, seed, num_classes=classes)
    counts = np.bincount(y, minlength=classes)
    assert x.shape == (count, 2)
    assert len(counts) == classes
    assert np.ptp(counts) <= 1


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_points_keep_off_the_line_between_two_half_planes(seed):
    x, y = playground.half_planes(500, seed=seed)
    distance = (x[:, 1] - 1.2 * x[:, 0] - 0.25) / np.hypot(1, 1.2)
    assert (distance * y[:, 0]).min() > 0.049
    assert 150 < np.sum(y == 1) < 350


@pytest.mark.parametrize("name", CLASSIFICATION + REGRESSION + MANY)
def test_seed_decides_the_points(name):
    for first, again in zip(drawn(name, 40, 0.2), drawn(name, 40, 0.2), strict=True):
        np.testing.assert_array_equal(first, again)
    assert np.any(drawn(name, 40, 0.2)[0] != drawn(name, 40, 0.2, 1)[0])


@pytest.mark.parametrize("ratio", [0.1, 0.5, 0.9])
def test_every_point_is_trained_on_or_tested(ratio):
    (x, y), (x_test, y_test) = playground.load_data("xor", train_ratio=ratio, seed=3)
    assert len(x) == int(500 * ratio)
    rows = np.concatenate([np.column_stack([x, y]), np.column_stack([x_test, y_test])])
    want = np.column_stack(playground.xor(seed=3))
    np.testing.assert_array_equal(rows[np.lexsort(rows.T)], want[np.lexsort(want.T)])


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda: playground.load_data("circl"), "did you mean 'circle'"),
        (lambda: playground.load_data("xor", train_ratio=1.0), "train_ratio"),
        (lambda: playground.circle(noise=20), "expected 0 to 0.5"),
        (lambda: playground.circle(1), "a point for each"),
        (lambda: playground.blobs(num_classes=1), "two classes"),
        (lambda: playground.circle(seed=-1), "seed"),
    ],
)
def test_what_cannot_be_drawn_is_refused(call, reason):
    with pytest.raises(ConfigError, match=reason):
        call()


def test_sets_of_convnetjs_have_their_counts():
    sets = {name: getattr(convnetjs, name)() for name in convnetjs.__all__}
    counts = {name: len(x) for name, (x, _) in sets.items()}
    assert counts == {"simple": 13, "circle": 100, "spiral": 200, "random": 40}
    assert np.bincount(sets["simple"][1]).tolist() == [5, 8]
    x, y = sets["circle"]
    np.testing.assert_array_equal(np.hypot(*x.T) <= 2, y == 1)
