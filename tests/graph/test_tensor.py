"""Tensors: values, syntax, and how they meet other libraries."""

import math

import numpy as np
import pytest

import limpid
from limpid import Tensor, Variable, ops
from limpid.errors import DTypeError, GraphError, ShapeError


def test_python_floats_are_float32_and_arrays_keep_their_type():
    assert Tensor(1.5).dtype == np.float32
    assert Tensor([1, 2]).dtype == np.int64
    assert Tensor(True).dtype == np.bool_
    assert Tensor(np.ones(2)).dtype == np.float64
    assert Tensor(1.5, dtype="float64").dtype == np.float64


def test_default_float_can_be_float64():
    limpid.graph.set_floatx("float64")
    try:
        assert Tensor(1.5).dtype == np.float64
        assert ops.exp(1).dtype == np.float64
    finally:
        limpid.graph.set_floatx("float32")


def test_tensor_copies_what_it_is_made_of():
    source = np.ones(2)
    x = Tensor(source)
    source[0] = 7
    x.numpy()[1] = 7
    assert x.tolist() == [1.0, 1.0]


def test_numpy_sees_a_view_that_cannot_be_written_to():
    x = Tensor([1.0, 2.0])
    view = np.asarray(x)
    with pytest.raises(ValueError, match="read-only"):
        view[0] = 5
    copied = np.array(x, dtype="float64")
    copied[0] = 5
    assert x.tolist() == [1.0, 2.0]


OPERATORS = [
    lambda x, y: x + y,
    lambda x, y: x - y,
    lambda x, y: x * y,
    lambda x, y: x / y,
    lambda x, y: x // y,
    lambda x, y: x % y,
    lambda x, y: x**y,
    lambda x, y: -(x**2) + y,
    lambda x, y: (-x) ** 2 - +y,
    lambda x, y: abs(x) * y,
    lambda x, y: 2**x + 1 / y - 3 * y,
    lambda x, y: 5 // x + 7 % y,
    lambda x, y: (x < y) & (x <= y) | (x > y) ^ (x >= y),
    lambda x, y: ~(x == y) & (x != y),
]


@pytest.mark.parametrize("number", range(len(OPERATORS)))
@pytest.mark.parametrize("kind", ["tensor", "scalar", "array", "variable"])
def test_operators_mean_what_they_mean_in_numpy(number, kind):
    x, y = np.array([1.5, 2.0, 3.0]), np.array([2.0, 2.0, 0.5])
    operator = OPERATORS[number]
    wrap = {"tensor": Tensor, "scalar": lambda _: 2.0, "array": np.array}
    other = wrap.get(kind, Variable)(y)
    want = operator(x, 2.0 if kind == "scalar" else y)
    got = operator(Tensor(x), other)
    assert isinstance(got, Tensor)
    np.testing.assert_allclose(got.numpy(), want)
    if number < 7:
        mirrored = operator(other, Tensor(x))
        assert isinstance(mirrored, Tensor)
        want = operator(2.0 if kind == "scalar" else y, x)
        np.testing.assert_allclose(mirrored.numpy(), want)


@pytest.mark.parametrize(
    "number", range(5), ids=["and", "or", "xor", "left shift", "right shift"]
)
def test_operators_on_bits(number):
    operator = [
        lambda x, y: x & y,
        lambda x, y: x | y,
        lambda x, y: x ^ y,
        lambda x, y: x << y,
        lambda x, y: x >> y,
    ][number]
    x, y = np.array([5, 12, 7]), np.array([3, 1, 2])
    assert operator(Tensor(x), y).tolist() == operator(x, y).tolist()
    assert operator(x, Tensor(y)).tolist() == operator(x, y).tolist()
    assert operator(6, Tensor(y)).tolist() == operator(6, y).tolist()


def test_power_binds_before_minus():
    assert (-(Tensor(3.0) ** 2)).item() == -9.0


def test_methods_are_the_functions():
    x = Tensor([[1.0, 4.0], [9.0, 16.0]])
    assert x.sum().item() == 30.0
    assert x.mean(axis=0).tolist() == [5.0, 10.0]
    assert x.T.tolist() == x.mT.tolist() == x.transpose().tolist()
    assert x.reshape(4).shape == x.reshape((-1,)).shape == (4,)
    assert x.sqrt().tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert (x.max().item(), x.min().item(), x.argmax().item()) == (16.0, 1.0, 3)
    assert x.std().item() == pytest.approx(np.std(x.numpy()), rel=1e-6)
    assert x.astype("int64").dtype == np.int64
    assert (x > 0).all().item() is True
    assert (x > 9).any().item() is True
    assert x.prod().item() == 576.0
    assert x.dot(x).tolist() == (x @ x).tolist()


