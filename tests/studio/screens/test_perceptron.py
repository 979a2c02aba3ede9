"""The perceptron's screen, against NumPy, the lecture and its own code."""

import contextlib
import io

import numpy as np
import pytest

from limpid.errors import ConfigError
from limpid.studio.screens.perceptron import Perceptron, PerceptronState


def perceptron(steps=0, **state):
    screen = Perceptron(PerceptronState(**state))
    screen.advance_to(steps)
    return screen


def rosenblatt(x, y, steps):
    """Return w1, w2, b after so many presentations, written out."""
    w, b = np.zeros(2), 0.0
    for step in range(steps):
        i = step % len(y)
        error = y[i] - (1 if w @ x[i] + b >= 0 else -1)
        w, b = w + error * x[i], b + error
    return [*w, b]


@pytest.mark.parametrize("data", ["AND", "OR", "XOR", "clouds"])
def test_every_presentation_is_numpys(data):
    screen = perceptron(data=data)
    for step in range(12):
        screen.advance_to(step)
        assert screen.show().weights.tolist() == rosenblatt(screen.x, screen.y, step)


def test_and_settles_at_the_lectures_line_within_the_bound():
    screen = perceptron(1000)
    view = screen.show()
    assert view.weights.tolist() == [4, 2, -6]
    assert (view.last.epoch, screen.position, view.errors) == (6, 24, 0)
    assert view.mistakes == view.mistakes_of_epochs.sum() <= view.bound
    assert "Settled" in view.report


def test_or_settles_in_four_epochs():
    view = perceptron(1000, data="OR").show()
    assert (view.last.epoch, view.errors) == (4, 0)


def test_xor_never_settles_and_is_said_to_run_in_a_circle():
    screen = perceptron(400, data="XOR")
    view = screen.show()
    assert screen.last_position() is None
    assert view.bound is None
    assert "circle" in view.report
    assert view.mistakes_of_epochs.min() > 0


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_five_hundred_points_are_learned_without_an_error(seed):
    screen = perceptron(0, data="500 points", start=(1, 1, -1), seed=seed)
    wrong = np.where(screen.x @ [1, 1] - 1 >= 0, 1, -1) != screen.y
    before = screen.show()
    assert before.errors_at_first == before.errors == wrong.sum() > 100
    screen.advance_to(100_000)
    view = screen.show()
    assert len(view.y) == 500
    assert view.errors == 0
    assert view.errors_at_first == before.errors
    assert np.abs(view.first.reshape(2, 2).sum(axis=1) - 1).max() < 1e-9
    assert np.array_equal(
        np.where(view.x @ view.shown[:2] >= -view.shown[2], 1, -1), view.y
    )


def test_program_of_many_points_draws_them_and_changes_those_that_were_moved():
    screen = perceptron(3, data="500 points", seed=4)
    screen.move_point(7, 2, -2)
    screen.flip_point(7)
    assert len(screen.code()) < 800
    with contextlib.redirect_stdout(io.StringIO()):
        exec(screen.code(), names := {})  # noqa: S102 - it is what the test is about
    assert np.array_equal(names["x"], screen.x)
    assert np.array_equal(names["y"], screen.y)


def test_batch_rule_sums_over_all_mistakes():
    screen = perceptron(1, rule="batch", data="OR")
    errors = screen.y - 1
    assert screen.show().weights.tolist() == [*(errors @ screen.x), errors.sum()]


def test_average_of_all_lines_decides():
    screen = perceptron(7, rule="averaged")
    lines = [rosenblatt(screen.x, screen.y, i + 1) for i in range(7)]
    assert screen.show().shown == pytest.approx(np.mean(lines, axis=0))


def test_delta_rule_descends_the_squared_error():
    screen = perceptron(1, rule="delta", rate=0.1, start=(1, 2, 3))
    x, y = np.append(screen.x[0], 1), screen.y[0]
    expected = np.array([1, 2, 3]) + 0.1 * (y - x @ [1, 2, 3]) * x
    assert screen.show().weights == pytest.approx(expected)


