"""The linear classifier's numbers, against NumPy, the lecture and its own code."""

import numpy as np
import pytest

from limpid.errors import ConfigError
from limpid.studio.screens import _plane_lines as lines
from limpid.studio.screens.linear_classifier import (
    LinearClassifier,
    LinearClassifierState,
)

SETS = ["nine points", "clouds", "quadrants", "ring", "three modes", "four pixels"]
LOSSES = ["weston_watkins", "one_vs_all", "structured", "softmax"]


def classifier(updates=0, **state):
    screen = LinearClassifier(LinearClassifierState(**state))
    screen.advance_to(updates)
    return screen


def loss_by_numpy(kernel, bias, x, y, l2=0.1):
    """Return Weston and Watkins's loss and a square penalty, written out."""
    scores = x @ kernel.T + bias
    right = scores[np.arange(len(y)), y][:, None]
    margins = np.maximum(0, scores - right + 1)
    margins[np.arange(len(y)), y] = 0
    return margins.sum(axis=1), margins.sum() / len(y) + l2 * np.sum(kernel**2)


def test_first_page_is_the_lectures():
    view = classifier().show()
    losses = [0.3, 1.7, 0, 3.2, 6.8, 2.4, 2.5, 3.3, 4.7]
    assert view.scores[0] == pytest.approx([1.3, -0.1, 0.6])
    assert view.formulations[0].losses == pytest.approx(losses)
    parts = view.data_loss, view.regularization_loss, view.loss
    assert np.round(parts, 2).tolist() == [2.77, 3.5, 6.27]
    totals = [f.loss for f in view.formulations]
    assert np.round(totals, 6).tolist() == [6.266667, 7.522222, 5.866667, 5.33664]


def test_true_gradient_and_the_demos_are_both_shown():
    view = classifier().show()
    true = [[-0.23, 0.37], [0.81, -1.18], [0.62, 0.21]]
    printed = [[-0.38, 0.07], [0.51, -0.58], [0.17, 0.36]]
    assert np.round(view.kernel_gradient, 2).tolist() == true
    assert np.round(view.demo_kernel_gradient, 2).tolist() == printed
    assert np.round(view.bias_gradient, 2).tolist() == [0.11, -0.11, 0]


@pytest.mark.parametrize("formulation", LOSSES)
@pytest.mark.parametrize("data", ["clouds", "three modes"])
def test_gradients_are_within_a_millionth_of_their_checks(data, formulation):
    view = classifier(2, data=data, formulation=formulation, classes=4, seed=5).show()
    assert view.kernel_gradient == pytest.approx(view.kernel_check, rel=1e-6, abs=1e-8)
    assert view.bias_gradient == pytest.approx(view.bias_check, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("data", SETS)
def test_losses_are_numpys(data):
    screen = classifier(3, data=data, step_size=0.02)
    x, y = screen.examples.x, screen.examples.y
    losses, total = loss_by_numpy(screen.model.kernel, screen.model.bias, x, y)
    view = screen.show()
    assert view.formulations[0].losses == pytest.approx(losses)
    assert view.loss == pytest.approx(total)


def test_single_update_follows_the_true_gradient():
    assert classifier(1).show().loss == pytest.approx(6.000295, abs=5e-7)


def test_repeated_update_reaches_the_least_loss_and_nine_of_nine():
    view = classifier(700, step_size=0.05).show()
    assert view.loss == pytest.approx(0.659892, abs=2e-3)
    assert view.accuracy == 1


def test_demos_gradient_ends_above_the_least_loss():
    wrong = classifier(400, gradient="as the demo printed it").show()
    assert wrong.loss > 1.05 * 0.659892


@pytest.mark.parametrize("data", [*SETS, "digits"])
def test_printed_program_gives_the_same_loss(data):
    screen = classifier(3, data=data, step_size=0.02)
    names = {}
    exec(screen.code(), names)  # noqa: S102 - it is what the test is about
    assert names["found"].loss == screen.show().loss


def test_printed_program_goes_on_from_the_last_change():
    screen = classifier(2)
    screen.move_point(0, 0.9, -0.2)
    screen.set_weight(1, 2, 0.25)
    screen.retune(LinearClassifierState(gradient="as the demo printed it", l2=0.2))
    screen.advance_to(5)
    names = {}
    exec(screen.code(), names)  # noqa: S102 - it is what the test is about
    assert names["found"].loss == screen.show().loss


def test_zero_lines_have_score_zero_and_arrows_go_along_the_weights():
    screen = classifier(data="clouds", classes=5, seed=2)
    view = screen.show()
    for k in range(5):
        w, b = screen.model.kernel[k], screen.model.bias[k]
        ends = view.lines[k].reshape(2, 2)
        if np.isfinite(ends).all():
            assert np.abs(ends @ w + b).max() < 1e-9
            assert np.abs(ends).max() <= view.side + 1e-9
            way = view.arrows[k, 2:] - view.arrows[k, :2]
            assert way[0] * w[1] == pytest.approx(way[1] * w[0])


def test_line_of_no_weights_vanishes():
    screen = classifier()
    for column in range(2):
        screen.set_weight(1, column, 0)
    shown = np.isfinite(screen.show().lines).all(axis=1)
    assert shown.tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("weights", "bias", "ends"),
    [
        ([1, 0], -0.5, {(0.5, -1), (0.5, 1)}),
        ([0, 2], 0, {(-1, 0), (1, 0)}),
        ([1, -1], 0, {(-1, -1), (1, 1)}),
    ],
)
def test_line_ends_at_the_square(weights, bias, ends):
    found = lines.zero_line(np.array(weights, float), bias, 1.0).reshape(2, 2)
    assert {tuple(end) for end in found.tolist()} == ends
    assert np.isnan(lines.zero_line(np.array([1.0, 0.0]), 5, 1.0)).all()


