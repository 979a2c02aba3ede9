"""The playground's network starts, learns and fails as the published one does."""

import numpy as np
import pytest

from limpid.datasets import playground
from limpid.errors import ConfigError
from limpid.explanations import features
from limpid.recipes import playground_network


def losses(name, *, epochs, columns=None, seed=0, **settings):
    """Return the test loss before and after training."""
    (x, y), (x_test, y_test) = playground.load_data(name, seed=seed)
    if columns:
        x, x_test = features(x, columns), features(x_test, columns)
    model = playground_network(x.shape[1], seed=seed, **settings)
    before = model.evaluate(x_test, y_test, verbose=0)
    model.fit(x, y, batch_size=10, epochs=epochs, verbose=0)
    return before, model.evaluate(x_test, y_test, verbose=0)


def test_weights_and_biases_start_in_the_published_ranges():
    for seed in range(5):
        kernels = playground_network(7, (8, 8), seed=seed).get_weights()
        weights = np.concatenate([k.ravel() for k in kernels if k.ndim == 2])
        assert -0.5 <= weights.min() < -0.4
        assert 0.4 < weights.max() <= 0.5
        assert all(np.all(bias == np.float32(0.1)) for bias in kernels[1::2])


def test_fresh_net_has_the_loss_of_the_slide():
    found = []
    for seed in range(20):
        (x, y), _ = playground.load_data("circle", seed=seed)
        found.append(playground_network(seed=seed).evaluate(x, y, verbose=0))
    assert min(found) > 0.45
    assert max(found) < 0.60


def test_circle_xor_and_clouds_are_learned_and_the_spiral_is_not():
    assert np.median([losses("circle", epochs=300, seed=s)[1] for s in range(3)]) < 0.02
    assert np.median([losses("xor", epochs=300, seed=s)[1] for s in range(5)]) < 0.02
    assert losses("gauss", epochs=100)[1] < 0.001
    assert losses("spiral", epochs=500)[1] > 0.4


def test_linear_units_never_learn_the_circle():
    assert losses("circle", epochs=100, activation="linear")[1] == pytest.approx(
        0.5, abs=0.05
    )


def test_spiral_is_solved_with_sines_and_more_units():
    columns = ["x1", "x2", "sin(x1)", "sin(x2)"]
    assert losses("spiral", epochs=500, columns=columns, hidden=(8, 8))[1] < 0.03


def test_plane_is_learned_as_a_regression():
    before, after = losses("reg_plane", epochs=20, regression=True)
    assert after < 0.01 < before


def test_zero_start_keeps_the_units_of_a_layer_identical():
    (x, y), _ = playground.load_data("xor")
    model = playground_network(init_zero=True)
    model.fit(x, y, batch_size=10, epochs=3, verbose=0)
    kernel = model.get_weights()[0]
    assert np.all(kernel == kernel[:, :1])


@pytest.mark.parametrize(("name", "slope"), [("l1", np.sign), ("l2", lambda w: w)])
def test_penalty_has_the_playgrounds_slope_and_spares_biases(name, slope):
    rate, step = 0.1, 0.03
    model = playground_network(regularization=name, regularization_rate=rate)
    plain = playground_network()
    (x, y), _ = playground.load_data("xor")
    before = plain.get_weights()
    for net in (model, plain):
        net.train_on_batch(x[:10], y[:10])
    pairs = zip(model.get_weights(), plain.get_weights(), before, strict=True)
    for got, want, start in pairs:
        change = step * rate * slope(start) if start.ndim == 2 else 0
        np.testing.assert_allclose(got, want - change, atol=1e-6)


def test_unknown_regularization_is_refused():
    with pytest.raises(ConfigError, match="l3"):
        playground_network(regularization="l3")
