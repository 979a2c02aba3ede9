"""Scaling learns from the training data alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from limpid.datasets.standardize import learn_scaling, standardize
from limpid.errors import DataError, ShapeError

# "standardise-inputs" of the lecture's numbers, computed there with NumPy.
HOUSES = np.array([[2104.0, 3.0], [1600.0, 3.0], [2400.0, 3.0], [3000.0, 4.0]])
SCALED = [
    [-0.33959482169781285, -0.5773502691896258],
    [-1.3346866248123344, -0.5773502691896258],
    [0.24482417378214416, -0.5773502691896258],
    [1.429457272728003, 1.7320508075688774],
]
TABLES = npst.arrays(
    np.float64,
    st.tuples(st.integers(2, 20), st.integers(1, 4)),
    elements=st.floats(-1e6, 1e6).map(lambda value: round(value, 3)),
)


def test_houses_scale_as_in_the_lecture():
    scaling = learn_scaling(HOUSES)
    np.testing.assert_allclose(scaling.mean, [2276.0, 3.25], rtol=1e-12)
    deviations = [506.48593267730547, 0.4330127018922193]
    np.testing.assert_allclose(scaling.deviation, deviations, rtol=1e-12)
    np.testing.assert_allclose(standardize(HOUSES)[0], SCALED, rtol=1e-12)


@given(TABLES)
def test_columns_get_zero_mean_and_unit_variance_or_are_constant(table):
    (scaled,) = standardize(table)
    np.testing.assert_allclose(scaled.mean(0), 0, atol=1e-6)
    is_constant = np.ptp(table, axis=0) == 0
    np.testing.assert_allclose(scaled.std(0), np.where(is_constant, 0, 1), atol=1e-6)


@given(TABLES)
def test_invert_undoes_apply(table):
    scaling = learn_scaling(table)
    back = scaling.invert(scaling.apply(table))
    np.testing.assert_allclose(back, table, rtol=1e-9, atol=1e-6)


def test_test_data_does_not_leak_into_the_scaling():
    train, test = np.array([[0.0], [2.0]]), np.array([[100.0]])
    assert standardize(train, test)[0].tolist() == standardize(train)[0].tolist()
    assert standardize(train, test)[1].tolist() == [[99.0]]


@pytest.mark.parametrize("value", [0.1, 1e8, -3.0])
def test_constant_column_becomes_zero_without_being_stretched(value):
    train, test = standardize([[value]] * 3, [[value + 2]])
    assert train.ravel().tolist() == [0, 0, 0]
    assert test.ravel() == pytest.approx([2], abs=1e-6)


@pytest.mark.parametrize(
    ("given_dtype", "dtype"),
    [("uint8", "float32"), ("float32", "float32"), ("float64", "float64")],
)
def test_result_is_float32_unless_float64_was_given(given_dtype, dtype):
    assert standardize(np.arange(6, dtype=given_dtype))[0].dtype == dtype


def test_pictures_are_scaled_cell_by_cell():
    pictures = np.random.default_rng(0).normal(5, 3, (30, 4, 4))
    np.testing.assert_allclose(standardize(pictures)[0].std(0), 1, rtol=1e-6)


def test_other_columns_are_refused():
    with pytest.raises(ShapeError, match=r"\(2,\)"):
        standardize(HOUSES, [[1.0]])


@pytest.mark.parametrize("rows", [[], [[]], 3.0])
def test_no_examples_are_refused(rows):
    with pytest.raises(DataError, match="no examples"):
        standardize(rows)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_values_that_are_not_finite_are_refused(value):
    with pytest.raises(DataError, match="not finite"):
        standardize([[1.0], [value]])
