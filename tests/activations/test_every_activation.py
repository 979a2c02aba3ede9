"""Every activation of the folder: shape, gradient, extremes, Keras's values."""

import inspect

import numpy as np
import pytest

import limpid
from limpid import catalog
from limpid.graph.tensor import Tensor

EVERY = catalog.every("activations")
# It needs arguments of its own.
PLAIN = {name: f for name, f in EVERY.items() if name != "threshold"}
# They change the sizes, or look along an axis.
SHAPED = {"glu", "softmax", "log_softmax", "sparsemax"}
# Keras 3.15's sparsemax gives rows that do not sum to 1; ours is tested below.
COMPARED = sorted(EVERY.keys() - {"sparsemax"})
POINTS = np.random.default_rng(0).normal(0, 2, (3, 4))


@pytest.mark.parametrize("name", PLAIN)
def test_gradient_equals_finite_differences(name):
    x, step = Tensor(POINTS), 1e-6
    weights = np.random.default_rng(1).uniform(0.5, 1.5, PLAIN[name](x).shape)

    def value(at):
        return limpid.sum(PLAIN[name](at) * weights)

    found = limpid.gradients(value(x), x).numpy()
    for i in np.ndindex(POINTS.shape):
        moved = [POINTS.copy(), POINTS.copy()]
        moved[0][i] += step
        moved[1][i] -= step
        slope = float(value(moved[0])) - float(value(moved[1]))
        np.testing.assert_allclose(found[i], slope / (2 * step), rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("name", sorted(PLAIN.keys() - SHAPED))
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_shape_is_kept_and_extremes_are_finite(name, dtype):
    points = [-80.0, -1.0, 0.0, 1.0, 80.0]
    if name != "exponential":
        points += [-1000.0, 1000.0]
    x = Tensor(np.array(points, dtype))
    y = PLAIN[name](x)
    assert (y.shape, y.dtype) == (x.shape, x.dtype)
    assert np.isfinite(y.numpy()).all()
    assert np.isfinite(limpid.gradients(limpid.sum(y), x).numpy()).all()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", COMPARED)
def test_values_and_arguments_are_those_of_keras(name):
    keras = pytest.importorskip("keras")
    theirs = getattr(keras.activations, name)
    arguments = (0.3, -1.0) if name == "threshold" else ()
    want = theirs(POINTS.astype("float32"), *arguments)
    want = keras.ops.convert_to_numpy(want)
    got = EVERY[name](POINTS, *arguments)
    np.testing.assert_allclose(got, want, rtol=2e-5, atol=1e-6)
    assert defaults(EVERY[name]) == defaults(theirs)


def defaults(function):
    parameters = list(inspect.signature(function).parameters.values())
    return [(p.name, p.default) for p in parameters[1:]]


def test_sparsemax_gives_probabilities_some_of_them_zero():
    y = EVERY["sparsemax"](np.array([[0.1, 1.1, 0.2], [5.0, 0.0, 0.0]])).numpy()
    np.testing.assert_allclose(y.sum(axis=1), 1)
    np.testing.assert_allclose(y, [[0.0, 0.95, 0.05], [1, 0, 0]], atol=1e-12)