def test_one_number_becomes_a_python_number():
    x = Tensor([[2.5]])
    assert (float(x), int(x), bool(x), complex(x)) == (2.5, 2, True, 2.5 + 0j)
    assert math.sqrt(Tensor(4.0)) == 2.0
    assert f"{Tensor(2.0):.2f}" == "2.00"
    assert [10, 20, 30][Tensor(1)] == 20


def test_several_numbers_are_no_python_number():
    for convert in (float, int, bool):
        with pytest.raises(ShapeError, match="one element"):
            convert(Tensor([1.0, 2.0]))
    with pytest.raises(DTypeError, match="integer"):
        [1][Tensor(0.0)]


def test_tensors_are_sequences_of_their_rows():
    rows = list(Tensor([[1, 2], [3, 4]]))
    assert [row.tolist() for row in rows] == [[1, 2], [3, 4]]
    assert len(Tensor([[1, 2], [3, 4]])) == 2
    with pytest.raises(ShapeError, match="scalar"):
        len(Tensor(1.0))


def test_tensors_can_be_keys_although_they_compare_elementwise():
    x, y = Tensor(1.0), Tensor(1.0)
    assert {x: 1, y: 2}[x] == 1
    assert (x == y).item() is True


def test_repr_shows_value_and_unusual_type():
    assert repr(Tensor([1.0, 2.0])) == "Tensor([1., 2.])"
    assert "float64" in repr(Tensor(np.ones(1)))
    assert repr(limpid.graph.placeholder((2,), name="x")).startswith("<x: input")


def test_dlpack_exports_a_copy_unless_sharing_is_asked_for():
    x = Tensor([1.0, 2.0])
    copied = np.from_dlpack(x)
    shared = np.from_dlpack(x, copy=False)
    assert not np.shares_memory(copied, x.value)
    assert np.shares_memory(shared, x.value)
    assert copied.tolist() == [1.0, 2.0]
    back = limpid.from_dlpack(copied)
    copied[0] = 9
    assert back.tolist() == [1.0, 2.0]
    assert x.__dlpack_device__() == (1, 0)


def test_dlpack_round_trip_with_pytorch():
    torch = pytest.importorskip("torch")
    x = Tensor([[1.0, 2.0]])
    there = torch.from_dlpack(x)
    there[0, 0] = 7
    assert x.tolist() == [[1.0, 2.0]]
    assert limpid.from_dlpack(there).tolist() == [[7.0, 2.0]]


def test_namespace_is_limpid():
    assert Tensor(1.0).__array_namespace__(api_version="2024.12") is limpid
    with pytest.raises(DTypeError, match="version"):
        Tensor(1.0).__array_namespace__(api_version="1999.01")
    assert Tensor(1.0).to_device("cpu").item() == 1.0
    with pytest.raises(DTypeError, match="cpu"):
        Tensor(1.0).to_device("gpu")


def test_symbolic_tensors_have_no_value_to_give():
    x = limpid.graph.placeholder((2,))
    for use in (x.numpy, x.item, x.tolist):
        with pytest.raises(GraphError, match="symbolic"):
            use()


def test_variables_compute_and_change():
    w = Variable([1.0, 2.0], name="w")
    w.assign_add([1.0, 1.0]).assign_sub(w * 0.5)
    assert w.numpy().tolist() == [1.0, 1.5]
    with pytest.raises(ShapeError, match="'w'"):
        w.assign([1.0])
    w.grad = None
    ops.sum(w * w).backward()
    assert w.grad.tolist() == [2.0, 3.0]


@pytest.mark.parametrize("shape", [(), (0,), (3,), (5, 7)])
@pytest.mark.parametrize("dtype", ["bool", "int8", "float32", "float64"])
def test_a_variable_holds_a_copy_that_begins_where_a_cache_line_does(shape, dtype):
    first, second = np.zeros(shape, dtype), np.ones(shape, dtype)
    w = Variable(first)
    first[...] = 1
    assert not w.numpy().any()
    assert w.read().value.ctypes.data % 64 == 0 or not w.size
    w.assign(second)
    second[...] = 0
    assert w.numpy().all()
    assert w.read().value.ctypes.data % 64 == 0 or not w.size
    assert (w.shape, w.dtype) == (shape, dtype)


def test_changing_a_variable_leaves_earlier_results_right():
    w = Variable(3.0)
    y = w * w
    w.assign(10.0)
    assert limpid.gradients(y, y.inputs[0]).item() == 6.0
