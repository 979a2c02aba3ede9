"""Parts are disjoint, exact in size, seeded, and mixed like the whole if asked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limpid.datasets.split import part_sizes, shuffled, split, split_indices
from limpid.errors import ConfigError, DataError

FRACTIONS = st.sampled_from(
    [(0.8, 0.2), (0.7, 0.15, 0.15), (0.5, 0.25, 0.25), (1 / 3, 2 / 3), (0.1,) * 10]
)


@given(st.integers(20, 3000), FRACTIONS, st.integers(0, 2**32), st.booleans())
def test_parts_are_disjoint_and_complete(num_examples, fractions, seed, is_stratified):
    labels = np.arange(num_examples) % 3 if is_stratified else None
    parts = split_indices(num_examples, fractions, seed=seed, stratify=labels)
    together = np.sort(np.concatenate(parts))
    np.testing.assert_array_equal(together, np.arange(num_examples))
    assert [len(part) for part in parts] == part_sizes(num_examples, fractions)


@given(st.integers(1, 10_000), FRACTIONS)
def test_sizes_are_within_one_of_their_share(num_examples, fractions):
    sizes = part_sizes(num_examples, fractions)
    assert sum(sizes) == num_examples
    for size, fraction in zip(sizes, fractions, strict=True):
        assert abs(size - fraction * num_examples) < 1


@pytest.mark.parametrize("tenths", range(1, 10))
def test_whole_shares_are_exact(tenths):
    fractions = (tenths / 10, 1 - tenths / 10)
    assert part_sizes(500, fractions) == [tenths * 50, 500 - tenths * 50]


@given(
    st.lists(st.integers(20, 200), min_size=2, max_size=5),
    FRACTIONS,
    st.integers(0, 99),
)
def test_stratified_parts_keep_the_mixture(counts, fractions, seed):
    labels = np.repeat(np.arange(len(counts)), counts)
    parts = split_indices(len(labels), fractions, seed=seed, stratify=labels)
    for part, fraction in zip(parts, fractions, strict=True):
        found = np.bincount(labels[part], minlength=len(counts))
        assert np.all(np.abs(found - fraction * np.array(counts)) <= len(counts) + 1)


def test_equal_classes_get_equal_shares():
    labels = np.repeat(np.arange(10), 50)
    for part in split_indices(500, (0.8, 0.2), stratify=labels):
        assert np.ptp(np.bincount(labels[part])) == 0


def test_seed_decides_the_parts():
    first, again, other = (split_indices(50, (0.5, 0.5), seed=s)[0] for s in (3, 3, 4))
    assert first.tolist() == again.tolist()
    assert first.tolist() != other.tolist()


def test_order_is_the_same_on_every_machine_and_version():
    assert shuffled(8, 0).tolist() == [0, 2, 1, 5, 4, 3, 6, 7]


def test_parts_of_sorted_data_are_shuffled():
    labels = np.repeat([0, 1], 100)
    train, _ = split_indices(200, (0.8, 0.2), stratify=labels)
    assert 20 < labels[train[:80]].sum() < 60


def test_arrays_are_parted_alike():
    x = np.arange(40).reshape(20, 2)
    (x_train, y_train), (x_test, y_test) = split(x, x.sum(1), fractions=(0.75, 0.25))
    assert (len(x_train), len(x_test)) == (15, 5)
    np.testing.assert_array_equal(x_train.sum(1), y_train)
    np.testing.assert_array_equal(x_test.sum(1), y_test)


@pytest.mark.parametrize(
    "fractions", [(0.8, 0.1), (1.2, -0.2), (1.0, 0.0), (), (float("nan"), 1)]
)
def test_fractions_must_be_positive_and_add_up(fractions):
    with pytest.raises(ConfigError, match="add up to 1"):
        part_sizes(10, fractions)


def test_arrays_of_different_lengths_are_refused():
    with pytest.raises(DataError, match="lengths"):
        split([1, 2, 3], [1, 2])


@pytest.mark.parametrize("arrays", [(), ([],), (3.0,)])
def test_nothing_cannot_be_parted(arrays):
    with pytest.raises(DataError, match="lengths"):
        split(*arrays)


def test_part_that_would_be_empty_is_refused():
    with pytest.raises(DataError, match="empty"):
        split_indices(3, (0.98, 0.01, 0.01))


def test_labels_must_be_one_per_example():
    with pytest.raises(DataError, match="one label per example"):
        split_indices(10, (0.5, 0.5), stratify=[0, 1])
