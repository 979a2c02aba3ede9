"""Layer by layer, against NumPy and the code that the screen prints."""

import numpy as np
import pytest

from limpid.errors import ConfigError
from limpid.studio.screens.layers import Layers, LayersState


def layers(epochs=0, **state):
    screen = Layers(LayersState(**state))
    screen.advance_to(epochs)
    return screen


def passed(screen, x):
    """Return what each layer makes of points, in float64."""
    outs = [x.astype(float)]
    weights = screen.looks.weights()
    for i, (kernel, bias) in enumerate(weights):
        net = outs[-1] @ kernel.astype(float) + bias
        outs.append(np.tanh(net) if i + 1 < len(weights) else net)
    return outs


def test_loss_is_half_of_numpys_squared_error():
    screen = layers(3)
    x, y = screen.problem[1]
    want = np.mean((y - passed(screen, x)[-1]) ** 2) / 2
    assert screen.show().test_loss == pytest.approx(want, rel=1e-5)
    assert screen.derive("loss/test").lines[1].value == pytest.approx(want, rel=1e-5)


def test_link_to_a_late_epoch_brings_the_curves_of_the_way_there():
    epochs = layers(60).show().history[:, 0].tolist()
    assert epochs[:50] == list(range(50))
    assert epochs[-1] == 60


def test_last_plane_is_parted_by_a_straight_line_as_well_as_by_the_network():
    """THY-08."""
    view = layers(150).show()
    first, *_, last = view.stages
    assert first.train < 0.65
    assert last.train >= view.train >= 0.99
    assert last.test >= view.test - 0.01


def test_planes_of_two_units_are_the_units():
    screen = layers(5, units=2)
    x = screen.problem[0][0]
    for stage, out in zip(screen.show().stages, passed(screen, x), strict=False):
        assert stage.seen == 1
        np.testing.assert_allclose(stage.points, out, atol=1e-5)
        assert stage.lines.shape == (26, 41, 2)


def test_planes_of_more_units_are_their_principal_components():
    screen = layers(5, units=6)
    out = passed(screen, screen.problem[0][0])[1]
    values, vectors = np.linalg.eigh(np.cov(out.T))
    stage = screen.show().stages[1]
    assert stage.seen == pytest.approx(values[-2:].sum() / values.sum(), rel=1e-4)
    want = (out - out.mean(0)) @ vectors[:, :-3:-1]
    np.testing.assert_allclose(np.abs(stage.points), np.abs(want), atol=1e-4)


@pytest.mark.parametrize("depth", [1, 3])
def test_linear_layers_are_one_and_never_learn_the_circle(depth):
    """THY-03: the loss stays at about one half, however many units there are."""
    view = layers(60, activation="linear", layers=depth, units=8).show()
    assert view.loss == pytest.approx(0.5, abs=0.02)
    assert view.collapsed.apart < 1e-5
    assert max(stage.train for stage in view.stages) < 0.65


def test_product_of_the_kernels_is_numpys_and_not_the_network_with_tanh():
    screen = layers(60)
    kernels = [kernel.astype(float) for kernel, _ in screen.looks.weights()]
    found = screen.show().collapsed
    np.testing.assert_allclose(found.kernel, np.linalg.multi_dot(kernels)[:, 0])
    assert found.apart > 0.5


@pytest.mark.parametrize("units", [1, 5, 20])
def test_each_unit_of_the_first_layer_has_its_line(units):
    """NEU-18: k units, k lines, on which the unit's sum is 0."""
    screen = layers(10, units=units)
    ends = screen.show().ends
    assert ends.shape == (units, 4)
    kernel, bias = screen.looks.weights()[0]
    for unit, end in enumerate(ends):
        if np.isfinite(end).all():
            sums = end.reshape(2, 2) @ kernel[:, unit] + bias[unit]
            assert np.abs(sums).max() < 1e-5


def test_wider_networks_fit_few_noisy_points_better_than_new_ones():
    """NEU-18: 1 to 20 units."""
    widths = layers(noise=30, examples=40, sweep=True).show().widths
    assert (widths.units[0], widths.units[-1]) == (1, 20)
    assert widths.train[-1] > widths.train[0]
    assert widths.train[-1] > widths.test[-1]


@pytest.mark.parametrize("state", [{}, {"data": "xor", "layers": 1, "noise": 10}])
def test_printed_program_ends_at_the_same_weights(state):
    screen, names = layers(4, **state), {}
    exec(screen.code(), names)  # noqa: S102 - it is what the test is about
    for own, printed in zip(
        screen.model.get_weights(), names["model"].get_weights(), strict=True
    ):
        assert np.array_equal(own, printed)


def test_rewound_course_is_the_same():
    screen = layers(3)
    kept = screen.capture()
    screen.advance_to(8)
    loss = screen.loss("test")
    screen.restore(kept)
    screen.advance_to(8)
    assert screen.loss("test") == loss


def test_layer_that_is_not_there_has_no_derivation():
    with pytest.raises(ConfigError, match="no derivation"):
        layers().derive("line/7")
