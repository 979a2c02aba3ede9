"""What is wrong is refused with a sentence that says so."""

import numpy as np
import pytest

import limpid
from limpid import ops
from limpid.errors import (
    ConfigError,
    DataError,
    DTypeError,
    GraphError,
    LimpidError,
    ShapeError,
)

ONE, TWO, THREE = np.ones(3), np.ones((2, 3)), np.ones((2, 3, 4))
WRONG = {
    "add": (lambda: ops.add(ONE, np.ones(4)), ShapeError, "broadcast"),
    "arange": (lambda: ops.arange(0, 1, 0), ConfigError, "step"),
    "asarray of text": (lambda: ops.asarray(["a"]), DTypeError, "numbers"),
    "asarray elsewhere": (lambda: ops.asarray(1, device="gpu"), DTypeError, "cpu"),
    "asarray uncopied": (lambda: ops.asarray([1], copy=False), DataError, "copy"),
    "astype": (lambda: ops.astype(ONE, "float33"), DTypeError, "float32"),
    "astype complex": (lambda: ops.astype(ONE, "complex64"), DTypeError, "supported"),
    "bitwise_or of floats": (
        lambda: ops.bitwise_or(ONE, ONE),
        LimpidError,
        "bitwise_or",
    ),
    "broadcast_to": (lambda: ops.broadcast_to(ONE, (2,)), ShapeError, "broadcast"),
    "broadcast_to in a trace": (
        lambda: limpid.graph.trace(lambda x: ops.broadcast_to(x, (1,)), ONE),
        ShapeError,
        "broadcast",
    ),
    "cholesky": (lambda: ops.linalg.cholesky(-np.eye(2)), DataError, "definite"),
    "concat": (lambda: ops.concat([TWO, np.ones((3, 2))]), ShapeError, "differ"),
    "concat of nothing": (lambda: ops.concat([]), ShapeError, "at least one"),
    "conversion": (
        lambda: ops.convert_to_numpy(limpid.graph.placeholder((2,))),
        GraphError,
        "symbolic",
    ),
    "cross": (lambda: ops.linalg.cross([1.0, 2], [1.0, 2]), ShapeError, "3 elements"),
    "cumulative_sum": (lambda: ops.cumulative_sum(TWO), ShapeError, "axis"),
    "einsum count": (lambda: ops.einsum("i,j", ONE), ConfigError, "2 operands"),
    "einsum output": (lambda: ops.einsum("i->j", ONE), ConfigError, "ij,jk->ik"),
    "einsum rank": (lambda: ops.einsum("ij->i", ONE), ShapeError, "names 2 axes"),
    "einsum sizes": (
        lambda: ops.einsum("i,i", ONE, np.ones(4)),
        ShapeError,
        "broadcast",
    ),
    "expand_dims": (lambda: ops.expand_dims(ONE, 5), ShapeError, "out of range"),
    "finfo": (lambda: ops.finfo("int8"), DTypeError, "float"),
    "get_item": (lambda: limpid.Tensor(ONE)[7], ShapeError, "out of bounds"),
    "get_item text": (lambda: limpid.Tensor(ONE)["a"], ShapeError, "cannot index"),
    "get_item apart": (lambda: limpid.Tensor(TWO)[[0], None, [1]], ShapeError, "take"),
    "get_item twice": (lambda: limpid.Tensor(TWO)[[0], [7]], DataError, "index 7"),
    "get_item sizes": (
        lambda: limpid.Tensor(TWO)[[0, 0, 0], [1, 0]],
        ShapeError,
        "broadcast",
    ),
    "iinfo": (lambda: ops.iinfo("float32"), DTypeError, "integer"),
    "index": (lambda: ops.take(ONE, 3, axis=0), DataError, "0 to 2"),
    "inv": (lambda: ops.linalg.inv(np.zeros((2, 2))), DataError, "[Ss]ingular"),
    "inv of a rectangle": (lambda: ops.linalg.inv(TWO), ShapeError, "square"),
    "isdtype": (lambda: ops.isdtype("int8", "integer"), ConfigError, "integral"),
    "matmul": (lambda: ops.matmul(TWO, TWO), ShapeError, "transpose or reshape"),
    "matmul of a number": (lambda: ops.matmul(2.0, TWO), ShapeError, "scalars"),
    "matrix_norm": (lambda: ops.linalg.matrix_norm(TWO, ord=7), ConfigError, "nuc"),
    "matrix_transpose": (lambda: ops.matrix_transpose(ONE), ShapeError, "two axes"),
    "max of nothing": (lambda: ops.max(np.ones(0)), LimpidError, "max"),
    "meshgrid": (lambda: ops.meshgrid(ONE, indexing="yx"), ConfigError, "xy"),
    "mixed signs": (
        lambda: ops.add(np.ones(1, "uint64"), np.ones(1, "int8")),
        DTypeError,
        "cast",
    ),
    "nonzero": (lambda: ops.nonzero(1.0), ShapeError, "scalar"),
    "one_hot": (lambda: ops.one_hot(ONE, 3), DTypeError, "integers"),
    "pad mode": (lambda: ops.pad(ONE, 1, mode="wrapped"), ConfigError, "constant"),
    "pad width": (lambda: ops.pad(ONE, -1), ConfigError, "negative"),
    "reshape": (lambda: ops.reshape(ONE, (2, -1)), ShapeError, "3 elements"),
    "roll": (lambda: ops.roll(TWO, (1, 2), axis=0), ShapeError, "2 shifts"),
    "scatter": (lambda: ops.scatter([[9]], [1.0], (3,)), DataError, "out of range"),
    # Row 0, column 5 is not row 1, column 2.
    "scatter part": (
        lambda: ops.scatter([[0, 5]], [1.0], (2, 3)),
        DataError,
        "out of range",
    ),
    "scatter shape": (lambda: ops.scatter([[1]], TWO, (3,)), ShapeError, "expected"),
    "searchsorted": (lambda: ops.searchsorted(TWO, 1.0), ShapeError, "vector"),
    "searchsorted side": (
        lambda: ops.searchsorted(ONE, 1.0, side="up"),
        ConfigError,
        "left",
    ),
    "segment_sum": (lambda: ops.segment_sum(TWO, [0]), ShapeError, "ids"),
    "segment_sum ids": (
        lambda: ops.segment_sum(TWO, [0.0, 1.0]),
        DTypeError,
        "integer",
    ),
    "slice": (lambda: ops.slice(ONE, (2,), (2,)), ShapeError, "inside"),
    "solve": (lambda: ops.linalg.solve(np.eye(2), ONE), ShapeError, "rows"),
    "split": (lambda: ops.split(ONE, 2), ShapeError, "equal parts"),
    "squeeze": (lambda: ops.squeeze(TWO, 0), ShapeError, "not all are 1"),
    "sum": (lambda: ops.sum(TWO, axis=2), ShapeError, "out of range"),
    "sum twice": (lambda: ops.sum(TWO, axis=(0, -2)), ShapeError, "twice"),
    "take": (lambda: ops.take(TWO, 0), ShapeError, "name one"),
    "take by floats": (lambda: ops.take(ONE, 0.5, axis=0), ShapeError, "integer"),
    "take_along_axis": (
        lambda: ops.take_along_axis(TWO, [[0], [0], [0]]),
        ShapeError,
        "match",
    ),
    "tensordot": (lambda: ops.tensordot(TWO, TWO, axes=1), ShapeError, "equal sizes"),
    "top_k": (lambda: ops.top_k(ONE, 4), ShapeError, "fewer"),
    "transpose": (lambda: ops.transpose(TWO, (0, 0)), ShapeError, "permutation"),
    "tril": (lambda: ops.tril(ONE), ShapeError, "matrices"),
    "vecdot": (lambda: ops.vecdot(ONE, np.ones(4)), ShapeError, "equal lengths"),
}


@pytest.mark.parametrize("what", WRONG)
def test_mistake_is_refused_in_a_sentence(what):
    call, error, text = WRONG[what]
    with pytest.raises(error, match=text) as caught:
        call()
    assert isinstance(caught.value, LimpidError)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("operation", [ops.nonzero, ops.unique_values])
def test_what_depends_on_values_cannot_be_traced(operation):
    with pytest.raises(GraphError, match="eagerly"):
        limpid.trace(operation, ONE)


def test_layer_is_named_where_shapes_do_not_fit():
    with limpid.graph.scope("dense_1"), pytest.raises(ShapeError, match="dense_1"):
        ops.matmul(TWO, TWO)


def test_gradient_through_a_decomposition_is_refused():
    x = limpid.Tensor(np.eye(2))
    with pytest.raises(GraphError, match="svd has no derivative"):
        limpid.gradients(ops.linalg.svdvals(x), x)
