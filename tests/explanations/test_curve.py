"""The curve of every activation: its slope is that of difference quotients."""

import numpy as np
import pytest

import limpid
from limpid import catalog
from limpid.errors import ConfigError, ShapeError
from limpid.explanations import curve
from limpid.layers import LeakyReLU

MIXING = {"glu", "log_softmax", "softmax", "sparsemax"}
# threshold has no defaults for its two arguments.
NAMES = sorted(set(catalog.every("activations")) - MIXING - {"threshold"})


@pytest.mark.parametrize("name", NAMES)
def test_slope_is_that_of_central_differences_away_from_kinks(name):
    x, step = np.linspace(-5, 5, 97) + 0.0123, 1e-6
    after, before = (curve(name, x + s).values for s in (step, -step))
    want = (after - before) / (2 * step)
    np.testing.assert_allclose(curve(name, x).slopes, want, atol=1e-6)


def test_sigmoid_is_flat_far_from_zero_and_relu_on_the_left():
    found = curve("sigmoid", [-10, 0, 10])
    assert found.saturated.tolist() == [True, False, True]
    assert abs(found.slopes[0]) < 5e-5
    assert curve("relu", [-1, 1]).saturated.tolist() == [True, False]


def test_functions_and_layers_are_taken_too():
    assert curve(limpid.tanh, [0.0]).slopes.tolist() == [1.0]
    assert curve(LeakyReLU(0.1, dtype="float64"), [-2.0]).slopes[0] == pytest.approx(
        0.1
    )


def test_what_is_no_elementwise_activation_is_refused():
    with pytest.raises(ConfigError, match="did you mean"):
        curve("sigmod", [0.0])
    with pytest.raises(ShapeError, match="element by element"):
        curve("glu", np.zeros((2, 4)))
