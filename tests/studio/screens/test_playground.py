"""The playground's numbers, against NumPy and against the code that it prints."""

from base64 import b64encode

import numpy as np
import pytest

from limpid.errors import ConfigError, DataError, LimpidError
from limpid.layers import Dense, Dropout
from limpid.models import Input, Sequential
from limpid.studio import messages
from limpid.studio.record import replay
from limpid.studio.screens._playground_state import Hidden
from limpid.studio.screens.playground import Playground, PlaygroundState
from limpid.studio.session import Session


def playground(**state):
    return Playground(state=PlaygroundState(**state))


def run(program):
    """Run a printed program; return what it defines."""
    names = {}
    exec(program, names)  # noqa: S102 - it is what the test is about
    return names


STATES = [
    {},
    {"classes": 3, "data": "spiral", "optimizer": "adam", "batch_size": 7},
    {"problem": "regression", "data": "bumps", "optimizer": "momentum"},
    {"features": ("x1", "x2", "x1^2", "sin(x1)", "x1*x2"), "regularization": "l2",
     "regularization_rate": 0.01, "initializer": "he_normal", "activation": "relu"},
    {"hidden": (Hidden(6, "relu", 0.2), Hidden(3)), "loss": "squared error"},
    {"classes": 4, "data": "gauss", "loss": "hinge", "noise": 20, "seed": 3},
]  # fmt: skip


@pytest.mark.parametrize("state", STATES, ids=str)
def test_printed_program_ends_at_the_same_weights(state):
    screen = playground(**state)
    screen.advance_to(3 * screen.training.steps_per_epoch)
    model = run(screen.code().replace("epochs=3)", "epochs=3, verbose=0)"))["model"]
    shown = [array for pair in screen.looks.weights() for array in pair]
    for own, printed in zip(shown, model.get_weights(), strict=True):
        assert np.array_equal(own, printed)


def same_weights(screen, program):
    """Tell whether a printed program of three epochs ends where a screen is."""
    model = run(program.replace("epochs=3)", "epochs=3, verbose=0)"))["model"]
    shown = [array for pair in screen.looks.weights() for array in pair]
    pairs = zip(shown, model.get_weights(), strict=True)
    return all(np.array_equal(own, printed) for own, printed in pairs)


def advanced(screen):
    screen.advance_to(3 * screen.training.steps_per_epoch)
    return screen


def rows(count, label):
    x = np.random.default_rng(1).uniform(-3, 9, (count, 2)).round(3).tolist()
    return [f"{x1},{x2},{label(x1, x2)}" for x1, x2 in x]


def kind(x1, x2):
    """Return one of three words, with what a program must write with care."""
    return ["it's", '"say ""so""\\"', "plain"][int(x1 + x2) % 3]


OWN = [
    {"table": "\n".join(rows(40, lambda a, b: "yes" if a > b else "no"))},
    {"table": "\n".join(["length,width,kind", *rows(40, kind)]), "train_share": 80},
    {"table": "\r\n".join(["a;b;c", *rows(9, kind)]).replace(",", ";"), "seed": 2},
    {"table": "\n".join(rows(40, lambda a, b: a - b)), "problem": "regression"},
    {"table": "\n".join(rows(500, lambda a, b: int(a > b))), "loss": "hinge"},
]


