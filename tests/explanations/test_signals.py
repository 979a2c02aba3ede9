"""Signals through deep stacks: their sizes, and which layers are said to be ill."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from limpid import Sequential
from limpid.errors import ConfigError
from limpid.explanations import (
    deep_stack,
    distribution,
    signals,
    take_apart,
    warnings_of,
)
from limpid.layers import Activation, Dense, Input

X = np.random.default_rng(0).normal(size=(128, 64)).astype("float32")


def ratio(depth, activation, initializer):
    found = signals(deep_stack(depth, 64, activation, initializer), X)
    return found[0].gradient_norm / found[-1].gradient_norm


@pytest.mark.parametrize(("depth", "want"), [(5, 5.2e-3), (10, 3.8e-6), (20, 2.1e-12)])
def test_gradients_vanish_in_sigmoid_stacks_as_the_lecture_says(depth, want):
    assert 0.2 < ratio(depth, "sigmoid", "lecun_normal") / want < 5
    assert 0.2 < ratio(depth, "relu", "he_normal") < 5
    assert 0.2 < ratio(depth, "tanh", "lecun_normal") < 5


def test_he_start_keeps_the_signal_and_a_small_start_loses_it():
    kept = signals(deep_stack(20, 64, "relu", "he_normal"), X)
    lost = signals(deep_stack(20, 64, "tanh", "random_normal"), X)
    sizes = [s.activations.deviation for s in (kept[0], kept[-1], lost[0], lost[-1])]
    assert 0.2 < sizes[1] / sizes[0] < 5
    assert sizes[3] / sizes[2] < 1e-6


def test_histograms_are_of_the_outputs_and_of_the_gradients():
    model = Sequential([Input((64,)), Dense(5, "tanh"), Dense(2)])
    model.compile("sgd", "mean_squared_error")
    y = np.ones((128, 2), "float32")
    found, step = signals(model, X, y), take_apart(model, X, y)
    for signal, layer in zip(found, step.layers, strict=True):
        mean = layer.out.mean()
        assert signal.activations.mean == pytest.approx(mean, rel=1e-5, abs=1e-7)
        want = np.linalg.norm(layer.gradients["kernel"])
        assert signal.gradient_norm == pytest.approx(want, rel=1e-5)
        assert signal.gradients.deviation == pytest.approx(
            layer.out_gradient.std(), rel=1e-5
        )
    assert found[1].saturated is None


def test_dead_and_saturated_units_are_counted_and_named():
    dying, stuck = Dense(4, "relu", name="dying"), Dense(4, "sigmoid", name="stuck")
    model = Sequential([Input((64,)), dying, stuck])
    dying.bias.assign(np.array([-1e3, 1e3, -1e3, 0], "float32"))
    stuck.kernel.assign(np.zeros((4, 4), "float32"))
    stuck.bias.assign(np.full(4, 50, "float32"))
    first, second = signals(model, X * 0)
    assert first.dead == 0.75
    assert second.saturated == 1
    assert warnings_of(signals(model, X))[0].startswith("dying: 50% of its units are")
    assert any("stuck" in sentence for sentence in warnings_of([second]))


def test_healthy_stack_has_no_warning():
    assert warnings_of(signals(deep_stack(10, 64, "tanh", "lecun_normal"), X)) == []


def test_layer_of_the_first_nan_is_named():
    model = deep_stack(3, 64)
    kernel = model.layers[1].kernel
    kernel.assign(kernel.numpy() * np.nan)
    sentences = warnings_of(signals(model, X))
    assert sentences[0].startswith("layer_2 puts out 8,192 numbers that are not finite")


def test_activation_layers_are_examined_like_activations():
    model = Sequential([Input((64,)), Dense(8), Activation("relu")])
    _, relu = signals(model, X)
    assert 0.3 < relu.saturated < 0.7
    assert relu.activations.zeros == pytest.approx(relu.saturated)


@example(np.array([5e-324, 0.0]))
@example(np.array([1e6, np.nextafter(1e6, 2e6)]))
@given(arrays(np.float64, st.integers(1, 50), elements=st.floats(-1e6, 1e6)))
def test_histogram_counts_every_number(numbers):
    found = distribution(np.append(numbers, [np.nan, np.inf]), bins=7)
    assert found.counts.sum() == len(numbers)
    assert found.not_finite == 2
    assert found.mean == pytest.approx(numbers.mean(), abs=1e-9, rel=1e-9)


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda: signals(Dense(2), X), "reads Sequential"),
        (lambda: signals(deep_stack(2), X, X), "compile"),
        (lambda: deep_stack(0), "expected 1 to"),
        (lambda: deep_stack(2, initializer="he_norml"), "did you mean"),
    ],
)
def test_what_cannot_be_examined_is_said(call, reason):
    with pytest.raises(ConfigError, match=reason):
        call()


def test_seed_decides_the_stack():
    first, again, other = (deep_stack(3, 8, seed=s).get_weights() for s in (1, 1, 2))
    np.testing.assert_array_equal(first[0], again[0])
    assert np.any(first[0] != other[0])
    assert np.any(first[0] != first[2])
