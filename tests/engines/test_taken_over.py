"""A residence takes over a variable's memory only where nobody else can see it."""

import numpy as np
import pytest

from limpid.engines.residence import Residence
from limpid.graph.variable import Variable

SINGLE, DOUBLE = True, False


def _variable():
    return Variable(np.arange(40, dtype=np.float32))


def _step(residence):
    """Add one to what lies at the residence, where a program would read it."""
    with residence.holding():
        place = residence._places[0][residence.turned]
        place += 1
        return place


def test_memory_that_nobody_else_has_is_taken_over():
    variable = _variable()
    address = variable.value.value.ctypes.data
    residence = Residence([variable], [SINGLE])
    residence.user = "who knows the places of before"
    _step(residence)
    assert residence.addresses.tolist() == [[address, address]]
    assert residence.user is None
    np.testing.assert_array_equal(variable.numpy(), np.arange(40) + 1)


def test_memory_given_back_is_taken_over_again():
    variable = _variable()
    residence = Residence([variable], [SINGLE])
    _step(residence)
    address = variable.value.value.ctypes.data
    assert residence.addresses[0, 0] != address
    _step(residence)
    assert residence.addresses[0, 0] == address
    np.testing.assert_array_equal(variable.numpy(), np.arange(40) + 2)


@pytest.mark.parametrize(
    "hold",
    [
        lambda v: v.value,
        lambda v: v.value.value,
        lambda v: v.value.value[3:],
        lambda v: memoryview(v.value.value),
        lambda v: v * 2.0,
        lambda v: v.value.value.base,
    ],
    ids=["tensor", "array", "view", "memoryview", "graph", "bytes"],
)
def test_memory_that_somebody_else_has_is_copied(hold):
    variable = _variable()
    held = hold(variable)
    address = variable.value.value.ctypes.data
    residence = Residence([variable], [SINGLE])
    _step(residence)
    assert residence.addresses[0, 0] != address
    del held


def test_a_value_read_before_a_step_stays_what_it_was():
    variable = _variable()
    before = variable.value
    residence = Residence([variable], [SINGLE])
    _step(residence)
    np.testing.assert_array_equal(before.value, np.arange(40))


def test_an_array_that_was_assigned_is_not_written():
    variable, array = _variable(), np.zeros(40, np.float32)
    variable.set(array)
    residence = Residence([variable], [SINGLE])
    _step(residence)
    assert not array.any()


def _mapped(path):
    path.write_bytes(bytes(4096))
    return np.memmap(path, np.float32, "r+").view(np.ndarray)[:40]


def _constant(path):
    return np.frombuffer(bytes(4096), np.float32)[:40]


@pytest.mark.parametrize("make", [_mapped, _constant])
def test_what_lies_in_a_file_or_may_not_be_written_is_left_as_it_is(make, tmp_path):
    path, variable = tmp_path / "weights", _variable()
    variable.set(make(path))
    residence = Residence([variable], [SINGLE])
    before = residence.addresses.copy()
    _step(residence)
    np.testing.assert_array_equal(residence.addresses, before)
    np.testing.assert_array_equal(variable.numpy(), np.ones(40))
    assert not path.exists() or not any(path.read_bytes())


def test_of_two_places_each_keeps_its_own():
    variable = _variable()
    residence = Residence([variable], [DOUBLE])
    places = residence.addresses.copy()
    _step(residence)
    np.testing.assert_array_equal(residence.addresses, places)
