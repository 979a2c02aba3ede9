"""What every loss must keep; each is found by its folder."""

import inspect

import numpy as np
import pytest
from tests.common import oracles
from tests.common.losses import predictions, targets
from tests.common.numeric import slopes

import limpid
from limpid import catalog
from limpid.errors import ShapeError
from limpid.losses import Loss

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation")

LOSSES = catalog.every("losses")
FUNCTIONS = sorted(n for n, f in LOSSES.items() if inspect.isfunction(f))
CLASSES = sorted(n for n, c in LOSSES.items() if inspect.isclass(c) and c is not Loss)
# Keras has no word on these; they have tests of their own.
OWN = {
    "half_squared_error",
    "multiclass_hinge",
    "one_vs_all_hinge",
    "structured_hinge",
}


# One number for a whole batch: an example has no loss of its own to weigh.
OF_BATCH = {"Dice", "Tversky"}


def function_of(class_name: str):
    return next(n for n in FUNCTIONS if n.replace("_", "") == class_name.lower())


def test_every_class_has_its_function():
    assert [function_of(name) for name in CLASSES]
    assert len(CLASSES) == len(FUNCTIONS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_gradient_is_the_slope(name):
    y, loss = targets(name), LOSSES[name]

    def total(p):
        return limpid.sum(loss(y, p))

    p = limpid.Tensor(predictions(name))
    [want] = slopes(lambda q: total(limpid.Tensor(q)), [p.numpy()])
    got = limpid.gradients(total(p), [p])[0].numpy()
    np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_value_and_gradient_are_finite_at_extremes(name, dtype):
    wide = name in {"mean_squared_error", "half_squared_error", "huber", "log_cosh"}
    sizes = [-1000.0, -1.0, 0.0, 1000.0]
    p = sizes if wide or "hinge" in name or "absolute" in name else [0.0, 1.0, 0.0, 1.0]
    p = limpid.Tensor(np.array([p] * 5), dtype=dtype)
    losses = LOSSES[name](targets(name), p)
    gradient = limpid.gradients(limpid.sum(losses), [p])[0]
    assert np.isfinite(losses.numpy()).all()
    assert np.isfinite(gradient.numpy()).all()


@pytest.mark.parametrize("name", ["binary", "categorical", "sparse_categorical"])
@pytest.mark.parametrize("size", [1e3, 1e4, 3e38])
def test_crossentropy_of_logits_is_finite_where_the_truth_is(name, size):
    loss = LOSSES[f"{name}_crossentropy"]
    y = targets(f"{name}_crossentropy")
    z = limpid.Tensor(np.resize([size, -size, 0.0, 1.0], (5, 4)), dtype="float32")
    value = loss(y, z, from_logits=True)
    gradient = limpid.gradients(limpid.sum(value), [z])[0].numpy()
    assert np.isfinite(value.numpy()).all() or size > 1e30
    assert np.isfinite(gradient).all()


@pytest.mark.parametrize("name", CLASSES)
def test_config_makes_an_equal_loss(name):
    loss = LOSSES[name](reduction="sum")
    copy = catalog.deserialize(catalog.serialize(loss))
    assert type(copy) is type(loss)
    assert copy.get_config() == loss.get_config()


@pytest.mark.parametrize("name", sorted(set(CLASSES) - OF_BATCH))
@pytest.mark.parametrize("reduction", ["sum_over_batch_size", "mean", "sum", None])
def test_class_reduces_its_function_with_weights(name, reduction):
    function = function_of(name)
    y, p = targets(function), predictions(function)
    weight = np.array([1.0, 0.0, 2.0, 0.5, 1.0])
    each = LOSSES[function](y, p).numpy()
    weighted = each * weight
    want = {
        "sum_over_batch_size": weighted.sum() / 5,
        "mean": weighted.sum() / weight.sum(),
        "sum": weighted.sum(),
        None: weighted,
    }[reduction]
    got = LOSSES[name](reduction=reduction)(y, p, sample_weight=weight)
    np.testing.assert_allclose(got.numpy(), want, rtol=1e-12)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_targets_of_another_shape_are_never_broadcast(name):
    with pytest.raises(ShapeError, match=r"shape \(4,\)"):
        LOSSES[name](np.zeros(4), np.full((5, 4), 0.5))


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - OWN))
def test_function_agrees_with_keras(name):
    keras = oracles.keras()
    y, p = targets(name), predictions(name).astype("float32")
    want = getattr(keras.losses, name)(y.astype("float32"), p)
    got = LOSSES[name](y, p).numpy()
    np.testing.assert_allclose(got, oracles.from_keras(want), rtol=1e-5, atol=1e-6)


SETTINGS = [
    ("BinaryCrossentropy", {"from_logits": True}),
    ("BinaryCrossentropy", {"label_smoothing": 0.1}),
    ("CategoricalCrossentropy", {"from_logits": True, "label_smoothing": 0.2}),
    ("SparseCategoricalCrossentropy", {"from_logits": True}),
    ("SparseCategoricalCrossentropy", {"ignore_class": 1}),
    ("Huber", {"delta": 0.1}),
]


@pytest.mark.parametrize(("name", "settings"), SETTINGS)
@pytest.mark.parametrize("weight", [None, np.array([1.0, 0.0, 2.0, 0.5, 1.0])])
@pytest.mark.parametrize("reduction", ["sum_over_batch_size", "sum"])
def test_settings_agree_with_keras(name, settings, weight, reduction):
    keras = oracles.keras()
    function = function_of(name)
    y, p = targets(function), predictions(function).astype("float32")
    settings = settings | {"reduction": reduction}
    want = getattr(keras.losses, name)(**settings)(y, p, sample_weight=weight)
    got = LOSSES[name](**settings)(y, p, sample_weight=weight).numpy()
    np.testing.assert_allclose(got, oracles.from_keras(want), rtol=1e-5)