def test_runaway_delta_rule_is_said():
    screen = perceptron(100_000, rule="delta", rate=3)
    assert "without bound" in screen.show().report
    assert screen.stop_reason() == screen.show().report


def test_worked_example_sends_its_point_to_minus_six():
    screen = perceptron(data="worked example", start=(3, -2, 1))
    view = screen.show()
    assert view.scores[0] == -6
    assert view.predictions[0] == -1
    logistic = screen.derive("score/0").lines[-1].value
    assert logistic == pytest.approx(0.0024726231566347743)
    assert np.abs(view.line.reshape(2, 2) @ [3, -2] + 1).max() < 1e-9


def test_background_and_predictions_are_the_side_of_the_line():
    view = perceptron(9, data="clouds").show()
    assert np.array_equal(view.predictions, np.where(view.scores >= 0, 1, -1))
    w1, w2, b = view.shown
    for row, column in [(3, 90), (50, 50), (99, 0), (20, 31)]:
        x1, x2 = (column + 0.5) / 20 - 2.5, 2.5 - (row + 0.5) / 20
        assert view.regions[row, column] == (w1 * x1 + w2 * x2 + b >= 0)


def test_moved_point_is_learned_from_the_start():
    screen = perceptron(10)
    screen.move_point(3, 1.5, 0.5)
    x = np.array([[0, 0], [0, 1], [1, 0], [1.5, 0.5]])
    assert screen.show().weights.tolist() == rosenblatt(x, screen.y, 10)


def test_points_are_added_flipped_and_removed():
    screen = perceptron(data="OR")
    screen.add_point(2, 2, -1)
    screen.flip_point(0)
    screen.remove_point(1)
    assert screen.y.tolist() == [1, 1, 1, -1]


def test_one_class_alone_is_refused():
    screen = perceptron()
    with pytest.raises(ConfigError, match="two classes"):
        screen.remove_point(3)
    with pytest.raises(ConfigError, match="no example 9"):
        screen.move_point(9, 0, 0)
    with pytest.raises(ConfigError, match="two classes"):
        screen.add_point(0, 0, 3)
    assert len(screen.show().y) == 4


@pytest.mark.parametrize("rule", ["rosenblatt", "batch", "averaged", "delta"])
def test_printed_program_makes_the_same_updates(rule):
    screen = perceptron(5, rule=rule, rate=0.1, start=(0, 1, 0))
    names = {}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(screen.code(), names)  # noqa: S102 - it is what the test is about
    shown = [*names["update"].weights.tolist(), names["update"].bias]
    assert shown == screen.show().weights.tolist()


@pytest.mark.parametrize("rule", ["rosenblatt", "batch", "averaged", "delta"])
def test_every_derivation_ends_at_the_number_shown(rule):
    screen = perceptron(6, rule=rule, rate=0.1)
    view = screen.show()
    for shown in view.recent:
        for name, value in zip(("w1", "w2", "b"), shown.weights, strict=True):
            found = screen.derive(f"{name}/{shown.step}")
            assert found.lines[-1].value == value
    for i, score in enumerate(view.scores):
        assert screen.derive(f"score/{i}").lines[0].value == pytest.approx(score)


def test_time_ends_where_it_settles_however_it_got_there():
    at_once, by_steps = perceptron(500), perceptron()
    while by_steps.next_position("presentation") > by_steps.position:
        by_steps.advance_to(by_steps.next_position("presentation"))
    assert at_once.position == by_steps.position == by_steps.last_position()
    by_epochs = perceptron(2)
    assert by_epochs.next_position("epoch") == 4


@pytest.mark.parametrize("rule", ["rosenblatt", "batch", "averaged", "delta"])
def test_normal_is_square_to_the_line_and_the_arrows_add_up(rule):
    view = perceptron(5, rule=rule, rate=0.1, data="clouds", start=(1, -1, 0)).show()
    line, normal, old, change = (
        ends[2:] - ends[:2]
        for ends in (view.line, view.normal, view.old_normal, view.change)
    )
    assert normal @ line == pytest.approx(0, abs=1e-12)
    assert old + change == pytest.approx(normal)
    assert normal[0] * view.shown[1] == pytest.approx(normal[1] * view.shown[0])
