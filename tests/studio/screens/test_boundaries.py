"""The boundaries' numbers, against NumPy and the code that the screen prints."""

import numpy as np
import pytest

from limpid.errors import ConfigError
from limpid.studio.screens._plane_lines import grid
from limpid.studio.screens.boundaries import Boundaries, BoundariesState

LINES = {"method": "lines", "data": "two groups", "examples": 16}
WAVE = {"method": "polynomial", "data": "wave", "examples": 100, "noise": 10}


def boundaries(**state):
    return Boundaries(BoundariesState(**state))


def test_nearest_neighbor_of_one_point_a_class_draws_voronoi_cells():
    """LIN-07."""
    for seed in range(5):
        view = boundaries(data="one of each", seed=seed).show()
        places = grid(view.side, 90)
        apart = ((places[:, None] - view.x) ** 2).sum(-1)
        sure = np.diff(np.sort(apart, axis=1)[:, :2])[:, 0] > 1e-9
        assert np.array_equal(view.regions.ravel()[sure], apart.argmin(1)[sure])


@pytest.mark.parametrize("metric", ["euclidean", "manhattan"])
@pytest.mark.parametrize("k", [1, 5, 15])
def test_neighbors_vote_as_numpys(metric, k):
    screen = boundaries(k=k, metric=metric)
    x, y = screen.new
    gaps = np.abs(x[:, None] - screen.x)
    apart = gaps.sum(-1) if metric == "manhattan" else (gaps**2).sum(-1)
    votes = screen.y[np.argsort(apart, axis=1, kind="stable")[:, :k]]
    found = np.stack([(votes == c).sum(1) for c in range(3)], 1).argmax(1)
    assert screen.show().test == pytest.approx(np.mean(found != y), abs=0.002)


def test_more_neighbors_smooth():
    one, many = (boundaries(k=k, noise=40).show() for k in (1, 15))
    assert one.train == 0 < many.train
    edges = [np.mean(np.diff(v.regions.astype(int)) != 0) for v in (one, many)]
    assert edges[1] < edges[0]


def test_wrong_training_examples_fall_and_new_ones_fall_then_rise_with_the_degree():
    """LIN-24."""
    view = boundaries(**WAVE).show()
    train, test = view.degrees.train, view.degrees.test
    best = int(test.argmin())
    assert 0 < best < 14
    assert test[0] > test[best] + 0.03
    assert test[14] > test[best] + 0.15
    assert train[0] > train[best] > train[14] == 0


def test_polynomial_is_numpys_least_squares():
    screen = boundaries(**WAVE, degree=3)
    x1, x2 = screen.x.T / 2
    design = [x1 ** (n - k) * x2**k for n in range(4) for k in range(n + 1)]
    weights = np.linalg.lstsq(np.stack(design, 1), 2.0 * screen.y - 1, rcond=None)[0]
    wrong = (np.stack(design, 1) @ weights > 0) != screen.y
    assert screen.show().train == wrong.mean() == screen.derive("train").lines[1].value


def test_line_of_widest_margin_is_seldom_worse_than_the_median_of_the_others():
    """LIN-21: all separate the known examples; over 50 draws of new ones."""
    view = boundaries(**LINES, draws=True).show()
    assert [line.train for line in view.lines] == [0] * 8
    assert max(line.margin for line in view.lines) == view.lines[0].margin
    assert np.median(view.draws.widest) <= np.median(view.draws.median)
    assert np.mean(view.draws.widest <= view.draws.median) > 0.8


@pytest.mark.parametrize("scale", [0.5, 10, 1000])
def test_naive_objective_is_unbounded_and_the_others_are_not(scale):
    """LIN-20: ten times the weights, ten times the objective, no decision changed."""
    plain, scaled = (boundaries(**LINES, scale=s).show().objectives for s in (1, scale))
    assert scaled.chosen[0] == pytest.approx(scale * plain.chosen[0])
    assert scaled.wrong == (plain.wrong[0],) * 2
    screen = boundaries(**LINES)
    [line, *_] = screen.show().lines
    margins = (2 * screen.y - 1) * (screen.x @ line.weights + line.bias) * scale
    assert scaled.chosen[1] == pytest.approx(
        np.maximum(0, 1 - margins).mean(), abs=1e-9
    )
    assert scaled.chosen[2] == pytest.approx(
        np.log1p(np.exp(-margins)).mean(), abs=1e-9
    )
    assert scaled.hinge.min() >= 0 <= scaled.log.min()


@pytest.mark.parametrize("state", [{}, {"k": 7, "metric": "manhattan"}, WAVE, LINES])
def test_printed_program_is_as_often_wrong(state, capsys):
    screen = boundaries(**state)
    exec(screen.code(), {})  # noqa: S102 - it is what the test is about
    assert float(capsys.readouterr().out) == pytest.approx(screen.show().train)


def test_groups_that_no_line_separates_are_said_so():
    screen = boundaries(**LINES)
    screen.move_point(0, *screen.x[1])
    screen.move_point(2, 2, 2)
    screen.move_point(4, -2, -2)
    view = screen.show()
    assert "No line separates" in view.trouble
    assert view.lines[0].name == "perceptron 1"


def test_points_of_one_class_or_three_are_said_so():
    screen = boundaries(**LINES, seed=1)
    for index in sorted(np.flatnonzero(screen.y), reverse=True):
        screen.remove_point(int(index))
    assert "one class" in screen.show().trouble
    with pytest.raises(ConfigError, match="three classes"):
        boundaries(method="polynomial", data="clouds")
    with pytest.raises(ConfigError, match="no example 99"):
        screen.move_point(99, 0, 0)
