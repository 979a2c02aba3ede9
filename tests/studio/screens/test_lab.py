"""The lab's models, against NumPy, and the code that the screen prints."""

import numpy as np
import pytest

from limpid.errors import LimpidError
from limpid.studio.screens.lab import Lab, LabState

CONVOLUTION = 'Conv2D(8, 3, activation="relu")\nMaxPooling2D(2)\nFlatten()\nDense(10)'


def lab(epochs=0, **state):
    screen = Lab(LabState(**state))
    screen.advance_to(epochs * screen.training.steps_per_epoch)
    return screen


@pytest.fixture(scope="module")
def trained():
    return lab(10)


def test_model_is_built_trained_and_judged(trained):
    """EXR-16: more than 95 of 100 digits are read."""
    view = trained.show()
    assert [row.name for row in view.layers] == ["Flatten", "Dense", "Dense"]
    assert [row.parameters for row in view.layers] == [0, 64 * 32 + 32, 32 * 10 + 10]
    assert view.test_accuracy > 0.95
    assert view.history[:, 0].tolist() == list(range(11))


def test_answers_are_numpys(trained):
    kernel1, bias1, kernel2, bias2 = (
        weight.astype(float) for weight in trained.model.get_weights()
    )
    x, y = trained.test
    scores = np.maximum(x.reshape(len(x), -1) @ kernel1 + bias1, 0) @ kernel2 + bias2
    powers = np.exp(scores - scores.max(1, keepdims=True))
    want = powers / powers.sum(1, keepdims=True)
    view = trained.show()
    np.testing.assert_allclose(view.scores, want[0], atol=1e-6)
    own = want[np.arange(len(y)), y]
    assert view.test_loss == pytest.approx(-np.log(own).mean(), rel=1e-4)
    wrong = np.flatnonzero(want.argmax(1) != y)
    assert view.mistakes == wrong[np.argsort(own[wrong])].tolist()
    assert view.confusion.sum() - np.trace(view.confusion) == len(wrong)
    assert trained.derive("accuracy/test").lines[0].value == len(y) - len(wrong)
    assert trained.derive("score/3").lines[1].value == pytest.approx(
        want[0, 3], abs=1e-6
    )


def test_lines_read_more_from_each_layer_up_to_the_last_convolution():
    """THY-10."""
    network = (
        'Conv2D(16, 3, activation="relu")\nConv2D(16, 3, activation="relu")\n'
        'Flatten()\nDense(10, "softmax")'
    )
    screen = lab(8, network=network, probe=True)
    pixels, first, second, flat, last = screen.show().probes
    assert pixels < first <= second + 0.01
    assert second == flat > pixels + 0.02
    assert last > 0.9
    (x, y), (x_test, y_test) = screen.train, screen.test
    design, asked = (
        np.column_stack([part.reshape(len(part), -1), np.ones(len(part))])
        for part in (x, x_test)
    )
    targets = np.concatenate([np.eye(10)[y], np.zeros((65, 10))])
    padded = np.concatenate([design, np.sqrt(1e-4 * len(x)) * np.eye(65)])
    weights = np.linalg.lstsq(padded, targets, rcond=None)[0]
    assert pixels == np.mean((asked @ weights).argmax(1) == y_test)


def test_landscape_has_the_model_in_its_middle(trained):
    """THY-06."""
    trained.retune(LabState(landscape=True))
    found = trained.show().landscape
    x, y = (part[:200] for part in trained.train)
    chances = trained.model.predict(x, verbose=0).astype(float)
    loss = -np.log(chances[np.arange(200), y]).mean()
    assert found.middle == found.line[10] == pytest.approx(loss, rel=1e-4)
    assert abs(int(found.line.argmin()) - 10) <= 1
    assert found.plane.values.shape == (1, 21, 21)
    trained.retune(LabState())


def test_convolutions_and_logits_are_understood():
    view = lab(6, network=CONVOLUTION).show()
    assert [row.shape for row in view.layers] == ["6 x 6 x 8", "3 x 3 x 8", "72", "10"]
    assert view.test_accuracy > 0.85
    assert view.scores.sum() == pytest.approx(1)


@pytest.mark.parametrize(
    "state", [{}, {"network": CONVOLUTION, "optimizer": "momentum"}]
)
def test_printed_program_ends_at_the_same_weights(state, capsys):
    screen, names = lab(2, examples=300, **state), {}
    exec(screen.code(), names)  # noqa: S102 - it is what the test is about
    assert "Dense" in capsys.readouterr().out
    for own, printed in zip(
        screen.model.get_weights(), names["model"].get_weights(), strict=True
    ):
        assert np.array_equal(own, printed)


def test_steps_of_any_size_end_at_the_same_numbers():
    one, other = lab(examples=200), lab(3, examples=200)
    for position in range(0, other.position + 1, 2):
        one.advance_to(position)
    one.advance_to(other.position)
    assert np.array_equal(one.show().history, other.show().history)


@pytest.mark.parametrize(
    ("network", "words"),
    [("Dense(3", "cannot be read"), ("Dens(3)", "did you mean 'Dense'"),
     ("x = 1", "is no layer"), ("Dense(10)", "after Flatten"),
     ("Dense(foo)", "numbers, texts"), ("Flatten()\nDense(99999)", "at most 2,048"),
     ("Flatten()\nDense(10, bar=1)", "no argument 'bar'"),
     ("Conv2D(4, 20)", "does not fit"), ("__import__('os')", "no layer"),
     ("Flatten()\n" * 20, "1 to 16 layers")],
)  # fmt: skip
def test_what_is_no_model_is_said_in_a_sentence(network, words):
    with pytest.raises(LimpidError, match=words):
        lab(network=network)
