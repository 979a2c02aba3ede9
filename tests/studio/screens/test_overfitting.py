"""The overfitting screen's numbers, against NumPy and the code that it prints."""

import numpy as np
import pytest

from limpid.errors import ConfigError
from limpid.studio.screens._overfitting_learner import smoothed
from limpid.studio.screens.overfitting import Overfitting, OverfittingState


def overfitting(epochs=0, **state):
    screen = Overfitting(OverfittingState(**state))
    screen.advance_to(epochs)
    return screen


CLASSES = {"data": "circle", "examples": 40, "sizes": (3, 20), "noise": 20}


def test_loss_is_numpys_with_the_penalty():
    screen = overfitting(5, sizes=(6,), l1=0.001, l2=0.01)
    (k1, b1), (k2, b2), (k3, b3) = (
        (k.astype(float), b.astype(float))
        for k, b in screen.learners[0].looks.weights()
    )
    x, y = screen.problem.val_x.astype(float), screen.problem.val_y
    out = np.tanh(np.tanh(x @ k1 + b1) @ k2 + b2) @ k3 + b3
    penalty = sum(0.001 * np.abs(k).sum() + 0.01 * (k**2).sum() for k in (k1, k2, k3))
    view = screen.show()
    want = np.mean((out - y) ** 2) + penalty
    assert view.networks[0].val_loss == pytest.approx(want, rel=1e-5)
    found = screen.derive("loss/0/val").lines
    assert found[-1].value == pytest.approx(sum(line.value for line in found[:-1]))
    assert found[1].value + found[2].value == pytest.approx(penalty, rel=1e-5)


def test_middle_one_of_three_networks_is_best():
    """OVF-01: underfit, fit, overfit."""
    networks = overfitting(1000).show().networks
    small, middle, large = (n.val_loss for n in networks)
    assert middle < large < small
    assert networks[0].train_loss > 0.2 > networks[2].train_loss


def test_full_batch_at_a_small_rate_always_goes_down():
    """OVF-02."""
    screen = overfitting(200, optimizer="sgd", learning_rate=0.02, sizes=(20,))
    train = screen.show().networks[0].history[:, 1]
    assert np.all(np.diff(train) <= 1e-7)


def test_stops_patience_epochs_after_the_best_and_restores():
    """OVF-06."""
    screen = overfitting(600, reaction="stop", patience=40, sizes=(64,))
    [network] = screen.show().networks
    best = int(np.argmin(network.history[:, 2])) + 1
    assert network.best == best
    assert network.stopped == best + 40 == len(network.history)
    assert network.restored
    assert network.val_loss == pytest.approx(network.history[best - 1, 2], rel=1e-6)
    assert "ended training" in network.says[0]
    assert "patience" in screen.stop_reason()


def test_plateau_lowers_the_rate_and_says_so():
    screen = overfitting(60, reaction="lower_rate", patience=10, sizes=(64,))
    [network] = screen.show().networks
    assert network.history[-1, 5] < network.history[0, 5]
    assert "set the learning rate" in network.says[0]


@pytest.mark.parametrize(
    "state",
    [{"sizes": (6,)}, {"reaction": "stop", "patience": 20, "sizes": (12,)},
     {"reaction": "lower_rate", "patience": 15, "sizes": (12,)},
     CLASSES | {"dropout": 0.3, "l2": 0.001, "batch_size": 16, "monitor": "accuracy"}],
    ids=str,
)  # fmt: skip
def test_printed_program_ends_at_the_same_weights(state):
    screen, names = overfitting(50, shown=0, **state), {}
    exec(screen.code(), names)  # noqa: S102 - it is what the test is about
    for own, printed in zip(
        screen.learners[0].model.get_weights(),
        names["model"].get_weights(),
        strict=True,
    ):
        assert np.array_equal(own, printed)


def test_best_loss_and_best_accuracy_are_both_marked():
    """OVF-04."""
    network = overfitting(80, **CLASSES).show().networks[1]
    assert network.best_loss == int(np.argmin(network.history[:, 2])) + 1
    assert network.best_accuracy == int(np.argmax(network.history[:, 4])) + 1


def test_masks_are_those_of_the_next_step():
    screen = overfitting(2, dropout=0.5, sizes=(40,), layers=2)
    learner = screen.learners[0]
    before = learner.capture()
    masks = screen.show().masks
    assert [mask.shape for mask in masks] == [(40,), (40,)]
    assert 5 < masks[0].sum() < 35
    assert [m.tolist() for m in screen.show().masks] == [m.tolist() for m in masks]
    learner.restore(before)
    screen.advance_to(3)
    assert screen.show().masks[0].tolist() != masks[0].tolist()


def test_masks_leave_training_as_it_is():
    looked, alone = (overfitting(2, dropout=0.5, sizes=(10,)) for _ in range(2))
    looked.show()
    for screen in (looked, alone):
        screen.advance_to(4)
    assert looked.show().networks[0].val_loss == alone.show().networks[0].val_loss


