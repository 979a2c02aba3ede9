"""The names and signatures of the Array API standard, 2025.12, without complex types.

The standard's own suite (array-api-tests) is not on the package index; this table is
written from the standard's pages.
"""

import inspect

import numpy as np
import pytest

import limpid
from limpid import ops

# Each function: parameters by position only, then by either, then by keyword only.
SIGNATURES = {
    "arange": "start / stop step * dtype device",
    "asarray": "obj / * dtype device copy",
    "empty": "shape * dtype device",
    "empty_like": "x / * dtype device",
    "eye": "n_rows n_cols / * k dtype device",
    "from_dlpack": "x / * device copy",
    "full": "shape fill_value * dtype device",
    "full_like": "x / fill_value * dtype device",
    "linspace": "start stop / num * dtype device endpoint",
    "meshgrid": "* indexing",
    "ones": "shape * dtype device",
    "ones_like": "x / * dtype device",
    "tril": "x / * k",
    "triu": "x / * k",
    "zeros": "shape * dtype device",
    "zeros_like": "x / * dtype device",
    "astype": "x dtype / * copy device",
    "can_cast": "from_ to /",
    "finfo": "type /",
    "iinfo": "type /",
    "isdtype": "dtype kind",
    "result_type": "",
    "broadcast_arrays": "",
    "broadcast_shapes": "",
    "broadcast_to": "x / shape",
    "concat": "arrays / * axis",
    "expand_dims": "x / axis",
    "flip": "x / * axis",
    "moveaxis": "x source destination /",
    "permute_dims": "x / axes",
    "repeat": "x repeats / * axis",
    "reshape": "x / shape * copy",
    "roll": "x / shift * axis",
    "squeeze": "x / axis",
    "stack": "arrays / * axis",
    "tile": "x repetitions /",
    "unstack": "x / * axis",
    "argmax": "x / * axis keepdims",
    "argmin": "x / * axis keepdims",
    "count_nonzero": "x / * axis keepdims",
    "nonzero": "x /",
    "searchsorted": "x1 x2 / * side sorter",
    "where": "condition x1 x2 /",
    "isin": "x1 x2 / * invert",
    "unique_all": "x /",
    "unique_counts": "x /",
    "unique_inverse": "x /",
    "unique_values": "x /",
    "argsort": "x / * axis descending stable",
    "sort": "x / * axis descending stable",
    "top_k": "x k",
    "cumulative_sum": "x / * axis dtype include_initial",
    "cumulative_prod": "x / * axis dtype include_initial",
    "max": "x / * axis keepdims",
    "mean": "x / * axis keepdims",
    "min": "x / * axis keepdims",
    "prod": "x / * axis dtype keepdims",
    "std": "x / * axis correction keepdims",
    "sum": "x / * axis dtype keepdims",
    "var": "x / * axis correction keepdims",
    "all": "x / * axis keepdims",
    "any": "x / * axis keepdims",
    "diff": "x / * axis n prepend append",
    "matmul": "x1 x2 /",
    "matrix_transpose": "x /",
    "tensordot": "x1 x2 / * axes",
    "vecdot": "x1 x2 / * axis",
    "take": "x indices / * axis",
    "take_along_axis": "x indices / * axis",
    "clip": "x / min max",
    "round": "x /",
    "linalg.cholesky": "x / * upper",
    "linalg.cross": "x1 x2 / * axis",
    "linalg.det": "x /",
    "linalg.diagonal": "x / * offset",
    "linalg.eigh": "x /",
    "linalg.eigvalsh": "x /",
    "linalg.inv": "x /",
    "linalg.matmul": "x1 x2 /",
    "linalg.matrix_norm": "x / * keepdims ord",
    "linalg.matrix_power": "x n /",
    "linalg.matrix_rank": "x / * rtol",
    "linalg.matrix_transpose": "x /",
    "linalg.outer": "x1 x2 /",
    "linalg.pinv": "x / * rtol",
    "linalg.qr": "x / * mode",
    "linalg.slogdet": "x /",
    "linalg.solve": "x1 x2 /",
    "linalg.svd": "x / * full_matrices",
    "linalg.svdvals": "x /",
    "linalg.tensordot": "x1 x2 / * axes",
    "linalg.trace": "x / * offset dtype",
    "linalg.vecdot": "x1 x2 / * axis",
    "linalg.vector_norm": "x / * axis keepdims ord",
}
UNARY = [
    "abs",
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atanh",
    "bitwise_invert",
    "ceil",
    "cos",
    "cosh",
    "exp",
    "expm1",
    "floor",
    "isfinite",
    "isinf",
    "isnan",
    "log",
    "log1p",
    "log2",
    "log10",
    "logical_not",
    "negative",
    "positive",
    "reciprocal",
    "round",
    "sign",
    "signbit",
    "sin",
    "sinh",
    "square",
    "sqrt",
    "tan",
    "tanh",
    "trunc",
]
BINARY = [
    "add",
    "atan2",
    "bitwise_and",
    "bitwise_left_shift",
    "bitwise_or",
    "bitwise_right_shift",
    "bitwise_xor",
    "copysign",
    "divide",
    "equal",
    "floor_divide",
    "greater",
    "greater_equal",
    "hypot",
    "less",
    "less_equal",
    "logaddexp",
    "logical_and",
    "logical_or",
    "logical_xor",
    "maximum",
    "minimum",
    "multiply",
    "nextafter",
    "not_equal",
    "pow",
    "remainder",
    "subtract",
]
TYPES = [
    "bool",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "float32",
    "float64",
]
METHODS = [
    "__abs__",
    "__add__",
    "__and__",
    "__array_namespace__",
    "__bool__",
    "__complex__",
    "__dlpack__",
    "__dlpack_device__",
    "__eq__",
    "__float__",
    "__floordiv__",
    "__ge__",
    "__getitem__",
    "__gt__",
    "__index__",
    "__int__",
    "__invert__",
    "__le__",
    "__lshift__",
    "__lt__",
    "__matmul__",
    "__mod__",
    "__mul__",
    "__ne__",
    "__neg__",
    "__or__",
    "__pos__",
    "__pow__",
    "__rshift__",
    "__sub__",
    "__truediv__",
    "__xor__",
    "__radd__",
    "__rsub__",
    "__rmul__",
    "__rtruediv__",
    "__rfloordiv__",
    "__rpow__",
    "__rmod__",
    "__rmatmul__",
    "__rand__",
    "__ror__",
    "__rxor__",
    "__rlshift__",
    "__rrshift__",
    "to_device",
    "dtype",
    "device",
    "mT",
    "ndim",
    "shape",
    "size",
    "T",
]
POSITIONAL = inspect.Parameter.POSITIONAL_ONLY
KEYWORD = inspect.Parameter.KEYWORD_ONLY
VARIADIC = inspect.Parameter.VAR_POSITIONAL