@pytest.mark.parametrize("state", OWN, ids=range(len(OWN)))
def test_printed_program_reads_the_users_own_table(state, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    screen = advanced(playground(data="own", **state))
    program = screen.code()
    written = "table.csv" not in program
    assert written == (len(state["table"].splitlines()) <= 200)
    if not written:
        (tmp_path / "table.csv").write_text(state["table"], encoding="utf-8")
    assert same_weights(screen, program)


@pytest.mark.parametrize("count", [20, 400])
@pytest.mark.parametrize("problem", ["classification", "regression"])
def test_printed_program_takes_the_users_own_arrays(
    problem, count, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    x = np.random.default_rng(1).normal(size=(count, 2))
    y = np.where(x[:, 0] > 0, 7, 3)[:, None]
    state = PlaygroundState(problem=problem)
    screen = advanced(Playground(data=(x, y), state=state))
    np.savez("data.npz", x=x, y=y)
    assert same_weights(screen, screen.code())


def test_printed_program_trains_the_users_own_model(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    layers = [Input((2,)), Dense(5, "relu"), Dropout(0.2), Dense(1, "sigmoid")]
    model = Sequential(layers)
    model.save("model.safetensors")
    screen = advanced(Playground(model))
    assert same_weights(screen, screen.code())


def test_forward_pass_is_numpys():
    screen = playground()
    screen.advance_to(40)
    x = screen.inputs(screen.problem.x[screen.test]).astype(np.float64)
    weights = [(k.astype(float), b.astype(float)) for k, b in screen.looks.weights()]
    out = x
    for kernel, bias in weights[:-1]:
        out = np.tanh(out @ kernel + bias)
    p = 1 / (1 + np.exp(-(out @ weights[-1][0] + weights[-1][1])))
    y = screen.problem.y[screen.test].reshape(-1, 1)
    expected = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    assert screen.show().test_loss == pytest.approx(expected, rel=1e-5)
    assert screen.show().test_accuracy == np.mean((p > 0.5) == y)


@pytest.mark.parametrize("state", STATES[:4], ids=str)
def test_every_gradient_agrees_with_its_numeric_check(state):
    screen = playground(**state)
    screen.advance_to(5)
    for name in screen.derivable()[2::3]:
        found = screen.derive(name)
        largest = max(abs(found.gradient), abs(found.check), 1e-3)
        assert abs(found.gradient - found.check) <= 1e-6 * largest, name


def test_gradients_on_the_links_are_those_of_the_derivations():
    screen = playground(show_gradients=True)
    layer = screen.show().layers[0]
    found = screen.derive("kernel/0/1/2").gradient
    assert layer.kernel_gradient[1, 2] == pytest.approx(found, rel=1e-4)


def test_derivation_of_a_unit_adds_up():
    screen = playground(probe=(1.0, -2.0))
    net, out = screen.derive("unit/0/1").lines
    kernel, bias = screen.looks.weights()[0]
    assert net.value == pytest.approx(
        kernel[0, 1] - 2 * kernel[1, 1] + bias[1], rel=1e-5
    )
    assert out.value == pytest.approx(np.tanh(net.value), rel=1e-5)


def test_confusion_matrix_counts_every_test_point():
    view = playground(classes=3, data="gauss").show()
    assert view.confusion.sum() == len(view.test_y)
    assert np.trace(view.confusion) / len(view.test_y) == view.test_accuracy


@pytest.mark.parametrize("data", ["circle", "xor", "gauss", "spiral"])
def test_every_data_set_is_learned(data):
    features = ("x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)")
    hidden = (Hidden(8), Hidden(8))
    screen = playground(data=data, optimizer="adam", features=features, hidden=hidden)
    screen.advance_to(300 * screen.training.steps_per_epoch)
    assert screen.show().test_accuracy > 0.9


@pytest.mark.parametrize("data", ["plane", "bumps"])
def test_every_regression_is_learned(data):
    screen = playground(problem="regression", data=data, hidden=(Hidden(8), Hidden(8)))
    screen.advance_to(1500 * screen.training.steps_per_epoch)
    assert screen.show().test_loss < 0.02


def test_added_point_is_learned_from_at_once():
    screen = playground()
    screen.advance_to(3)
    screen.add_point(0.0, 0.0, 1)
    assert len(screen.show().train_y) == 251
    assert screen.training.batch == 0
    screen.advance_to(40)


def test_removed_points_leave_at_least_one():
    screen = playground(data="own", table="1,1,a\n2,2,b\n3,1,a\n4,2,b", train_share=50)
    screen.remove_point(0)
    with pytest.raises(LimpidError, match="last training example"):
        screen.remove_point(0)


def test_batch_that_does_not_divide_the_data_takes_the_rest():
    screen = playground(batch_size=40)
    assert screen.training.steps_per_epoch == 7
    screen.advance_to(6)
    assert len(screen.training.next_rows()) == 10


def test_own_model_and_data_are_shown():
    x = np.random.default_rng(0).normal(size=(60, 2))
    y = np.array(["left", "right"])[(x[:, 0] > 0).astype(int)]
    model = Sequential(
        [Input((2,)), Dense(5, "relu"), Dense(1, "sigmoid", use_bias=False)]
    )
    screen = Playground(model, (x, y))
    view = screen.show()
    assert view.classes == ["left", "right"]
    assert np.array_equal(view.layers[0].kernel, model.get_weights()[0])
    assert view.layers[1].bias.tolist() == [0]
    again = screen.remade(screen.state)
    assert np.array_equal(again.show().layers[0].kernel, model.get_weights()[0])


@pytest.mark.parametrize("shape", [(10,), (10, 3), (2, 2)])
def test_data_of_another_shape_are_refused(shape):
    with pytest.raises(DataError, match=r"\(examples, 2\)"):
        Playground(data=(np.zeros(shape), np.zeros(shape[0])))


def test_screen_leaves_others_random_numbers_alone():
    import random

    random.seed(1)
    before = random.getstate(), np.random.get_state()[1].tolist()  # noqa: NPY002
    playground()
    assert (random.getstate(), np.random.get_state()[1].tolist()) == before  # noqa: NPY002


@pytest.mark.parametrize("data", ["circle", "gauss", "spiral"])
@pytest.mark.parametrize("classes", [2, 3, 6])
def test_every_class_is_drawn(data, classes):
    problem = playground(data=data, classes=classes).problem
    assert np.unique(problem.y).tolist() == list(range(classes))
    assert len(problem.classes) == classes


def test_xor_has_two_classes_only():
    with pytest.raises(LimpidError, match="'xor' is no data set for 3 classes"):
        playground(data="xor", classes=3)


def replayed(state, *entries, position):
    """Return a screen on which changes were made, each at its position."""
    record = [(at, kind, given) for at, kind, given in entries]
    return replay(playground(**state), record, position)


CHANGED = [
    ({}, [(100, "set", {"learning_rate": 0.3})], 260),
    ({"optimizer": "adam"}, [(0, "set", {"learning_rate": 0.01})], 75),
    (
        {},
        [
            (30, "set_weight", {"layer": 1, "source": 2, "target": 0, "value": 0.75}),
            (30, "set_bias", {"layer": 0, "target": 1, "value": -2.5}),
            (30, "set_bias", {"layer": 0, "target": 1, "value": -1.5}),
            (60, "set", {"learning_rate": 0.1}),
        ],
        61,
    ),
    (
        {"classes": 3},
        [
            (0, "remove_point", {"index": 4}),
            (0, "add_point", {"x1": 1.5, "x2": -2.25, "label": 2}),
            (40, "move_point", {"index": 7, "x1": 0.5, "x2": 3}),
            (52, "add_point", {"x1": -1, "x2": 2, "label": 0}),
        ],
        90,
    ),
    (
        {"data": "few in a circle"},
        [(0, "move_point", {"index": 0, "x1": 3, "x2": 3})],
        8,
    ),
    (
        {"problem": "regression", "data": "plane"},
        [(33, "add_point", {"x1": 1, "x2": 2, "label": 0.5})],
        50,
    ),
    ({}, [(12, "add_point", {"x1": 1, "x2": 2, "label": 1})], 30),
]


@pytest.mark.parametrize(("state", "entries", "position"), CHANGED)
def test_printed_program_makes_the_changes_that_were_made(state, entries, position):
    screen = replayed(state, *entries, position=position)
    model = run(screen.code().replace("epochs=3)", "epochs=3, verbose=0)"))["model"]
    shown = [array for pair in screen.looks.weights() for array in pair]
    for own, printed in zip(shown, model.get_weights(), strict=True):
        assert np.array_equal(own, printed)


def test_program_of_the_past_has_the_changes_of_then():
    session = Session(lambda _: None, playground())
    session.handle(messages.Step("epoch"))
    session.handle(messages.Set({"learning_rate": 0.5}))
    session.handle(messages.Step("epoch"))
    assert "learning_rate = 0.5" in session.handle(messages.Code())
    session.handle(messages.Rewind(0))
    program = session.handle(messages.Code())
    assert "learning_rate = 0.5" not in program
    assert "SGD(0.03)" in program


def test_keras_program_says_what_it_leaves_out():
    entry = (10, "set_bias", {"layer": 0, "target": 1, "value": -2.5})
    program = replayed({}, entry, position=25).keras_code()
    assert "# Left out, though it was done on the way:" in program
    assert "#   a bias of layer 1 -2.5, after batch 10" in program
    assert "Left out" not in replayed({}, position=25).keras_code()


def test_weights_of_a_file_are_taken():
    """Most asked for: save and load."""
    trained, fresh = playground(), playground(seed=5)
    trained.advance_to(40)
    fresh.load_weights(trained.weights())
    for ours, theirs in zip(
        fresh.model.get_weights(), trained.model.get_weights(), strict=True
    ):
        np.testing.assert_array_equal(ours, theirs)
    assert 'load_model("playground.safetensors").get_weights()' in fresh.code()
    assert "from limpid import load_model" in fresh.code()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("%", "holds no model"),
        (b64encode(b"something else").decode(), "holds no model"),
        (None, "2×3, 3, 3×1, 1: choose the same layers"),
    ],
)
def test_files_of_other_networks_are_refused_and_nothing_changes(file, said):
    screen = playground(hidden=(Hidden(3),))
    before = screen.model.get_weights()
    with pytest.raises(ConfigError, match=said):
        screen.load_weights(file or playground().weights())
    for ours, theirs in zip(screen.model.get_weights(), before, strict=True):
        np.testing.assert_array_equal(ours, theirs)
