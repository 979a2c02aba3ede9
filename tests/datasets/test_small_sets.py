"""The sets in the package: their numbers are those of their sources."""

from importlib import import_module
from importlib.resources import files

import numpy as np
import pytest
from tests.datasets.test_every_dataset import described, every_dataset

from limpid.datasets import (
    ad_clicks,
    digit_five,
    digits,
    housing,
    nine_points,
    quadrants,
    ring,
    three_modes,
)

SMALL = [name for name in every_dataset() if not described(name).files]
HARD_CASES = [quadrants, ring, three_modes]


@pytest.mark.parametrize("name", SMALL)
def test_set_loads_without_mirror_cache_or_net(monkeypatch, tmp_path, name):
    monkeypatch.delenv("LIMPID_DATA", raising=False)
    monkeypatch.setenv("LIMPID_HOME", str(tmp_path / "home"))
    module = import_module(f"limpid.datasets.{name}")
    (x_train, y_train), (x_test, y_test) = module.load_data()
    assert module.DATASET.name == name
    assert len(x_train) == len(y_train)
    assert len(x_test) == len(y_test)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("name", SMALL)
def test_changing_what_was_loaded_changes_no_later_load(name):
    module = import_module(f"limpid.datasets.{name}")
    (x, _), _ = module.load_data()
    first = x.copy()
    if x.flags.writeable:
        x[:] = 0
    np.testing.assert_array_equal(module.load_data()[0][0], first)


@pytest.mark.parametrize(
    ("name", "outputs"),
    [("and", [0, 0, 0, 1]), ("or", [0, 1, 1, 1]), ("nand", [1, 1, 1, 0]),
     ("xor", [0, 1, 1, 0])],
)  # fmt: skip
def test_gates_have_their_truth_tables(name, outputs):
    (x, y), _ = import_module(f"limpid.datasets.logic_{name}").load_data()
    assert x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert y.ravel().tolist() == outputs


def test_digits_are_those_of_scikit_learn():
    oracle = pytest.importorskip("sklearn.datasets").load_digits()
    (x_train, y_train), (x_test, y_test) = digits.load_data()
    got = np.concatenate([x_train, x_test]).reshape(-1, 64)
    got = np.column_stack([got, np.concatenate([y_train, y_test])])
    want = np.column_stack([oracle.data, oracle.target]).astype(np.uint8)
    np.testing.assert_array_equal(got[np.lexsort(got.T)], want[np.lexsort(want.T)])


def test_digits_are_bytes_from_0_to_16_mixed_alike_in_both_parts():
    (x_train, y_train), (x_test, y_test) = digits.load_data()
    assert {a.dtype.name for a in (x_train, y_train, x_test, y_test)} == {"uint8"}
    assert (x_train.min(), x_train.max()) == (0, 16)
    counts = np.array([178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    np.testing.assert_array_equal(np.bincount(y_train) + np.bincount(y_test), counts)
    assert np.all(np.abs(np.bincount(y_test) - counts * 359 / 1797) <= 1)


def test_digits_carry_their_attribution():
    text = (files("limpid.datasets") / "digits.LICENCE.txt").read_text("utf-8")
    assert all(word in text for word in ("Alpaydin", "Kaynak", "CC BY 4.0", "C50P49"))


def test_least_squares_on_the_houses_is_that_of_the_lecture():
    (x, y), _ = housing.load_data()
    columns = np.column_stack([x, np.ones(4)]).astype(np.float64)
    coefficients = np.linalg.lstsq(columns, y[:, 0], rcond=None)[0]
    want = [0.05837625505281021, 117.31412178902075, -104.38525231451314]
    np.testing.assert_allclose(coefficients, want, rtol=1e-6)


def test_ad_ids_survive_float32():
    (x, y), _ = ad_clicks.load_data()
    assert x[:, 1].astype(int).tolist() == [93242, 93287, 87312, 71244]
    assert y.ravel().tolist() == [1, 0, 1, 1]


def test_nine_points_give_the_scores_of_the_demo():
    (x, y), _ = nine_points.load_data()
    weights, bias = np.array([[1, 2], [2, -4], [3, -1]]), [0, 0.5, -0.5]
    scores = x @ weights.T + bias
    np.testing.assert_allclose(scores[0], [1.30, -0.10, 0.60], atol=1e-6)
    np.testing.assert_allclose(scores[8], [-1.40, 1.70, -1.20], atol=1e-6)
    assert y.tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_digit_five_gives_the_printed_row_of_its_filter():
    (x, _), _ = digit_five.load_data()
    kernel = np.array([[-1, -1, -1], [1, 1, 1], [0, 0, 0]])
    padded = np.pad(x[0], ((0, 2), (0, 2)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3))
    filtered = np.einsum("ijab,ab->ij", windows, kernel)
    assert filtered[0].tolist() == [0, 1, 2, 3, 2, 1, 0, 0]
    assert filtered[6].tolist() == [0, -1, -2, -3, -2, -1, 0, 0]


# Shares of the square of side 6 that each rule takes.
@pytest.mark.parametrize(
    ("module", "share"),
    [(quadrants, 0.5), (ring, 3 * np.pi / 36), (three_modes, 3 * np.pi / 36)],
)
def test_hard_case_fills_its_share_of_the_square(module, share):
    x, y = module.generate(20_000, seed=7)
    assert abs(y.mean() - share) < 0.02
    assert np.abs(x).max() <= 3


def test_ring_follows_the_rule_of_the_slide():
    x, y = ring.generate(1000)
    norm = np.linalg.norm(x.astype(np.float64), axis=1)
    np.testing.assert_array_equal(y[:, 0], (norm >= 1) & (norm <= 2))


@pytest.mark.parametrize("module", HARD_CASES)
def test_training_and_test_points_differ_and_return(module):
    (x, _), (x_test, _) = module.load_data()
    assert not np.intersect1d(x[:, 0], x_test[:, 0]).size
    np.testing.assert_array_equal(module.load_data()[0][0], x)
