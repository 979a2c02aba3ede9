"""What the native engine promises beyond values: messages, bits, accuracy, watching."""

import math

import numpy as np
import pytest
from tests.engines.agreement import check_engines, run

import limpid
from limpid import ops
from limpid.engines.native.engine import NativeProgram
from limpid.engines.native.machine import host
from limpid.engines.reference import ReferenceEngine
from limpid.errors import DataError, LimpidError, OutOfMemoryError
from limpid.graph import trace
from limpid.ops.random_bits import random_bits

# Every 1,021st float32, without subnormal numbers.
BITS = np.arange(0, 2**32, 1021, dtype=np.uint64).astype(np.uint32).view(np.float32)
EVERY = BITS[np.isfinite(BITS) & (np.abs(BITS) >= np.finfo(np.float32).smallest_normal)]
LIMITS = {
    "exp": (np.exp, 1.5), "log": (np.log, 1.5), "tanh": (np.tanh, 1.5),
    "sigmoid": (lambda x: 1 / (1 + np.exp(-x)), 2.5), "sqrt": (np.sqrt, 0.5),
    "softplus": (lambda x: np.logaddexp(x, 0), 2.5), "log1p": (np.log1p, 1.5),
    "expm1": (np.expm1, 1.5), "erf": (np.vectorize(math.erf), 1.5),
    "sin": (np.sin, 1.5),
    "rsqrt": (lambda x: 1 / np.sqrt(x), 1.75),
}  # fmt: skip
# Without fused multiply-adds every product is rounded before it is added.
SLACK = 1.0 if "+fma" in host().features or not host().is_x86 else 1.1
SPECIAL = np.array(
    [np.nan, np.inf, -np.inf, 0.0, -0.0, 1.0, -2.5, 1e38, -1e38], "float32"
)


def native(function, *arrays):
    return NativeProgram(trace(function, *arrays))(list(arrays))


@pytest.mark.parametrize("name", LIMITS)
@np.errstate(all="ignore")
def test_function_is_as_accurate_as_stated(name):
    truth, limit = LIMITS[name]
    want = truth(EVERY.astype(np.float64))
    (got,) = native(getattr(ops, name), EVERY)
    nearest = want.astype(np.float32)
    np.testing.assert_array_equal(np.isfinite(got), np.isfinite(nearest))
    np.testing.assert_array_equal(np.isnan(got), np.isnan(nearest))
    finite = np.isfinite(nearest)
    error = np.abs(got[finite] - want[finite]) / np.spacing(np.abs(nearest[finite]))
    assert error.max() <= limit * SLACK


def test_exp_is_zero_and_infinity_outside_its_range():
    (got,) = native(ops.exp, np.array([-104.0, -200.0, 89.0, 500.0], "float32"))
    np.testing.assert_array_equal(got, [0, 0, np.inf, np.inf])


def test_expm1_keeps_the_sign_of_zero_and_ends_at_minus_one_and_infinity():
    x = np.array([-0.0, 0.0, -17.5, -1e30, -np.inf, 88.7, 89, np.inf], "float32")
    (got,) = native(ops.expm1, x)
    with np.errstate(all="ignore"):
        want = np.expm1(x.astype(np.float64)).astype(np.float32)
    np.testing.assert_allclose(got, want, rtol=2e-7)
    np.testing.assert_array_equal(np.signbit(got), np.signbit(want))


@pytest.mark.parametrize("name", ["tanh", "sigmoid"])
def test_function_is_bounded_and_rises_within_one_ulp(name):
    ordered = np.sort(EVERY)
    (y,) = native(getattr(ops, name), ordered)
    assert np.abs(y).max() <= 1
    assert (y[1:] >= np.nextafter(y[:-1], np.float32(-2))).all()


def test_tanh_is_odd():
    (above, below) = native(lambda x: [ops.tanh(x), ops.tanh(-x)], EVERY)
    np.testing.assert_array_equal(above, -below)


def test_tanh_ends_at_one_and_keeps_zeros_and_what_is_no_number():
    x = np.array([8.7, 9.99, 10, 50, np.inf, -np.inf, 0.0, -0.0, np.nan], "float32")
    (y,) = native(ops.tanh, x)
    np.testing.assert_array_equal(y[2:], [1, 1, 1, -1, 0, -0.0, np.nan])
    np.testing.assert_array_equal(np.signbit(y[5:8]), [True, False, True])
    assert (y[:2] >= 1 - 2**-23).all()


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 13, 16, 21, 37])
@pytest.mark.parametrize("name", ["tanh", "exp", "log1p", "erf"])
def test_numbers_have_the_same_bits_among_few_as_among_many(name, count):
    x = np.linspace(0.01, 9, 512, dtype=np.float32)
    (many,) = native(getattr(ops, name), x)
    for start in (0, 100, 475):
        (few,) = native(getattr(ops, name), x[start : start + count])
        np.testing.assert_array_equal(few, many[start : start + count])


