"""Small programs without loops compute what the reference engine computes."""

import ctypes

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.agreement import check, check_engines

from limpid import Input, Sequential, layers, ops
from limpid.engines.native.element import Element
from limpid.engines.native.engine import NativeProgram
from limpid.engines.native.folding import folded
from limpid.engines.native.llvm import Function, Module, index
from limpid.engines.native.machine import Library, compile_object, host
from limpid.engines.native.words import LLVMWords
from limpid.engines.reference import ReferenceEngine
from limpid.graph import Variable, trace
from limpid.utils import set_random_seed


def lanes(dtype):
    """Return how many examples a vector holds; of many vectors the text grows long."""
    return host().vector_bytes // np.dtype(dtype).itemsize


@given(count=st.integers(1, 16), power=st.integers(1, 4))
@settings(deadline=None, max_examples=20)
def test_folding_returns_the_sum_of_each_vector_in_its_order(count, power):
    lanes = 2**power
    module = Module()
    f = Function(module, "fold")
    at = [f.load("ptr", f.address(f.table, "ptr", index(i)), 8) for i in (0, 1)]
    vectors = [
        Element(
            f.load(
                f"<{lanes} x float>", f.address(at[0], "float", index(i * lanes)), 4
            ),
            "float32",
        )
        for i in range(count)
    ]

    def add(x, y):
        kind = x.value.type
        return LLVMWords(f, int(kind[1:].split()[0]) if kind[0] == "<" else 1).add(x, y)

    f.store(folded(f, vectors, add).value, at[1], 4)
    library = Library(compile_object(module.text()))
    given_ = np.random.default_rng(count).integers(-99, 99, (count, lanes))
    given_ = given_.astype("float32")
    got = np.zeros(16, "float32")
    table = np.array([given_.ctypes.data, got.ctypes.data], np.uintp)
    library.function("fold", ctypes.c_int64, ctypes.c_int64)(table.ctypes.data, 0, 1)
    np.testing.assert_array_equal(got[:count], given_.sum(1))


def step(batch, loss="mse", optimizer="sgd", units=(3, 2), activation="tanh"):
    """Return a training step's graph and data, of a network of few units."""
    set_random_seed(batch)
    hidden = [layers.Dense(n, activation) for n in units[:-1]]
    last = layers.Dense(units[-1], None if loss == "mse" else "softmax")
    model = Sequential([Input((2,)), *hidden, last])
    model.compile(optimizer, loss)
    rng = np.random.default_rng(batch)
    x = rng.normal(size=(batch, 2)).astype("float32")
    y = rng.normal(size=(batch, units[-1])).astype("float32")
    y = y if loss == "mse" else np.eye(units[-1], dtype="float32")[y.argmax(1)]
    model.train_on_batch(x, y)
    return trace(model.train_step, (x, y, None)), [x, y]


def assert_alike(graph, arrays):
    inputs = [*arrays, *(v.read().value for v in graph.variables)]
    program = NativeProgram(graph)
    # Metrics are float64, of a loss in single precision.
    want, got = (
        [np.float32(y) for y in run(inputs)]
        for run in (ReferenceEngine().compile(graph), program)
    )
    check(want, got, slack=5, least=0.1)
    return program


@pytest.mark.parametrize("batch", [2, 3, 7, 8, 10, 15, 16, 17, 25, 33, 64])
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_a_step_of_a_small_network_has_no_loops(batch, optimizer):
    program = assert_alike(*step(batch, optimizer=optimizer))
    assert program.module.is_straight or batch > 1.5 * lanes("float32")


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "elu", None])
@pytest.mark.parametrize("batch", [5, 10])
def test_classes_and_activations_of_small_networks(activation, batch):
    made = step(batch, "categorical_crossentropy", "sgd", (4, 3), activation)
    assert_alike(*made)


def test_a_network_of_many_units_keeps_its_loops():
    program = assert_alike(*step(10, units=(64, 64, 1)))
    assert not program.module.is_straight


def arrays(*shapes, dtype="float64"):
    rng = np.random.default_rng(0)
    return [rng.normal(size=shape).astype(dtype) for shape in shapes]


CASES = {
    "a product and its gradient": lambda x, w: [
        ops.tanh(x @ w[:3, :2]),
        ops.transpose(x) @ (x @ w[:3]),
    ],
    "sums over examples and features": lambda x, w: [
        ops.sum(x * x, axis=0),
        ops.mean(x),
        ops.max(x, axis=0),
        ops.prod(x, axis=1),
        ops.min(w),
    ],
    "truth values": lambda x, w: [
        x > 0,
        ops.where(x[:, :1] > 0, x, -x),
        ops.sum(ops.cast(x > 0.1, "int64"), axis=0),
    ],
    "what is only copied": lambda x, w: [
        ops.transpose(w) + 0.0,
        ops.transpose(x),
        w,
        x,
    ],
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("batch", [2, 5, 10, 18])
def test_what_small_programs_do(name, dtype, batch):
    x, kernel = arrays((batch, 3), (4, 3), dtype=dtype)
    kept = Variable(kernel)
    program = check_engines(lambda x: CASES[name](x, kept.read() * 1.0), [x], slack=2)
    assert program.module.is_straight or batch > 1.5 * lanes(dtype)


def test_a_variable_is_read_before_another_is_written_in_its_place():
    first, second = (Variable(a) for a in arrays((4, 3), (4, 3), dtype="float32"))

    def exchange(x):
        old = first.read()
        first.assign(old * 2.0 + ops.sum(x))
        second.assign(old)
        return ops.sum(x, axis=0)

    (x,) = arrays((6, 2), dtype="float32")
    check_engines(exchange, [x])


@pytest.mark.parametrize("count", [30, 34])
def test_many_steps_in_a_call_are_those_of_single_ones(count):
    def made():
        set_random_seed(2)
        model = Sequential([Input((2,)), layers.Dense(3, "tanh"), layers.Dense(1)])
        model.compile("adam", "mse")
        return model

    rng = np.random.default_rng(count)
    x, y = (rng.normal(size=(20 * count, n)).astype("float32") for n in (2, 1))
    whole, single = made(), made()
    whole.fit(x, y, batch_size=10, epochs=2, shuffle=False, verbose=0)
    for _ in range(2):
        for i in range(0, len(x), 10):
            single.train_on_batch(x[i : i + 10], y[i : i + 10])
    for a, b in zip(whole.variables, single.variables, strict=True):
        np.testing.assert_array_equal(a.numpy(), b.numpy())


def test_the_loops_of_a_small_program_say_that_they_are_written_out():
    small, large = (NativeProgram(step(10, units=n)[0]) for n in ((3, 2), (64, 2)))
    assert "# A small program: all rounds" in small.stages["loops"]
    assert "# A small program" not in large.stages["loops"]
