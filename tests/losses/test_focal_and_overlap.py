"""Focal losses turn what is easy down; overlap losses are 0 for a perfect object."""

import numpy as np
import pytest
from tests.common import oracles

from limpid import losses

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation")

RNG = np.random.default_rng(0)
LOGITS = RNG.normal(size=(6, 4))
SHARES = RNG.uniform(0.05, 0.95, (6, 4))
ONE_HOT = np.eye(4)[RNG.integers(0, 4, 6)]


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("BinaryFocalCrossentropy", {"apply_class_balancing": True, "alpha": 0.7}),
        ("BinaryFocalCrossentropy", {"gamma": 3.5, "from_logits": True}),
        ("BinaryFocalCrossentropy", {"label_smoothing": 0.2}),
        ("CategoricalFocalCrossentropy", {"alpha": 0.7, "gamma": 0.5}),
        ("CategoricalFocalCrossentropy", {"from_logits": True}),
        ("CategoricalFocalCrossentropy", {"label_smoothing": 0.2}),
        ("Tversky", {"alpha": 0.2, "beta": 0.8}),
        ("Tversky", {"axis": (1,)}),
        ("Dice", {"axis": (1,)}),
    ],
)
def test_settings_mean_what_they_mean_in_keras(name, settings):
    keras = oracles.keras()
    p = LOGITS if settings.get("from_logits") else SHARES
    ours = getattr(losses, name)(**settings)(ONE_HOT, p)
    theirs = getattr(keras.losses, name)(**settings)(ONE_HOT, p)
    assert float(ours) == pytest.approx(float(oracles.from_keras(theirs)), rel=1e-5)


def test_focal_loss_without_focus_is_cross_entropy():
    ours = losses.binary_focal_crossentropy(ONE_HOT, SHARES, gamma=0).numpy()
    want = losses.binary_crossentropy(ONE_HOT, SHARES).numpy()
    np.testing.assert_allclose(ours, want, rtol=1e-9)


def test_easy_examples_count_less_by_the_square_of_what_is_left():
    easy, plain = (
        loss([[1.0]], [[0.9]]).item()
        for loss in (losses.binary_focal_crossentropy, losses.binary_crossentropy)
    )
    assert easy / plain == pytest.approx(0.01, rel=1e-5)


@pytest.mark.parametrize("name", ["dice", "tversky"])
def test_perfect_object_costs_nothing_and_a_missed_one_everything(name):
    loss = getattr(losses, name)
    assert loss(ONE_HOT, ONE_HOT).item() == pytest.approx(0, abs=1e-6)
    assert loss(ONE_HOT, 1 - ONE_HOT).item() == pytest.approx(1, abs=1e-6)