def find(name):
    """Return limpid's function for a dotted name of the standard."""
    thing = limpid
    for part in name.split("."):
        thing = getattr(thing, part)
    return thing


@pytest.mark.parametrize("name", SIGNATURES)
def test_function_can_be_called_as_the_standard_says(name):
    parameters = dict(inspect.signature(find(name)).parameters)
    head, slash, tail = SIGNATURES[name].partition("/")
    positional = head.split() if slash else []
    either, _, keyword = (tail if slash else head).partition("*")
    names = list(parameters)
    assert names[: len(positional)] == positional
    for parameter in either.split():
        assert parameters[parameter].kind is not KEYWORD
    for parameter in keyword.split():
        assert parameters[parameter].kind is not POSITIONAL
        assert parameters[parameter].default is not inspect.Parameter.empty
    required = [
        n
        for n, p in parameters.items()
        if p.default is inspect.Parameter.empty and p.kind is not VARIADIC
    ]
    assert set(required) <= {*positional, *either.split()}


@pytest.mark.parametrize(("names", "count"), [(UNARY, 1), (BINARY, 2)])
def test_elementwise_functions_take_their_operands_by_position(names, count):
    for name in names:
        parameters = list(inspect.signature(find(name)).parameters.values())
        assert [p.kind for p in parameters[:count]] == [POSITIONAL] * count, name
        assert all(p.default is not p.empty for p in parameters[count:]), name


def test_constants_types_and_methods_are_there():
    assert (limpid.pi, limpid.e, limpid.inf) == (np.pi, np.e, np.inf)
    assert limpid.newaxis is None
    assert limpid.nan != limpid.nan
    for name in TYPES:
        assert getattr(limpid, name) == np.dtype(name)
        assert limpid.zeros((2,), dtype=getattr(limpid, name)).dtype == name
    assert not [name for name in METHODS if not hasattr(limpid.Tensor, name)]


def test_namespace_describes_itself():
    info = limpid.Tensor(1.0).__array_namespace__().__array_namespace_info__()
    assert limpid.__array_api_version__ == "2025.12"
    assert info.devices() == [info.default_device()] == ["cpu"]
    assert info.default_dtypes()["real floating"] == limpid.float32
    assert set(TYPES) <= set(info.dtypes())
    assert set(info.dtypes(kind="bool")) == {"bool"}
    assert set(info.dtypes(kind=("unsigned integer",))) == {
        "uint8", "uint16", "uint32", "uint64",
    }  # fmt: skip
    assert set(info.capabilities()) >= {"boolean indexing", "data-dependent shapes"}


@pytest.mark.parametrize("first", TYPES)
@pytest.mark.parametrize("second", TYPES)
def test_types_mix_as_the_table_of_the_standard_has_it(first, second):
    one, other = np.dtype(first), np.dtype(second)
    mixed = np.result_type(one, other)
    if {one.kind, other.kind} <= {"i", "u"} and mixed.kind == "f":
        with pytest.raises(limpid.errors.DTypeError):
            limpid.result_type(one, other)
    elif one.kind == other.kind or {one.kind, other.kind} == {"i", "u"}:
        assert limpid.result_type(one, other) == mixed
        assert ops.where(True, np.ones(1, one), np.ones(1, other)).dtype == mixed