@pytest.mark.parametrize(
    "name",
    ["add", "multiply", "maximum", "minimum", "floor_divide", "remainder", "logaddexp"],
)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_nan_infinity_and_zeros_of_either_sign_go_the_same_way(name, dtype):
    x, y = (a.reshape(-1).astype(dtype) for a in np.meshgrid(SPECIAL, SPECIAL))
    wanted, got, _ = run(getattr(ops, name), [x, y])
    np.testing.assert_array_equal(np.isnan(got[0]), np.isnan(wanted[0]))
    numbers = ~np.isnan(wanted[0])
    np.testing.assert_allclose(got[0][numbers], wanted[0][numbers], rtol=1e-6)
    if name not in {"maximum", "minimum"}:
        signs = np.signbit(got[0][numbers]), np.signbit(wanted[0][numbers])
        np.testing.assert_array_equal(*signs)


@pytest.mark.parametrize(
    "name", ["sum", "max", "min", "prod", "argmax", "argmin", "sort"]
)
def test_nan_wins_reductions(name):
    x = np.array([[1, np.nan, 3, 0, 5], [1, 2, 2, -np.inf, np.inf]], "float32")
    check_engines(lambda v: getattr(ops, name)(v, axis=1), [x])


@pytest.mark.parametrize(
    "dtype", ["int8", "int32", "int64", "uint8", "uint32", "uint64"]
)
def test_integer_division_never_traps(dtype):
    limits = np.iinfo(dtype)
    numbers = np.array([limits.min, limits.max, 0, 1, 7, 255 % limits.max], dtype)
    if limits.min:
        numbers = np.append(numbers, np.array([-1, -7], dtype))
    x, y = (a.reshape(-1) for a in np.meshgrid(numbers, numbers))
    with np.errstate(all="ignore"):
        check_engines(lambda a, b: [a // b, a % b, a + b, a * b], [x, y])


@pytest.mark.parametrize("shape", [(), (0,), (3, 0), (0, 4), (1,), (1, 1, 1)])
def test_empty_and_single_arrays_work(shape):
    x = np.zeros(shape, "float32")
    y = np.ones(shape, "float32")
    check_engines(
        lambda a, b: [
            a + b,
            ops.sum(a),
            ops.tanh(a),
            ops.cumulative_sum(a.reshape((-1,))),
        ],
        [x, y],
    )


@pytest.mark.parametrize("shape", [(1,), (7,), (2, 17), (3, 5, 7), (64, 33), (0, 3)])
def test_random_words_are_the_reference_engines_own(shape):
    key = np.array([1987654321, 3, 2**32 - 1, 1], "uint32")
    check_engines(lambda k: random_bits(k, shape), [key])


def test_dropout_drops_what_the_reference_engine_drops():
    limpid.utils.set_random_seed(5)
    layer = limpid.layers.Dropout(0.4)
    x = np.ones((37, 19), "float32")
    graph = trace(lambda v: layer(v, training=True), x)
    inputs = [x, *(v.numpy() for v in graph.variables)]
    for want, got in zip(
        ReferenceEngine().compile(graph)(inputs),
        NativeProgram(graph)(inputs),
        strict=True,
    ):
        np.testing.assert_array_equal(got, want)


@pytest.mark.parametrize("engine", ["native", "reference"])
def test_index_out_of_range_is_named_and_nothing_changes(engine):
    table = limpid.Variable(np.ones((4, 3), "float32"))

    def step(indices):
        rows = ops.take(table, indices, axis=0)
        table.assign(table * 2.0)
        return ops.sum(rows)

    compiled = limpid.compile(step, engine=engine)
    wrong = np.array([[0, 1, 2], [3, 7, 1]])
    for _ in range(2):
        with pytest.raises(
            DataError,
            match=r"index 7 at position \(1, 1\) is out of range; "
            r"expected 0 to 3\. \[take",
        ):
            compiled(wrong)
        np.testing.assert_array_equal(table.numpy(), 1)
    assert float(compiled(np.array([[0, 1, 2], [3, 0, 1]])).numpy()) == 18


def test_results_repeat_bit_for_bit():
    rng = np.random.default_rng(1)
    x, w = (
        rng.normal(size=(65, 33)).astype("float32"),
        rng.normal(size=(33, 70)).astype("float32"),
    )
    program = NativeProgram(
        trace(lambda a, b: ops.softmax(ops.tanh(a @ b)).sum(axis=0), x, w)
    )
    first = program([x, w])[0].tobytes()
    assert all(program([x, w])[0].tobytes() == first for _ in range(20))


def test_operations_of_the_reference_engine_are_named_with_the_reason():
    x = np.eye(3)
    program = NativeProgram(trace(lambda a: ops.linalg.cholesky(a) * 2.0, x))
    (name,) = program.fallbacks
    assert name.startswith("cholesky")
    assert program.fallbacks[name]
    assert not NativeProgram(trace(lambda a: a @ a, x)).fallbacks


def test_scan_whose_body_has_no_machine_code_says_what_it_holds():
    x = np.stack([np.eye(3), 2 * np.eye(3)])

    def factors(xs):
        return ops.scan(lambda c, v: (c, ops.linalg.cholesky(v)), 0.0, xs)[1]

    wanted, got, program = run(factors, [x])
    np.testing.assert_allclose(got[0], wanted[0], rtol=1e-12)
    assert "cholesky" in " ".join(program.fallbacks.values())


@pytest.mark.parametrize("length", [0, 1, 2, 5])
@pytest.mark.parametrize("reverse", [False, True])
def test_scan_walks_any_layout_in_either_direction(length, reverse):
    x = np.random.default_rng(2).normal(size=(3, length, 4))
    h = np.random.default_rng(3).normal(size=(3, 4))

    def states(xs, h):
        (last, count), ys = ops.scan(
            lambda c, v: ((ops.tanh(c[0] + v), c[1] + 1.0), c[0] * v),
            (h, 0.0), ops.transpose(xs, (1, 0, 2)), reverse=reverse,
        )  # fmt: skip
        return last, count, ys, limpid.gradients(ops.sum(last) + ops.sum(ys), [xs])

    assert not check_engines(states, [x, h]).fallbacks


def test_scans_body_runs_as_machine_code_and_agrees():
    x = np.random.default_rng(2).normal(size=(6, 3, 4))
    w = np.random.default_rng(3).normal(size=(4, 4))

    def loss(xs, w):
        last, ys = ops.scan(
            lambda c, v: (ops.tanh(c @ w + v), c * 2.0), np.zeros((3, 4)), xs
        )
        total = ops.sum(last) + ops.sum(ys * ys)
        return [total, *limpid.gradients(total, [xs, w])]

    check_engines(loss, [x, w], 100)


def test_too_little_memory_is_said_with_what_it_is_needed_for():
    def table(x):
        return ops.sum(ops.sin(ops.exp(x[:, None] + x[None, :]) @ x))

    with pytest.raises(OutOfMemoryError, match=r"A step needs \d+\.\d GiB .* exp"):
        NativeProgram(trace(table, np.zeros(20_000_000, "float32")))


# What LIMPID_DEBUG adds


@pytest.fixture
def watched(monkeypatch):
    monkeypatch.setenv("LIMPID_DEBUG", "1")


@pytest.mark.usefixtures("watched")
def test_watched_program_names_the_first_operation_that_is_not_finite():
    x = np.array([1.0, 0.0, 2.0], "float32")
    with pytest.warns(UserWarning, match=r"first NaN or infinity: log,? "):
        native(lambda v: ops.sum(ops.log(v) * 2.0), x)


@pytest.mark.usefixtures("watched")
def test_watched_program_notices_what_is_written_between_buffers():
    x = np.ones((9, 5), "float32")
    program = NativeProgram(
        trace(lambda v: ops.cumulative_sum(ops.tanh(v) @ v.T, axis=0) @ v, x)
    )
    program([x])
    watch = program._watch
    original = watch.poison

    def spoil():
        original()
        watch.arena[np.flatnonzero(watch.between)[0]] = 0

    watch.poison = spoil
    with pytest.raises(LimpidError, match="where no buffer lies"):
        program([x])


def test_additions_into_one_place_do_not_race(monkeypatch):
    monkeypatch.setenv("LIMPID_THREADS", "2")
    rng = np.random.default_rng(0)
    rows, places = rng.integers(0, 5, (64, 100)), rng.integers(0, 5, (4000, 64))

    def slopes(table, rows, places):
        picked = ops.sum(ops.take(table, rows, axis=0) * 2.0)
        along = ops.sum(ops.take_along_axis(table, places, axis=0))
        return limpid.gradients(picked + along, table)

    for _ in range(5):
        check_engines(slopes, [rng.normal(size=(5, 64)), rows, places])
