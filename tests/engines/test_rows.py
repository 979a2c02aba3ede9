"""What is done to every row alone: done before rows are taken from a table."""

import numpy as np
import pytest
from tests.engines.agreement import check, check_engines, run

from limpid import ops
from limpid.engines.native.engine import NativeProgram
from limpid.engines.native.rewrites import rewritten
from limpid.errors import DataError
from limpid.graph import trace
from limpid.graph.gradient import gradients

RNG = np.random.default_rng(0)
TABLE = RNG.normal(size=(5, 9))
KERNEL = RNG.normal(size=(9, 4))
BIAS = RNG.normal(size=4)
INDICES = RNG.integers(0, 4, (6, 7))


def arranged(x):
    """Put the second axis of the indices first, and lay the rows in a row."""
    return ops.reshape(ops.swapaxes(x, 0, 1), (-1, x.shape[-1]))


def straight(x):
    return x


ARRANGEMENTS = {"as taken": straight, "arranged": arranged}


def projected(arrange):
    """Return a function: rows times a kernel, squared, and its gradients."""

    def function(table, kernel, bias, indices):
        rows = arrange(ops.take(table, indices, axis=0))
        y = ops.matmul(rows, kernel) + bias
        return y, *gradients(ops.sum(y * y), [table, kernel, bias])

    return function


def product_sizes(graph):
    """Return the sizes of all factors of matrix products."""
    named = (n for n in graph.nodes if n.op is not None and n.op.name == "matmul")
    return [x.shape for n in named for x in n.inputs]


@pytest.mark.parametrize("arrange", ARRANGEMENTS.values(), ids=ARRANGEMENTS)
def test_multiplying_rows_first_changes_no_result(arrange):
    arrays = TABLE, KERNEL, BIAS, INDICES
    check_engines(projected(arrange), arrays, slack=50)


def test_products_are_as_large_as_the_table():
    graph = trace(projected(arranged), TABLE, KERNEL, BIAS, INDICES)
    assert any(42 in shape for shape in product_sizes(graph))
    assert not any(42 in shape for shape in product_sizes(rewritten(graph)))


def test_few_rows_taken_are_multiplied_themselves():
    graph = trace(projected(arranged), TABLE, KERNEL, BIAS, INDICES[:1])
    assert (5, 9) not in product_sizes(rewritten(graph))


def test_rows_that_nobody_takes_may_hold_anything():
    table = TABLE.copy()
    table[4] = np.nan
    table[3, 0] = np.inf
    indices = np.minimum(INDICES, 2)
    wanted, got, _ = run(projected(arranged), (table, KERNEL, BIAS, indices))
    check(wanted, got, slack=50)
    assert all(np.isfinite(result).all() for result in got)


def test_a_wrong_index_is_named_by_its_place_among_the_indices():
    indices = INDICES.copy()
    indices[4, 2] = 5
    arrays = TABLE, KERNEL, BIAS, indices
    program = NativeProgram(trace(projected(arranged), *arrays))
    with pytest.raises(DataError, match=r"index 5 at position \(4, 2\)"):
        program(arrays)


def test_a_biased_product_is_one_nest_whatever_its_shape():
    def function(x, kernel, bias):
        return ops.tanh(ops.reshape(ops.matmul(x, kernel), (2, 3, 4)) + bias)

    graph = rewritten(trace(function, TABLE[:1].repeat(6, 0), KERNEL, BIAS))
    (add,) = (n for n in graph.nodes if n.op is not None and n.op.name == "add")
    assert add.inputs[0].op.name == "matmul"


def test_products_taken_by_columns_stay_as_they_are():
    def function(x, kernel, indices):
        y = ops.take(ops.tanh(x), indices, axis=1)
        loss = ops.sum(ops.matmul(y, kernel) ** 2)
        return gradients(loss, [x, kernel])

    columns = RNG.integers(0, 9, 40)
    check_engines(function, (TABLE, RNG.normal(size=(40, 3)), columns), slack=50)
