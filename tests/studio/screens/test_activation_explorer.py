"""The activation explorer's numbers, against formulas and the code that it prints."""

import json
from importlib.resources import files

import msgspec
import numpy as np
import pytest

from limpid import random
from limpid.errors import ConfigError, LimpidError
from limpid.explanations import deep_stack, signals, warnings_of
from limpid.studio.screens._activation_explorer_state import NAMES
from limpid.studio.screens.activation_explorer import (
    ActivationExplorer,
    ActivationExplorerState,
)


def explorer(**state):
    return ActivationExplorer(
        ActivationExplorerState(**{"depth": 4, "width": 16} | state)
    )


def table():
    """Return the lectures' table of activations."""
    path = files("limpid.numbers") / "lecture_numbers.json"
    cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
    return next(c for c in cases if c["id"] == "activation-table")["more_exact"]


LECTURE = {"leaky_relu": "leaky_relu_0_1", "elu": "elu_alpha1", "step": "step_ge0_pm1"}


@pytest.mark.parametrize("index", range(7))
def test_table_under_the_cursor_is_the_lectures(index):
    wanted = table()
    screen = explorer(x=wanted["x"][index])
    found = {reading.name: reading for reading in screen.show().readings}
    for name in ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus", "step"):
        key = LECTURE.get(name, name)
        assert found[name].value == pytest.approx(wanted[key][index], abs=1e-12)
        if f"{key}_grad" in wanted:
            assert found[name].slope == pytest.approx(
                wanted[f"{key}_grad"][index], abs=1e-12
            )


@pytest.mark.parametrize("name", NAMES)
def test_slope_agrees_with_its_numeric_check(name):
    found = explorer(activation=name, x=0.3).derive("slope")
    assert found.gradient == pytest.approx(found.check, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("name", NAMES)
def test_derivation_ends_at_the_value(name):
    screen = explorer(activation=name, x=-0.7)
    assert screen.derive("value").lines[-1].value == pytest.approx(
        screen.show().chosen.value, rel=1e-9, abs=1e-12
    )


def test_sigmoid_is_shaded_where_it_is_nearly_flat():
    view = explorer().show()
    s = 1 / (1 + np.exp(-view.curve_x))
    assert np.array_equal(view.flat == 1, s * (1 - s) < 0.0025)
    assert np.allclose(view.slopes, s * (1 - s), rtol=1e-9)


def test_own_formula_is_a_function_like_others():
    screen = explorer(activation="own", formula="x^3", x=2.0)
    chosen = screen.show().chosen
    assert (chosen.value, chosen.slope) == (8, 12)


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("y + 1", "holds 'y'"),
        ("1/(", "is no expression"),
        ("sqrt(-1 - x^2)", "nowhere"),
    ],
)
def test_bad_formula_is_refused_in_a_sentence(formula, sentence):
    with pytest.raises(LimpidError, match=sentence):
        explorer(activation="own", formula=formula)


def test_layers_and_warnings_are_limpids_own():
    screen = explorer(depth=12)
    view = screen.show()
    found = signals(screen.model, *screen.data)
    assert view.warnings == warnings_of(found)
    assert "vanished" in view.warnings[0]
    for layer, signal in zip(view.layers, found, strict=True):
        assert np.array_equal(layer.counts, signal.activations.counts)
        assert layer.gradient_norm == signal.gradient_norm
    assert screen.derive("norm/0").lines[-1].value == pytest.approx(
        view.layers[0].gradient_norm, rel=1e-5
    )


def test_fresh_relu_layer_is_half_zeros():
    view = explorer(
        activation="relu", initializer="he_normal", width=64, depth=1
    ).show()
    assert 0.45 < view.layers[0].zeros < 0.55


def test_large_first_weights_saturate_and_hold_training_up():
    """ACT-12: weights from N(0, 10²) against N(0, 1/n), one rate, as many steps."""
    losses, saturated = [], []
    for name in ("random_normal", "lecun_normal"):
        screen = explorer(initializer=name, deviation=10, depth=2, width=64)
        screen.retune(msgspec.structs.replace(screen.state, learning_rate=1.0))
        saturated.append(screen.show().layers[0].saturated)
        screen.advance_to(200)
        losses.append(screen.loss())
    assert losses[0] > 10 * losses[1]
    assert saturated[0] > 0.9
    assert saturated[1] < 0.1


@pytest.mark.parametrize(
    "state",
    [{}, {"activation": "leaky_relu", "initializer": "random_normal", "deviation": 0.3},
     {"activation": "own", "formula": "sin(x)"}, {"activation": "step"}],
    ids=str,
)  # fmt: skip
def test_printed_program_ends_at_the_same_weights(state):
    screen, names = explorer(**state), {}
    screen.advance_to(3)
    exec(screen.code(), names)  # noqa: S102 - it is what the test is about
    for own, printed in zip(
        screen.model.get_weights(), names["model"].get_weights(), strict=True
    ):
        assert np.array_equal(own, printed)


def test_comparison_holds_every_initializers_gradients():
    screen = explorer(compare=True, initializer="he_normal")
    view = screen.show()
    own = view.norms[view.initializers.index("he_normal")]
    assert own.tolist() == [layer.gradient_norm for layer in view.layers[:-1]]


def test_rewound_course_is_the_same():
    screen = explorer()
    kept = screen.capture()
    screen.advance_to(4)
    loss = screen.loss()
    screen.restore(kept)
    screen.advance_to(4)
    assert screen.loss() == loss


def test_missing_layer_has_no_derivation():
    with pytest.raises(ConfigError, match="no layer 10"):
        explorer().derive("norm/9")


@pytest.mark.parametrize(
    ("function", "initializer", "low", "high"),
    [("sigmoid", "lecun_normal", (2e-3, 1e-6, 2e-13), (2e-2, 1e-5, 2e-11)),
     ("tanh", "lecun_normal", (0.2,) * 3, (5,) * 3),
     ("relu", "he_normal", (0.2,) * 3, (5,) * 3)],
)  # fmt: skip
def test_gradient_left_after_5_10_and_20_layers_is_the_lectures(
    function, initializer, low, high
):
    """THY-04: of sigmoid about 5e-3, 4e-6 and 2e-12, of the others near 1."""
    view = explorer(depths=True, width=64).show().depths
    assert view.depths == [5, 10, 20]
    own = view.ratios[view.names.index(f"{function}, {initializer}")]
    assert np.all(np.array(low) < own)
    assert np.all(own < np.array(high))


def test_ratio_of_gradients_is_numpys():
    screen = explorer(depths=True, width=8, activation="tanh")
    found = screen.derive("ratio/0/0").lines
    model = deep_stack(5, 8, "tanh", "glorot_uniform", 0)
    x = screen.data[0].astype(float)
    outs = [x]
    for kernel, _ in zip(*[iter(model.get_weights())] * 2, strict=True):
        outs.append(np.tanh(outs[-1] @ kernel))
    back = random.normal(outs[-1].shape, dtype="float32", seed=0).numpy()
    norms = []
    for kernel, before, after in zip(
        reversed(model.get_weights()[::2]), outs[-2::-1], outs[:0:-1], strict=True
    ):
        back = back * (1 - after**2)
        norms.append(np.linalg.norm(before.T @ back))
        back = back @ kernel.T
    assert [line.value for line in found] == pytest.approx(
        [norms[-1], norms[0], norms[-1] / norms[0]], rel=1e-4
    )
    with pytest.raises(ConfigError, match="no cell"):
        screen.derive("ratio/9/0")
