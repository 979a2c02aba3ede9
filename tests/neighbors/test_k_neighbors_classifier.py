"""Nearest neighbors against distances written out, and against published counts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import limpid
from limpid.errors import ConfigError, DataError, ShapeError
from limpid.neighbors import KNeighborsClassifier

METRICS = ("euclidean", "manhattan")


def distances(a, b, metric):
    apart = np.abs(a[:, None].astype(float) - b)
    if metric == "manhattan":
        return apart.sum(-1)
    return np.sqrt((apart**2).sum(-1))


@settings(max_examples=30)
@given(st.integers(0, 99), st.integers(1, 6), st.sampled_from(METRICS))
def test_neighbors_are_the_first_of_the_sorted_distances(seed, k, metric):
    rng = np.random.default_rng(seed)
    x, asked = rng.integers(0, 5, (20, 3)), rng.integers(0, 5, (7, 3))
    found = KNeighborsClassifier(k, metric).fit(x, np.arange(20)).kneighbors(asked)
    want = distances(asked, x, metric)
    order = np.argsort(want, axis=1, kind="stable")[:, :k]
    assert found[1].tolist() == order.tolist()
    np.testing.assert_allclose(found[0], np.take_along_axis(want, order, 1), atol=1e-6)


def test_ties_of_votes_go_to_the_smallest_label():
    known = KNeighborsClassifier(2).fit([[0.0], [1.0], [9.0]], [5, 3, 1])
    assert known.predict([[0.4]]).tolist() == [3]


def test_known_examples_are_their_own_nearest_neighbors():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(200, 4)), rng.integers(0, 3, 200)
    assert KNeighborsClassifier(1).fit(x, y).score(x, y) == 1


def test_bytes_do_not_wrap_around():
    known = KNeighborsClassifier(1).fit(np.array([[250], [10]], np.uint8), [0, 1])
    assert known.predict(np.array([[5]], np.uint8)).tolist() == [1]


def test_wrong_arguments_are_said_in_a_sentence():
    with pytest.raises(ConfigError, match="expected 'euclidean' or 'manhattan'"):
        KNeighborsClassifier(metric="cosine")
    with pytest.raises(DataError, match="smaller n_neighbors"):
        KNeighborsClassifier(5).fit([[0.0]], [1])
    with pytest.raises(ShapeError, match="one for each"):
        KNeighborsClassifier(1).fit([[0.0]], [1, 2])


def test_agrees_with_scikit_learn():
    sklearn = pytest.importorskip("sklearn.neighbors")
    (x, y), (x_test, _) = limpid.datasets.digits.load_data()
    x, x_test = (part.reshape(len(part), -1) for part in (x, x_test))
    own = KNeighborsClassifier(3).fit(x, y).predict(x_test)
    oracle = sklearn.KNeighborsClassifier(3).fit(x, y).predict(x_test)
    assert (own == oracle).mean() > 0.99


@pytest.mark.slow
def test_errors_on_mnist_are_the_published_ones():
    """LIN-03, LIN-04: 309, 295 and 312 of 10,000 with 1, 3 and 5 neighbors."""
    (x, y), (x_test, y_test) = limpid.datasets.mnist.load_data()
    known = KNeighborsClassifier(5).fit(x, y)
    votes = np.asarray(y)[known.kneighbors(x_test)[1]]
    errors = []
    for k in (1, 3, 5):
        counts = np.stack([np.sum(votes[:, :k] == c, 1) for c in range(10)], 1)
        errors.append(int(np.sum(counts.argmax(1) != y_test)))
    assert errors == [309, 295, 312]