def test_background_is_the_class_of_the_highest_score():
    screen = classifier()
    regions = screen.show().regions
    for row, column in np.random.default_rng(0).integers(0, 100, (30, 2)):
        point = np.array(
            [(column + 0.5) / 100 * 2.4 - 1.2, 1.2 - (row + 0.5) / 100 * 2.4]
        )
        scores = screen.model.kernel @ point + screen.model.bias
        assert regions[row, column] == np.argmax(scores)


def test_nudges_are_exact():
    screen = classifier()
    for _ in range(10):
        screen.nudge(0, 0, 1)
    assert screen.model.kernel[0, 0] == 2.0


def test_seed_decides_random_weights():
    first, again, other = classifier(), classifier(), classifier()
    first.randomize(3)
    again.randomize(3)
    other.randomize(4)
    assert np.array_equal(first.model.kernel, again.model.kernel)
    assert not np.array_equal(first.model.kernel, other.model.kernel)


def test_lectures_four_pixels_are_a_dog():
    view = classifier(data="four pixels").show()
    assert view.scores[0] == pytest.approx([3.6, 2.6, -3.0])


def test_templates_of_digits_are_the_rows_and_tell_most_digits():
    screen = classifier(30, data="digits", step_size=0.5, l2=0.001)
    images = screen.show().images
    assert np.array_equal(images.templates.values.reshape(10, 64), screen.model.kernel)
    assert images.test_accuracy > 0.9


def test_rewound_screen_shows_the_same_numbers():
    screen = classifier(3)
    kept = screen.capture()
    expected = classifier(3).show()
    screen.move_point(2, 1, 1)
    screen.advance_to(9)
    screen.restore(kept)
    assert screen.show().loss == expected.loss
    assert np.array_equal(screen.show().history, expected.history)


@pytest.mark.parametrize("formulation", LOSSES)
def test_every_derivation_ends_at_the_number_shown(formulation):
    screen = classifier(1, formulation=formulation)
    view = screen.show()
    chosen = next(f for f in view.formulations if f.name == formulation)
    for i in range(9):
        assert screen.derive(f"loss/{i}").lines[-1].value == chosen.losses[i]
        assert screen.derive(f"score/{i}/2").lines[-1].value == view.scores[i, 2]
    weight = screen.derive("kernel/1/0")
    assert weight.gradient == view.kernel_gradient[1, 0]
    assert weight.check == pytest.approx(view.kernel_check[1, 0], rel=1e-9)
    after = classifier(2, formulation=formulation).model.kernel[1, 0]
    assert weight.lines[-1].value == pytest.approx(after, rel=1e-12)
    assert screen.derive("total_loss").lines[-1].value == view.loss


WRONG = {
    "set_weight": {"row": 9, "column": 0, "value": 1},
    "move_point": {"index": 99, "x1": 0, "x2": 0},
    "add_point": {"x1": 0, "x2": 0, "label": 7},
    "remove_point": {"index": -1},
    "set_feature": {"index": 0, "feature": 5, "value": 1},
    "nudge": {"row": 0, "column": 3, "times": 1},
}


@pytest.mark.parametrize(("action", "given"), WRONG.items(), ids=WRONG)
def test_wrong_action_is_said_and_changes_nothing(action, given):
    screen = classifier()
    before = screen.show().loss
    with pytest.raises(ConfigError):
        screen.act(action, given)
    assert screen.show().loss == before


def test_numbers_that_are_none_are_refused():
    screen = classifier()
    with pytest.raises(ConfigError, match="must be a number"):
        screen.set_weight(0, 0, float("nan"))
    with pytest.raises(ConfigError, match="must be a number"):
        screen.move_point(0, float("inf"), 0)
    with pytest.raises(ConfigError, match="no number 'kernel/0/99'"):
        screen.derive("kernel/0/99")
    with pytest.raises(ConfigError, match="no example 50"):
        screen.retune(LinearClassifierState(example=50))


def test_runaway_weights_stop_with_a_sentence():
    screen = classifier(60, l2=10, step_size=1)
    assert "smaller step size" in screen.stop_reason()
    screen.show()


def test_sigmoids_do_not_add_up_to_one_and_the_softmax_does():
    chosen = classifier(example=4).show().chosen
    scores = chosen.scores
    assert chosen.sigmoids == pytest.approx(1 / (1 + np.exp(-scores)))
    assert chosen.softmax == pytest.approx(np.exp(scores) / np.exp(scores).sum())
    assert chosen.sum_of_softmax == pytest.approx(1, abs=1e-12)
    assert abs(chosen.sum_of_sigmoids - 1) > 0.05


def test_margins_once_met_cost_the_svms_nothing_and_the_softmax_something():
    screen = classifier()
    far = [screen.move_point(0, x, 0.9) or screen.show().chosen for x in (0.0, 0.1)]
    assert [c.losses[[0, 2]].tolist() for c in far] == [[0, 0], [0, 0]]
    assert 0 < far[0].losses[3] != far[1].losses[3] > 0


@pytest.mark.parametrize("data", SETS)
def test_removed_examples_leave_a_chosen_one(data):
    screen = classifier(data=data, example=0)
    if screen.examples.side:
        screen.retune(LinearClassifierState(data=data, example=8))
        screen.remove_point(8)
    assert screen.show().chosen.label in range(len(screen.examples.classes))
