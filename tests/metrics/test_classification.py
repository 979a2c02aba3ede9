"""Errors, ranks, tables and intervals, against examples made by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.common import oracles

from limpid.errors import ConfigError, DataError, ShapeError
from limpid.metrics import (
    AUC,
    BitsPerCharacter,
    Perplexity,
    Precision,
    Recall,
    confusion_matrix,
    error_interval,
    sparse_categorical_accuracy,
    sparse_top_k_categorical_accuracy,
    top_k_categorical_accuracy,
)

SCORES = np.array([[0.5, 0.3, 0.2], [0.2, 0.5, 0.3], [0.4, 0.4, 0.2], [0.1, 0.2, 0.7]])
LABELS = np.array([0, 2, 1, 0])

# Hit@5 error in percent and its 99.9 % interval, ImageNet's leaderboard 2012-2014.
LEADERBOARD = """
6.66 6.4 6.92  7.32 7.05 7.6  8.06 7.78 8.34  8.11 7.83 8.39  9.51 9.21 9.82
11.2 10.87 11.53  11.36 11.03 11.69  11.46 11.13 11.8  11.58 11.25 11.91
11.74 11.41 12.08  12.95 12.6 13.3  13.51 13.14 13.87  13.55 13.2 13.91
14.18 13.83 14.54  14.8 14.43 15.17  15.32 14.94 15.69  16.42 16.04 16.8
26.17 25.71 26.65  26.98 26.53 27.43  27.06 26.6 27.52  29.58 29.09 30.04
"""


def test_hits_among_the_k_best_of_four_rows():
    def hits(k):
        return sparse_top_k_categorical_accuracy(LABELS, SCORES, k).numpy().tolist()

    # In the third row classes 0 and 1 tie: both count as best.
    assert hits(1) == [1, 0, 1, 0]
    assert hits(2) == [1, 1, 1, 0]
    assert hits(3) == [1, 1, 1, 1]
    one_hot = np.eye(3)[LABELS]
    assert top_k_categorical_accuracy(one_hot, SCORES, 2).numpy().tolist() == hits(2)


@given(st.integers(0, 2**32 - 1))
def test_best_guess_alone_is_plain_accuracy(seed):
    rng = np.random.default_rng(seed)
    scores, labels = rng.normal(size=(20, 5)), rng.integers(0, 5, 20)
    first = sparse_top_k_categorical_accuracy(labels, scores, 1).numpy()
    plain = sparse_categorical_accuracy(labels, scores).numpy()
    np.testing.assert_array_equal(first, plain)
    np.testing.assert_array_equal(plain, scores.argmax(-1) == labels)


def test_confusion_matrix_of_a_table_made_by_hand():
    table = [[2, 1, 0], [0, 3, 1], [1, 0, 2]]
    truth = np.repeat([0, 0, 1, 1, 2, 2], [2, 1, 3, 1, 1, 2])
    guess = np.repeat([0, 1, 1, 2, 0, 2], [2, 1, 3, 1, 1, 2])
    matrix = confusion_matrix(truth, guess)
    np.testing.assert_array_equal(matrix, table)
    assert np.trace(matrix) / matrix.sum() == (truth == guess).mean()
    np.testing.assert_array_equal(
        confusion_matrix(truth, np.eye(3)[guess]), table, "scores serve as well"
    )


def test_confusion_matrix_refuses_what_does_not_fit():
    with pytest.raises(ShapeError, match="3 targets but 2 predictions"):
        confusion_matrix([0, 1, 2], [0, 1])
    with pytest.raises(DataError, match="from 0 to 1"):
        confusion_matrix([0, 2], [0, 1], num_classes=2)


def test_intervals_of_the_leaderboard():
    for error, low, high in np.array(LEADERBOARD.split(), float).reshape(-1, 3):
        got = error_interval(error / 100, 100_000)
        np.testing.assert_allclose(np.array(got) * 100, [low, high], atol=0.03)


def test_interval_needs_shares_and_examples():
    with pytest.raises(ConfigError, match="expected an error"):
        error_interval(3.0, 100)


@pytest.mark.parametrize("num_symbols", [2, 7, 100])
def test_perplexity_of_guessing_is_the_number_of_symbols(num_symbols):
    metric = Perplexity(from_logits=True)
    metric.update_state(np.arange(num_symbols), np.zeros((num_symbols, num_symbols)))
    assert float(metric.result()) == pytest.approx(num_symbols, rel=1e-6)


def test_perplexity_is_exp_of_the_mean_over_all_symbols():
    metric = Perplexity()
    metric.update_state([0], [[0.5, 0.5]])
    metric.update_state([1, 1], [[0.75, 0.25], [0.9, 0.1]])
    want = np.exp(-np.log([0.5, 0.25, 0.1]).mean())
    assert float(metric.result()) == pytest.approx(want, rel=1e-6)


def test_bits_a_character_are_the_logarithm_of_the_perplexity_to_base_2():
    """LMG-06."""
    bits, perplexity = BitsPerCharacter(), Perplexity()
    for metric in (bits, perplexity):
        metric.update_state([0, 1, 1], [[0.5, 0.5], [0.75, 0.25], [0.9, 0.1]])
    assert float(bits.result()) == pytest.approx(np.log2(float(perplexity.result())))
    guess = BitsPerCharacter(from_logits=True)
    guess.update_state(np.arange(8), np.zeros((8, 8)))
    assert float(guess.result()) == pytest.approx(3)


def test_precision_and_recall_of_four_decisions():
    y, p = np.array([[0], [1], [1], [1]]), np.array([[0.9], [0.8], [0.2], [0.7]])
    precision, recall = Precision(), Recall(thresholds=[0.1, 0.75])
    assert float(precision(y, p)) == pytest.approx(2 / 3)
    np.testing.assert_allclose(recall(y, p).numpy(), [1.0, 1 / 3])


def test_perfect_order_has_area_one_and_guessing_one_half():
    y = np.repeat([[0.0], [1.0]], 50, 0)
    assert float(AUC()(y, y)) == pytest.approx(1.0)
    assert float(AUC()(y, np.full((100, 1), 0.5))) == pytest.approx(0.5)


@pytest.mark.filterwarnings("ignore:__array__ implementation")
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 1.0])
def test_area_under_precision_and_recall_is_kerass(share):
    keras = oracles.keras()
    random = np.random.default_rng(0)
    y = (random.random(300) < share).astype("float32")
    p = np.clip(0.3 * y + 0.7 * random.random(300), 0, 1).astype("float32")
    ours, theirs = AUC(curve="PR"), keras.metrics.AUC(curve="PR")
    for part in (slice(0, 100), slice(100, 300)):
        ours.update_state(y[part], p[part])
        theirs.update_state(y[part], p[part])
    assert float(ours.result()) == pytest.approx(float(theirs.result()), abs=1e-5)


def test_unknown_curve_is_refused():
    with pytest.raises(ConfigError, match="'ROC', 'PR'"):
        AUC(curve="PRC")
