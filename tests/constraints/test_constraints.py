import numpy as np
import pytest

from limpid import catalog
from limpid.constraints import Constraint, MaxNorm, MinMaxNorm, NonNeg, UnitNorm

EVERY = {k: v for k, v in catalog.every("constraints").items() if v is not Constraint}
W = np.random.default_rng(0).normal(0, 2, (4, 3))


def norms(constraint):
    return np.linalg.norm(constraint(W).numpy(), axis=0)


def test_max_norm_shortens_long_vectors_only():
    before = np.linalg.norm(W, axis=0)
    np.testing.assert_allclose(norms(MaxNorm(3.0)), np.minimum(before, 3), rtol=1e-6)


def test_unit_norm_makes_length_one():
    np.testing.assert_allclose(norms(UnitNorm()), 1, rtol=1e-6)


def test_min_max_norm_goes_part_of_the_way():
    before = np.linalg.norm(W, axis=0)
    wanted = 0.5 * np.clip(before, 3.5, 4.0) + 0.5 * before
    np.testing.assert_allclose(norms(MinMaxNorm(3.5, 4.0, 0.5)), wanted, rtol=1e-6)


def test_non_negative_weights_stay():
    np.testing.assert_array_equal(NonNeg()(W), np.maximum(W, 0))


@pytest.mark.parametrize("kind", EVERY.values(), ids=EVERY)
def test_config_makes_an_equal_one(kind):
    copy = catalog.deserialize(catalog.serialize(kind()))
    np.testing.assert_array_equal(copy(W), kind()(W))


@pytest.mark.filterwarnings("ignore")
def test_weights_are_those_of_keras():
    keras = pytest.importorskip("keras")
    for name, kind in EVERY.items():
        want = getattr(keras.constraints, name)()(W.astype("float32"))
        want = keras.ops.convert_to_numpy(want)
        np.testing.assert_allclose(kind()(W), want, rtol=1e-5, err_msg=name)