def test_penalties_shrink_weights():
    plain = overfitting(150, sizes=(32,), shown=0).show().weights
    l2 = overfitting(150, sizes=(32,), shown=0, l2=0.01).show().weights
    l1 = overfitting(150, sizes=(32,), shown=0, l1=0.01).show().weights
    assert l2.sum_squares < plain.sum_squares
    assert l1.tiny > 3 * plain.tiny
    assert plain.counts.sum() == 32 + 32 * 32 + 32


def test_more_examples_begin_with_the_fewer_ones():
    few, many = (overfitting(examples=n).problem for n in (10, 50))
    assert np.array_equal(few.x, many.x[:10])
    assert np.array_equal(few.val_x, many.val_x)


def test_smoothed_curve_is_tensorboards():
    history = np.array([[1, 4.0], [2, 2.0], [3, 8.0]])
    found = smoothed(history, 0.5)
    assert found[:, 0].tolist() == [1, 2, 3]
    assert found[:, 1] == pytest.approx([4, (0.25 * 4 + 0.5 * 2) / 0.75, 5.0 / 0.875])
    assert np.array_equal(smoothed(history, 0), history)


def test_best_weights_come_back_when_asked():
    screen = overfitting(600, sizes=(64,))
    lowest = np.nanmin(screen.show().networks[0].history[:, 2])
    screen.restore_best()
    [network] = screen.show().networks
    assert network.restored
    assert network.val_loss == pytest.approx(lowest, rel=1e-6)


def test_rewound_course_is_the_same():
    screen = overfitting(5, **CLASSES)
    kept = screen.capture()
    screen.advance_to(12)
    first = screen.show().networks[1]
    screen.restore(kept)
    assert len(screen.show().networks[1].history) == 5
    screen.advance_to(12)
    again = screen.show().networks[1]
    assert np.array_equal(first.history, again.history)
    assert first.best == again.best


def test_curve_without_classes_has_no_accuracy_to_watch():
    with pytest.raises(ConfigError, match="no accuracy"):
        overfitting(monitor="accuracy")


def test_larger_networks_fit_more():
    """OVF-07: maps of 3, 6 and 20 units; a penalty tames the largest."""
    state = {"data": "spiral", "examples": 40, "noise": 10, "sizes": (3, 6, 20)}
    small, middle, large = overfitting(400, **state).show().networks
    assert small.train_loss > middle.train_loss > large.train_loss
    tamed = overfitting(400, l2=0.003, **state).show()
    assert tamed.maps.values.shape == (3, 60, 60)
    assert tamed.networks[2].train_accuracy <= large.train_accuracy


@pytest.mark.parametrize("state", [{}, CLASSES])
def test_stronger_penalty_raises_the_training_error_and_shortens_the_weights(state):
    """REG-09: each solution is NumPy's."""
    screen = overfitting(sweep=True, **state)
    found, x = screen.show().sweep, screen.problem.x.astype(float)
    assert np.all(np.diff(found.train) >= -1e-12)
    assert np.all(np.diff(found.norms) <= 1e-12)
    if state:
        x1, x2 = x.T
        design = [x1 ** (n - k) * x2**k for n in range(5) for k in range(n + 1)]
        targets = 2.0 * screen.problem.y[:, 0] - 1
    else:
        design = [x[:, 0] ** n for n in range(10)]
        targets = screen.problem.y[:, 0].astype(float)
    design, strength = np.stack(design, 1), found.strengths[8]
    # As one least squares problem: the penalty is rows whose targets are 0.
    rows = np.sqrt(strength * len(x)) * np.eye(design.shape[1])[1:]
    padded = np.concatenate([design, rows]), np.pad(targets, (0, len(rows)))
    w = np.linalg.lstsq(*padded, rcond=None)[0]
    assert found.train[8] == pytest.approx(np.mean((design @ w - targets) ** 2))
    assert found.norms[8] == pytest.approx(np.linalg.norm(w[1:]))


def test_variance_of_a_batchs_gradient_is_in_proportion_to_one_over_its_size():
    """BAT-05: the slope of both logarithms is -1 within 0.1."""
    screen = overfitting(3, gradient_noise=True, examples=60, sizes=(5,), layers=1)
    noise = screen.show().noise
    assert noise.slope == pytest.approx(-1, abs=0.1)
    learner, problem = screen.learners[0], screen.problem
    (k1, b1), (k2, b2) = learner.looks.weights()
    hidden = np.tanh(problem.x @ k1 + b1)
    error = 2 * (hidden @ k2 + b2 - problem.y)
    back = error * k2.T * (1 - hidden**2)
    singles = np.concatenate([back * problem.x, back, hidden * error, error], 1)
    want = np.sum(np.var(singles.astype(float), axis=0))
    assert noise.variances[0] == pytest.approx(want, rel=0.2)
    assert noise.variances[-1] == pytest.approx(want / 64, rel=0.2)
