"""Batches: cut, ordered, streamed, split and weighted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limpid.errors import ArgumentError, DataError
from limpid.models.batches import (
    ArrayBatches,
    IterableBatches,
    as_batches,
    split_validation,
    weighted_by_class,
)


@given(st.integers(1, 50), st.integers(1, 60), st.booleans(), st.integers(0, 3))
def test_an_epoch_holds_every_example_once(count, size, shuffle, epoch):
    batches = as_batches(np.arange(count), batch_size=size, shuffle=shuffle, seed=5)
    parts = [x for x, _, _ in batches.epoch(epoch)]
    assert len(parts) == len(batches) == -(-count // size)
    assert all(len(part) == size for part in parts[:-1])
    assert sorted(np.concatenate(parts).tolist()) == list(range(count))


@given(st.integers(1, 30), st.integers(1, 8), st.data())
def test_an_epoch_goes_on_where_it_stood(count, size, data):
    batches = as_batches(np.arange(count), batch_size=size, shuffle=True, seed=1)
    start = data.draw(st.integers(0, len(batches)))
    whole = [x.tolist() for x, _, _ in batches.epoch(2)]
    assert [x.tolist() for x, _, _ in batches.epoch(2, start)] == whole[start:]


def test_parts_stay_together():
    x = {"a": np.arange(9), "b": [np.arange(9) * 2]}
    batches = as_batches(x, np.arange(9) * 3, np.arange(9.0), shuffle=True, seed=1)
    [(inputs, y, weight)] = batches.epoch(0)
    np.testing.assert_array_equal(inputs["b"][0], inputs["a"] * 2)
    np.testing.assert_array_equal(y, inputs["a"] * 3)
    np.testing.assert_array_equal(weight, inputs["a"])


def test_steps_bound_the_batches_of_an_epoch():
    batches = as_batches(np.arange(20), batch_size=4, steps=3)
    assert len(list(batches.epoch(0))) == len(batches) == 3
    stream = as_batches(iter([(np.ones(2),)] * 5), steps=3)
    assert len(list(stream.epoch(0))) == 3
    assert len(list(stream.epoch(1))) == 2


def test_split_holds_out_the_end_unshuffled():
    batches = ArrayBatches(np.arange(10), np.arange(10), None, 4, shuffle=True, seed=1)
    train, held = split_validation(batches, 0.25)
    assert sorted(np.concatenate([x for x, _, _ in train.epoch(0)])) == list(range(8))
    assert np.concatenate([x for x, _, _ in held.epoch(0)]).tolist() == [8, 9]
    with pytest.raises(ArgumentError, match="needs arrays"):
        split_validation(IterableBatches([]), 0.5)


@pytest.mark.parametrize(
    "y", [np.array([0, 2, 1]), np.array([[0], [2], [1]]), np.eye(3)[[0, 2, 1]]]
)
def test_class_weights_of_numbers_columns_and_vectors(y):
    batches = weighted_by_class(ArrayBatches(np.ones(3), y), {0: 2.0, 2: 0.5})
    np.testing.assert_array_equal(batches.sample_weight, [2.0, 0.5, 1.0])
    twice = ArrayBatches(np.ones(3), y, np.array([1.0, 2.0, 3.0]))
    got = weighted_by_class(twice, {0: 2.0, 2: 0.5}).sample_weight
    np.testing.assert_array_equal(got, [2.0, 1.0, 3.0])


def test_items_of_a_sequence_are_asked_for_by_number():
    class Pages:
        def __init__(self):
            self.asked, self.ended = [], 0

        def __len__(self):
            return 3

        def __getitem__(self, i):
            self.asked.append(i)
            return np.full(2, i), np.zeros(2)

        def on_epoch_end(self):
            self.ended += 1

    pages = Pages()
    batches = as_batches(pages)
    assert len(batches) == 3
    assert [x[0] for x, _, _ in batches.epoch(0)] == [0, 1, 2]
    assert pages.asked == [0, 1, 2]
    assert pages.ended == 1


def test_data_given_twice_are_refused():
    with pytest.raises(ArgumentError, match="holds y"):
        as_batches(iter([]), np.ones(3))


def test_batches_of_unequal_parts_are_refused():
    stream = as_batches([(np.ones(3), np.ones(2))].__iter__())
    with pytest.raises(DataError, match="numbers of examples differ"):
        list(stream.epoch(0))


def test_memory_mapped_data_stay_on_disk(tmp_path):
    path = tmp_path / "x.npy"
    np.save(path, np.arange(12.0).reshape(6, 2))
    x = np.load(path, mmap_mode="r")
    batches = as_batches(x, batch_size=4)
    assert np.shares_memory(batches.x, x)
