"""Steps that are alike share a function, and only those."""

import numpy as np
import pytest

from limpid import ops
from limpid.engines.native.engine import NativeProgram
from limpid.engines.native.lowering import Lowering
from limpid.engines.native.segments import write_module
from limpid.errors import DataError
from limpid.graph import Tensor, trace

RANDOM = np.random.default_rng(0)
X, Y = RANDOM.normal(size=(2, 20, 30)).astype("float32")


def num_functions(function, *arrays):
    """Return how many functions the nests of a graph become."""
    module = write_module(Lowering(trace(function, *arrays)))
    assert not module.is_straight
    return len(set(module.stand_ins.values()))


def run(function, *arrays):
    return NativeProgram(trace(function, *arrays))(list(arrays))


def assert_results(function, *expected):
    for result, wanted in zip(run(function, X, Y), expected, strict=True):
        np.testing.assert_allclose(result, wanted, atol=1e-5)


def test_sums_of_two_arrays_are_one_function():
    def sums(a, b):
        return ops.sum(a, axis=1), ops.sum(b, axis=1)

    assert num_functions(sums, X, Y) == 1
    assert_results(sums, X.sum(1), Y.sum(1))


@pytest.mark.parametrize(
    "function",
    [
        lambda a, b: (ops.sum(2 * a, axis=1), ops.sum(3 * b, axis=1)),
        lambda a, b: (ops.sum(a, axis=1), ops.max(b, axis=1)),
        lambda a, b: (ops.sum(a, axis=1), ops.sum(b, axis=0)),
        lambda a, b: (ops.sum(a + b, axis=1), ops.sum(b * b, axis=1)),
        lambda a, b: (ops.sum(a, axis=1) + 1, ops.sum(b, axis=1) - 1),
        lambda a, b: (ops.sum(a, axis=1), ops.sum(ops.cast(b, "int32"), axis=1)),
    ],
    ids=["number", "reduction", "axis", "buffers", "ending", "type"],
)
def test_what_differs_in_anything_else_is_not(function):
    assert num_functions(function, X, Y) == 2
    assert_results(function, *(y.numpy() for y in function(Tensor(X), Tensor(Y))))


def test_wrong_index_is_said_of_the_array_it_was_in():
    def taken(x, first, second):
        return ops.take(x, first, axis=0), ops.take(x, second, axis=0)

    good, bad = np.arange(7), np.array([0, 1, 2, 3, 4, 5, 99])
    assert num_functions(taken, X, good, good) == 2
    with pytest.raises(DataError, match="99"):
        run(taken, X, good, bad)
    with pytest.raises(DataError, match="99"):
        run(taken, X, bad, good)
