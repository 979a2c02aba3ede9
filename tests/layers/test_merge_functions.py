"""The lower-case functions do what their layers do, on arrays and symbols alike."""

import numpy as np
import pytest

import limpid
from limpid import layers

PAIRS = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "average": lambda a, b: (a + b) / 2,
    "maximum": np.maximum,
    "minimum": np.minimum,
    "concatenate": lambda a, b: np.concatenate([a, b], -1),
}
A, B = np.float32([[1, -2, 3]]), np.float32([[0, 5, 3]])


@pytest.mark.parametrize("name", PAIRS)
def test_function_joins_as_numpy_does(name):
    joined = getattr(layers, name)([A, B])
    np.testing.assert_array_equal(joined.numpy(), PAIRS[name](A, B))


@pytest.mark.parametrize("name", PAIRS)
def test_function_makes_a_named_layer_of_a_functional_model(name):
    inputs = [layers.Input((3,)), layers.Input((3,))]
    model = limpid.Model(inputs, getattr(layers, name)(inputs, name="joint"))
    assert type(model.get_layer("joint")).__name__ == name.capitalize()
    np.testing.assert_array_equal(model([A, B]).numpy(), PAIRS[name](A, B))


def test_dot_is_the_scalar_product():
    assert layers.dot([A, B], axes=1).numpy() == [[-1.0]]
    cosine = layers.dot([A, A], axes=-1, normalize=True).numpy()
    np.testing.assert_allclose(cosine, [[1.0]], rtol=1e-6)
