"""Draws have the moments and frequencies of their distributions; seeds repeat them."""

import numpy as np
import pytest

from limpid import random
from limpid.errors import ConfigError, ShapeError
from limpid.random import SeedGenerator

COUNT = 100_000


def within(values, mean, deviation):
    """Check mean and standard deviation to four standard errors."""
    error = deviation / np.sqrt(COUNT)
    assert abs(values.mean() - mean) < 4 * error
    assert abs(values.std() - deviation) < 4 * error


def test_uniform_numbers_fill_their_interval():
    draws = random.uniform((COUNT,), -2.0, 4.0, seed=1).numpy()
    within(draws, 1.0, 6 / np.sqrt(12))
    assert draws.min() >= -2.0
    assert draws.max() < 4.0


def test_normal_numbers_have_mean_and_deviation():
    within(random.normal((COUNT,), 3.0, 0.5, seed=1).numpy(), 3.0, 0.5)


def test_truncated_normal_numbers_stay_within_two_deviations():
    draws = random.truncated_normal((COUNT,), 1.0, 2.0, seed=1).numpy()
    assert abs(draws - 1.0).max() <= 4.0
    within(draws, 1.0, 2 * 0.87962566103423978)


def test_integers_are_even_over_their_range():
    draws = random.randint((COUNT,), -3, 4, seed=1).numpy()
    shares = np.bincount(draws + 3, minlength=7) / COUNT
    np.testing.assert_allclose(shares, 1 / 7, atol=4 * np.sqrt(1 / 7 / COUNT))
    assert len(shares) == 7


def test_categories_have_softmax_probabilities():
    probabilities = np.array([[0.1, 0.2, 0.7], [0.5, 0.5, 0.0]])
    with np.errstate(divide="ignore"):
        logits = np.log(probabilities)
    draws = random.categorical(logits, COUNT, seed=1).numpy()
    for row, wanted in zip(draws, probabilities, strict=True):
        shares = np.bincount(row, minlength=3) / COUNT
        np.testing.assert_allclose(shares, wanted, atol=4 * 0.5 / np.sqrt(COUNT))


def test_shuffle_keeps_the_rows_whole():
    x = np.arange(40).reshape(20, 2)
    mixed = random.shuffle(x, seed=1).numpy()
    assert not np.array_equal(mixed, x)
    np.testing.assert_array_equal(mixed[np.argsort(mixed[:, 0])], x)
    across = random.shuffle(x.T, axis=1, seed=1).numpy()
    np.testing.assert_array_equal(across, mixed.T)


def test_dropout_keeps_the_mean():
    outputs = random.dropout(np.ones(COUNT, "float32"), 0.33, seed=1).numpy()
    assert abs(outputs.mean() - 1) < 0.01
    assert set(np.unique(outputs)) == {0.0, np.float32(1 / 0.67)}


DRAWS = {
    "uniform": lambda seed: random.uniform((8,), seed=seed),
    "normal": lambda seed: random.normal((8,), seed=seed),
    "truncated_normal": lambda seed: random.truncated_normal((8,), seed=seed),
    "randint": lambda seed: random.randint((8,), 0, 1000, seed=seed),
    "categorical": lambda seed: random.categorical(np.zeros((1, 99)), 8, seed=seed),
    "shuffle": lambda seed: random.shuffle(np.arange(50), seed=seed),
    "dropout": lambda seed: random.dropout(np.ones(50), 0.5, seed=seed),
}


@pytest.mark.parametrize("draw", DRAWS.values(), ids=DRAWS)
def test_seed_repeats_and_generator_goes_on(draw):
    np.testing.assert_array_equal(draw(5).numpy(), draw(5).numpy())
    generator = SeedGenerator(5)
    first, second = draw(generator).numpy(), draw(generator).numpy()
    np.testing.assert_array_equal(first, draw(SeedGenerator(5)).numpy())
    assert not np.array_equal(first, second)


def test_global_seed_repeats_everything():
    values = []
    for _ in range(2):
        random.set_random_seed(3)
        values.append(random.normal((4,)).numpy())
    np.testing.assert_array_equal(*values)


def test_wrong_arguments_are_refused():
    with pytest.raises(ConfigError, match="expected maxval above minval"):
        random.randint((2,), 3, 3)
    with pytest.raises(ShapeError, match=r"expected \(batch, classes\)"):
        random.categorical(np.zeros(3), 2)
    with pytest.raises(ConfigError, match="from 0 up to, but not including, 1"):
        random.dropout(np.ones(3), 1.0)
    with pytest.raises(ConfigError, match="A seed must be an integer"):
        SeedGenerator(1.5)
