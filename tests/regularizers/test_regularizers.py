import inspect

import numpy as np
import pytest

from limpid import catalog, regularizers
from limpid.errors import ConfigError, ShapeError
from limpid.layers import Dense

W = np.array([[1.0, -2.0], [0.5, 0.0]])
EVERY = {
    k: v
    for k, v in catalog.every("regularizers").items()
    if inspect.isclass(v) and v is not regularizers.Regularizer
}


@pytest.mark.parametrize(
    ("penalty", "value"),
    [
        (regularizers.L1(0.1), 0.35),
        (regularizers.L2(0.1), 0.525),
        (regularizers.L1L2(0.1, 0.2), 0.35 + 1.05),
        (regularizers.OrthogonalRegularizer(0.1), 0.1 / np.sqrt(5)),
        (regularizers.OrthogonalRegularizer(0.1, "columns"), 0.1 * 2 / np.sqrt(5)),
    ],
)
def test_penalty_is_its_formula(penalty, value):
    assert np.isclose(float(penalty(W)), value)


@pytest.mark.parametrize("kind", EVERY.values(), ids=EVERY)
def test_config_makes_an_equal_one(kind):
    copy = catalog.deserialize(catalog.serialize(kind()))
    assert copy.get_config() == kind().get_config()
    assert float(copy(W)) == float(kind()(W))


def test_layer_adds_its_penalties_to_its_losses():
    layer = Dense(2, kernel_regularizer="l2", kernel_initializer="ones")
    layer(np.ones((1, 3)))
    assert [round(float(loss), 6) for loss in layer.losses] == [0.06]
    layer.trainable = False
    assert layer.trainable_variables == []


def test_wrong_uses_are_refused():
    with pytest.raises(ConfigError, match="expected 'rows' or 'columns'"):
        regularizers.OrthogonalRegularizer(mode="diagonal")
    with pytest.raises(ShapeError, match="takes matrices"):
        regularizers.OrthogonalRegularizer()(np.ones(3))


def test_penalties_are_those_of_keras():
    keras = pytest.importorskip("keras")
    for name, kind in EVERY.items():
        want = getattr(keras.regularizers, name)()(W.astype("float32"))
        assert np.isclose(float(kind()(W)), float(want), rtol=1e-5), name
