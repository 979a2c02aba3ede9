"""Widths and depths against models trained beside; ImageNet's errors as printed."""

import numpy as np
import pytest

from limpid import Sequential, layers, optimizers, utils
from limpid.datasets import digits
from limpid.errors import ConfigError
from limpid.numbers import load_cases
from limpid.studio.screens.wider_deeper import WiderDeeper, WiderDeeperState

CASE = next(c for c in load_cases() if c.id == "imagenet-leaderboard")
SMALL = {"widths": (2, 16), "depths": (1, 3), "epochs": 3}


def sweep(networks=0, **state):
    screen = WiderDeeper(WiderDeeperState(**state))
    screen.advance_to(networks)
    return screen


def test_each_networks_errors_are_those_of_fit():
    """THY-13."""
    screen = sweep(4, **SMALL)
    (x, y), (x_test, y_test) = digits.load_data()
    x, x_test = (np.float32(a.reshape(len(a), -1) / 16) for a in (x, x_test))
    for one in screen.trained:
        utils.set_random_seed(0)
        hidden = [layers.Dense(one.width, "relu") for _ in range(one.depth)]
        last = layers.Dense(10, "softmax")
        model = Sequential([layers.Input((64,)), *hidden, last])
        model.compile(optimizers.Adam(0.003), "sparse_categorical_crossentropy")
        model.fit(x, y.astype("i8"), batch_size=32, epochs=3, verbose=0)
        for error, inputs, labels in ((one.train, x, y), (one.test, x_test, y_test)):
            taken = model.predict(inputs, verbose=0).argmax(axis=1)
            assert error == np.mean(taken != labels)
        assert one.parameters == model.count_params()
    sizes = [(one.depth, one.width) for one in screen.trained]
    assert sizes == [(1, 2), (1, 16), (3, 2), (3, 16)]
    assert screen.trained[1].test < screen.trained[0].test / 2
    assert "Best so far: " in screen.show().says


@pytest.mark.parametrize("data", ["digits", "spiral"])
def test_printed_program_ends_at_the_same_errors(data, capsys):
    screen = sweep(2, **SMALL, data=data)
    exec(screen.code(), {})  # noqa: S102 - the program that the screen prints
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    want = [[one.depth, one.width, one.train, one.test] for one in screen.trained]
    assert [[float(n) for n in row] for row in rows[-2:]] == want


def test_intervals_of_the_board_are_those_of_the_lectures_numbers():
    """CNM-11: sorted, with intervals within 0.03 of the printed ones."""
    view = sweep().show()
    errors = [entry.error for entry in view.board]
    assert errors == sorted(row[2] for row in CASE.inputs["rows"])
    assert (view.residual, view.human) == (3.57, 5.1)
    known = dict(
        zip(
            [row[1:3][1] for row in CASE.inputs["rows"]],
            CASE.more_exact["normal_approx_ci_n_100000"],
            strict=True,
        )
    )
    for entry in view.board:
        assert entry.interval == pytest.approx(known[entry.error], rel=1e-9)
        assert entry.interval == pytest.approx(entry.printed, abs=0.03)


def test_every_error_is_derived_from_what_was_counted():
    screen = sweep(1, **SMALL)
    found = screen.derive("test/0")
    wrong, error = found.lines[:2]
    assert wrong.value / 359 == pytest.approx(error.value)
    assert error.value == screen.trained[0].test
    assert [line.value for line in found.lines[-2:]] == list(screen.trained[0].interval)
    assert screen.derive("board/0").lines[0].value == 0.0666
    for name in screen.derivable():
        assert screen.derive(name).lines
    for wrong in ("test/1", "board/99", "test/x"):
        with pytest.raises(ConfigError):
            screen.derive(wrong)


def test_sweep_ends_and_comes_back_to_where_it_was():
    screen = sweep(2, **SMALL)
    kept = screen.capture()
    screen.advance_to(4)
    last = [one.test for one in screen.trained]
    assert screen.stop_reason() == "All 4 networks are trained."
    assert screen.next_position("network") == 4
    screen.restore(kept)
    assert screen.position == 2
    screen.advance_to(4)
    assert [one.test for one in screen.trained] == last
