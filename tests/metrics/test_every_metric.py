"""What every metric must keep; each is found by its folder."""

import inspect

import numpy as np
import pytest
from tests.common import oracles

from limpid import catalog
from limpid.metrics import Mean, MeanMetricWrapper, Sum

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation")

METRICS = {
    name: kind
    for name, kind in catalog.every("metrics").items()
    if inspect.isclass(kind)
    and not inspect.isabstract(kind)
    and kind is not MeanMetricWrapper
}
OF_VALUES = {"Mean", "Sum"}
OF_PAIRS = sorted(METRICS.keys() - OF_VALUES)
NOT_IN_KERAS = {"BitsPerCharacter", "Perplexity"}
CLASS_NUMBERS = {
    "BitsPerCharacter",
    "Perplexity",
    "SparseCategoricalAccuracy",
    "SparseCategoricalCrossentropy",
    "SparseTopKCategoricalAccuracy",
}
CLASSES = {"CategoricalAccuracy", "CategoricalCrossentropy", "CategoricalHinge"}
CLASSES |= {"TopKCategoricalAccuracy"}
YES_OR_NO = {"AUC", "BinaryAccuracy", "BinaryCrossentropy", "Hinge"}
YES_OR_NO |= {"Precision", "Recall", "SquaredHinge"}
SETTINGS = {
    "TopKCategoricalAccuracy": {"k": 2},
    "SparseTopKCategoricalAccuracy": {"k": 2},
}


def batch(name: str, seed: int):
    """Return targets, predictions and weights that a metric is made for."""
    rng = np.random.default_rng(seed)
    p = rng.uniform(0.05, 0.95, (6, 4)).astype("float32")
    weight = rng.uniform(0.5, 2.0, 6).astype("float32")
    if name in CLASS_NUMBERS:
        return rng.integers(0, 4, 6), p, weight
    if name in CLASSES:
        return np.eye(4, dtype="float32")[rng.integers(0, 4, 6)], p, weight
    y = rng.uniform(0.05, 0.95, (6, 4)).astype("float32")
    return (np.round(y) if name in YES_OR_NO else y), p, weight


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("name", sorted(set(OF_PAIRS) - NOT_IN_KERAS))
def test_two_batches_agree_with_keras(name, weighted):
    keras = oracles.keras()
    settings = SETTINGS.get(name, {})
    ours = METRICS[name](**settings)
    theirs = getattr(keras.metrics, name)(**settings)
    for seed in (0, 1):
        y, p, weight = batch(name, seed)
        if weighted and name in {"AUC", "Precision", "Recall"}:
            weight = np.repeat(weight[:, None], 4, 1)
        ours.update_state(y, p, weight if weighted else None)
        theirs.update_state(y, p, weight if weighted else None)
    want = float(oracles.from_keras(keras.ops.convert_to_tensor(theirs.result())))
    assert float(ours.result()) == pytest.approx(want, rel=2e-5, abs=1e-6)


@pytest.mark.parametrize("name", OF_PAIRS)
def test_batches_add_up_to_the_whole(name):
    settings = SETTINGS.get(name, {})
    parts, whole = METRICS[name](**settings), METRICS[name](**settings)
    pairs = [batch(name, seed) for seed in (0, 1)]
    for y, p, weight in pairs:
        parts.update_state(y, p, weight)
    whole.update_state(*(np.concatenate(group) for group in zip(*pairs, strict=True)))
    assert float(parts.result()) == pytest.approx(float(whole.result()), rel=1e-6)


@pytest.mark.parametrize("name", OF_PAIRS)
def test_reset_forgets_every_batch(name):
    metric = METRICS[name](**SETTINGS.get(name, {}))
    first = float(metric(*batch(name, 0)))
    metric.update_state(*batch(name, 1))
    metric.reset_state()
    assert float(metric(*batch(name, 0))) == first


@pytest.mark.parametrize("name", sorted(METRICS))
def test_config_makes_an_equal_metric(name):
    metric = METRICS[name](name="mine", **SETTINGS.get(name, {}))
    copy = catalog.deserialize(catalog.serialize(metric))
    assert copy.get_config() == metric.get_config()


@pytest.mark.parametrize("name", sorted(METRICS))
def test_nothing_seen_is_a_finite_number(name):
    assert np.isfinite(METRICS[name]().result().numpy()).all()


def test_mean_and_sum_of_weighted_values():
    mean, total = Mean(), Sum()
    for metric in (mean, total):
        metric.update_state([1.0, 3.0], [1.0, 0.0])
        metric.update_state(5.0)
    assert float(mean.result()) == 3.0
    assert float(total.result()) == 6.0


def test_mean_counts_on_beyond_2_to_the_24():
    mean = Mean()
    mean.update_state(1.0, 2.0**25)
    mean.update_state(0.0, 1.0)
    assert mean.count.item() == 2**25 + 1
