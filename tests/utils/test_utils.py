import random

import numpy as np
import pytest
from tests.common import oracles

import limpid
from limpid.errors import DataError
from limpid.utils import normalize, set_random_seed, to_categorical

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation")


@pytest.mark.parametrize("shape", [(5,), (5, 1), (2, 3)])
def test_one_hot_vectors_are_those_of_keras(shape):
    keras = oracles.keras()
    labels = np.random.default_rng(0).integers(0, 4, shape)
    for num_classes in (None, 6):
        want = keras.utils.to_categorical(labels, num_classes)
        np.testing.assert_array_equal(to_categorical(labels, num_classes), want)


@pytest.mark.parametrize("labels", [[0, -1], [0, 3], [0.5]])
def test_labels_out_of_range_have_no_one_hot_vector(labels):
    with pytest.raises(DataError, match="expected whole numbers from 0 to 2"):
        to_categorical(labels, 3)


def test_normalized_vectors_have_norm_one():
    x = np.random.default_rng(0).normal(size=(4, 3))
    np.testing.assert_allclose(np.linalg.norm(normalize(x), axis=-1), 1)
    np.testing.assert_allclose(np.abs(normalize(x, 0, 1)).sum(0), 1)
    np.testing.assert_array_equal(normalize(np.zeros((2, 2))), np.zeros((2, 2)))


def test_one_seed_sets_every_generator():
    def draws():
        set_random_seed(7)
        own = limpid.random.normal((3,)).numpy().tolist()
        return own, random.random(), np.random.rand()  # noqa: NPY002, S311

    assert draws() == draws()
