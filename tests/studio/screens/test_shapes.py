"""Shapes by hand and by learning, against the lecture, NumPy and the printed code."""

import numpy as np
import pytest

from limpid.errors import ConfigError
from limpid.numbers import load_cases
from limpid.studio.screens.shapes import Shapes, ShapesState

CASE = next(c for c in load_cases() if c.id == "single-vs-multi-layer-function")


def shapes(hundreds=0, **state):
    screen = Shapes(ShapesState(**state))
    screen.advance_to(hundreds)
    return screen


def test_link_to_a_late_step_brings_the_curves_of_the_way_there():
    at = shapes(6, starts=1, units=2).show().history[:, 0].tolist()
    assert at == list(range(7))


def test_nine_parameters_give_the_lectures_numbers():
    """NEU-13."""
    assert list(ShapesState().theta) == CASE.inputs["theta"]
    found = shapes(starts=1).show().hand.at
    want = [CASE.exact["single"], CASE.exact["multi"]]
    want += [CASE.more_exact["h1"], CASE.more_exact["h2"]]
    assert found == pytest.approx(want, rel=1e-14)


def test_curves_follow_dragged_parameters():
    theta = (1.0, 2.0, -0.5, 0.3, -1.0, 0.2, 0.0, 2.0, -3.0)
    hand = shapes(starts=1, theta=theta, x=-2).show().hand
    x, t = hand.x, theta
    sums = [t[i] + t[i + 1] * x + t[i + 2] * x**2 for i in (0, 3)]
    last = t[6] + t[7] * np.tanh(sums[0]) + t[8] * np.tanh(sums[1])
    np.testing.assert_allclose(hand.multi, 1 / (1 + np.exp(-last)))
    np.testing.assert_allclose(hand.single, 1 / (1 + np.exp(-sums[0])))


@pytest.mark.parametrize("name", ["single", "multi", "h1", "h2"])
def test_derivation_by_gates_ends_at_the_value(name):
    screen = shapes(starts=1)
    at = dict(zip(("single", "multi", "h1", "h2"), screen.show().hand.at, strict=True))
    assert screen.derive(name).lines[-1].value == at[name]


@pytest.mark.parametrize(
    ("state", "most"),
    [({"units": 8}, 0.02),
     ({"units": 4, "loss": "largest error", "starts": 1, "steps": 200,
       "learning_rate": 0.1, "seed": 1}, 0.12),
     ({"units": 8, "activation": "sigmoid"}, 0.02),
     ({"units": 32, "activation": "relu"}, 0.1),
     ({"units": 8, "layers": 2}, 0.02)],
    ids=str,
)  # fmt: skip
def test_one_hidden_layer_draws_the_wave(state, most):
    """THY-01, and THY-02 with two: the largest error on sin(3πx)."""
    screen = shapes(state.get("steps", 80), **state)
    view = screen.show()
    truth = np.sin(3 * np.pi * view.curve.x)
    np.testing.assert_allclose(view.curve.truth, truth, atol=1e-12)
    assert view.errors[view.best] == view.errors.min() <= most
    assert view.errors[view.best] == np.abs(view.curve.found - truth).max()


def test_two_units_cannot():
    assert shapes(80, units=2).errors().min() > 0.5


def test_surface_of_two_inputs_is_approximated_by_two_hidden_layers():
    """THY-02."""
    state = {"units": 16, "layers": 2, "starts": 1, "steps": 40, "seed": 1}
    screen = shapes(40, target="saddle wave", **state)
    view = screen.show()
    truth, found, apart = view.surface.values
    along = np.linspace(-1, 1, 40)
    want = np.sin(3 * along) * np.cos(3 * -along[:, None])
    np.testing.assert_allclose(truth, want, atol=1e-12)
    assert np.abs(apart).max() == pytest.approx(view.errors[0])
    assert view.errors[0] < 0.1
    outs, (*hidden, last) = screen.x, screen.starts[0].looks.weights()
    for kernel, bias in hidden:
        outs = np.tanh(outs @ kernel.astype(float) + bias)
    np.testing.assert_allclose(
        found.ravel(), (outs @ last[0] + last[1])[:, 0], atol=1e-5
    )


@pytest.mark.parametrize(
    "state",
    [{}, {"loss": "largest error", "layers": 2}, {"target": "hill", "seed": 3},
     {"target": "own", "formula": "x^3 - y", "activation": "relu"}],
    ids=str,
)  # fmt: skip
def test_printed_program_ends_at_the_same_weights(state):
    screen, names = shapes(1, starts=2, steps=5, **state), {}
    best = screen.show().best
    exec(screen.code(), names)  # noqa: S102 - it is what the test is about
    for own, printed in zip(
        screen.starts[best].model.get_weights(),
        names["model"].get_weights(),
        strict=True,
    ):
        np.testing.assert_array_equal(own, printed)


def test_rewound_course_is_the_same():
    screen = shapes(2)
    kept = screen.capture()
    screen.advance_to(5)
    errors = screen.errors()
    screen.restore(kept)
    screen.advance_to(5)
    assert np.array_equal(screen.errors(), errors)


@pytest.mark.parametrize(
    ("formula", "words"), [("1/x", "not finite"), ("z + 1", "holds 'z'")]
)
def test_bad_shapes_are_said_in_a_sentence(formula, words):
    with pytest.raises(ConfigError, match=words):
        shapes(target="own", formula=formula)