def test_python_numbers_do_not_widen():
    for name in TYPES[1:]:
        assert (limpid.ones((1,), dtype=name) + 1).dtype == name
    assert (limpid.ones((1,), dtype="float32") * 2.5).dtype == np.float32
    assert limpid.result_type(limpid.int8, 1) == np.int8
    assert limpid.result_type(limpid.int8, 1.5) == np.float32
    assert limpid.result_type(True, 1) == np.int64


def test_can_cast_within_a_kind_only():
    assert limpid.can_cast(limpid.int8, limpid.int32)
    assert limpid.can_cast(limpid.ones((1,), dtype="uint8"), limpid.int16)
    assert not limpid.can_cast(limpid.int32, limpid.int8)
    assert not limpid.can_cast(limpid.int8, limpid.uint8)
    assert not limpid.can_cast(limpid.int8, limpid.float32)


def test_isdtype_knows_the_kinds():
    assert limpid.isdtype(limpid.int8, "integral")
    assert limpid.isdtype(limpid.float32, ("bool", "numeric"))
    assert limpid.isdtype(limpid.int8, limpid.int8)
    assert not limpid.isdtype(limpid.float64, limpid.float32)
    assert not limpid.isdtype(limpid.float64, "complex floating")


def test_info_of_types():
    assert limpid.finfo(limpid.float64).eps == 2.0**-52
    assert limpid.finfo(limpid.ones((1,))).bits == 32
    assert limpid.iinfo(limpid.uint8).max == 255


@pytest.mark.parametrize("dtype", ["int64", "float32", "float64"])
def test_creation(dtype):
    pairs = [
        (limpid.arange(5, dtype=dtype), np.arange(5)),
        (limpid.arange(1, 7, 2, dtype=dtype), np.arange(1, 7, 2)),
        (limpid.linspace(0, 4, 5, dtype=dtype), np.arange(5)),
        (limpid.linspace(0, 4, 4, endpoint=False, dtype=dtype), np.arange(4)),
        (limpid.eye(2, 3, k=1, dtype=dtype), np.eye(2, 3, 1)),
        (limpid.full((2,), 3, dtype=dtype), np.full(2, 3)),
        (limpid.zeros(2, dtype=dtype), np.zeros(2)),
        (limpid.ones((2, 1), dtype=dtype), np.ones((2, 1))),
        (limpid.empty((2,), dtype=dtype), np.zeros(2)),
    ]
    for got, want in pairs:
        assert got.dtype == dtype
        np.testing.assert_array_equal(got.numpy(), want)


def test_types_nobody_named():
    assert limpid.arange(3).dtype == limpid.full((1,), 1).dtype == np.int64
    assert limpid.arange(3.0).dtype == limpid.full((1,), 1.0).dtype == np.float32
    assert limpid.full((1,), fill_value=True).dtype == np.bool_
    assert limpid.zeros((1,)).dtype == limpid.eye(1).dtype == np.float32


def test_meshgrid_has_both_orders():
    for indexing in ("xy", "ij"):
        want = np.meshgrid([1.0, 2.0], [3.0, 4.0, 5.0], indexing=indexing)
        got = limpid.meshgrid([1.0, 2.0], [3.0, 4.0, 5.0], indexing=indexing)
        for g, w in zip(got, want, strict=True):
            np.testing.assert_array_equal(g.numpy(), w)


def test_asarray_copies_unless_told_otherwise():
    source = np.ones(2)
    copied, shared = limpid.asarray(source), limpid.asarray(source, copy=False)
    source[0] = 5
    assert copied.tolist() == [1.0, 1.0]
    assert shared.tolist() == [5.0, 1.0]


def test_asarray_keeps_the_history_of_a_tensor():
    x = limpid.Tensor(2.0)
    y = limpid.asarray(x * x, copy=True)
    assert limpid.gradients(y, x).item() == 4.0


@pytest.mark.parametrize("shape", [(3, 3), (2, 3, 3)])
def test_decompositions_multiply_back(shape):
    x = np.random.default_rng(0).normal(size=shape)
    symmetric = x + np.swapaxes(x, -1, -2)
    q, r = limpid.linalg.qr(x)
    u, s, vh = limpid.linalg.svd(x)
    values, vectors = limpid.linalg.eigh(symmetric)
    triangle = limpid.linalg.cholesky(x @ np.swapaxes(x, -1, -2))
    sign, logarithm = limpid.linalg.slogdet(x)
    pairs = [
        (q @ r, x),
        (u * s[..., None, :] @ vh, x),
        (vectors * values[..., None, :] @ vectors.mT, symmetric),
        (triangle @ triangle.mT, x @ np.swapaxes(x, -1, -2)),
        (sign * limpid.exp(logarithm), np.linalg.det(x)),
        (limpid.linalg.cholesky(x @ np.swapaxes(x, -1, -2), upper=True), triangle.mT),
    ]
    for got, want in pairs:
        np.testing.assert_allclose(got.numpy(), np.asarray(want), atol=1e-10)
