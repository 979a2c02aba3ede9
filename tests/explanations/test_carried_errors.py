"""Errors carried back through the weights alone: the walk-through's, not the slope."""

import numpy as np
import pytest

from limpid.explanations import carried_changes, carried_errors, take_apart
from limpid.layers import Dense
from limpid.models import Sequential
from limpid.numbers import load_cases
from limpid.optimizers import SGD

CASE = {case.id: case for case in load_cases()}["walkthrough-3-2-1"]


@pytest.fixture
def step():
    given = CASE.inputs
    layers = [
        Dense(len(given[f"W{i}"]), "sigmoid", use_bias=False, dtype="float64")
        for i in (1, 2, 3)
    ]
    model = Sequential(layers, dtype="float64")
    x = np.array([given["x"]])
    model(x)
    for i, layer in enumerate(layers, 1):
        layer.set_weights([np.array(given[f"W{i}"]).T])
    model.compile(SGD(given["eta"]), "half_squared_error")
    return take_apart(model, x, np.array([[given["target"]]]))


def test_errors_and_changes_are_the_walk_throughs(step):
    want = CASE.more_exact["walkthrough"]
    errors, changes = carried_errors(step), carried_changes(step)
    assert errors[2][0] == pytest.approx(CASE.more_exact["delta_output"], rel=1e-12)
    for i in (1, 2):
        found = errors[i - 1][0]
        np.testing.assert_allclose(found, want[f"delta_hidden{i}"], rtol=1e-12)
    for i in (1, 2, 3):
        np.testing.assert_allclose(changes[i - 1].T, want[f"step_W{i}"], rtol=1e-12)


def test_changes_are_those_of_the_gradient_in_the_last_layer_only(step):
    agree = [
        np.allclose(change, one.changes["kernel"], rtol=1e-9)
        for change, one in zip(carried_changes(step), step.layers, strict=True)
    ]
    assert agree == [False, False, True]
