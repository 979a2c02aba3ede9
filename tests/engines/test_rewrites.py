"""What the native engine makes of a graph before it runs: the same, with less."""

import numpy as np
import pytest
from tests.engines.agreement import check_engines, run

from limpid import ops
from limpid.engines.native.lowering import Lowering
from limpid.engines.native.recomputing import Recomputed
from limpid.engines.native.rewrites import rewritten
from limpid.graph import trace
from limpid.graph.gradient import gradients

RNG = np.random.default_rng(0)
RISING = ["exp", "relu", "sigmoid", "tanh"]
# Windows that touch everything once, leave something out, overlap, reach outside.
WINDOWS = {
    "side by side": (2, 2, "valid"),
    "with a rest": (3, 3, "valid"),
    "apart": (2, 3, "valid"),
    "overlapping": (3, 2, "valid"),
    "padded": (3, 2, "same"),
}


def normal(*shape, dtype="float64"):
    return RNG.normal(size=shape).astype(dtype)


def pooled_layer(name, window, pool=ops.max_pool):
    """Return a function: pool(f(x + bias)) and the gradients by x and the bias."""
    size, stride, padding = window

    def function(x, bias, g):
        y = getattr(ops, name)(x + bias)
        pooled = pool(y, size, stride, padding)
        loss = ops.sum(pooled * g[:, : pooled.shape[1], : pooled.shape[2]])
        return pooled, *gradients(loss, [x, bias])

    return function


def shapes_of(graph, name):
    """Return the shapes of what operations of a name compute."""
    named = (n for n in graph.nodes if n.op is not None and n.is_symbolic)
    return [n.shape for n in named if n.op.name == name]


@pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS.keys())
@pytest.mark.parametrize("name", RISING)
def test_pooling_first_changes_no_result(name, window):
    arrays = normal(3, 8, 8, 5), normal(5), normal(3, 8, 8, 5)
    check_engines(pooled_layer(name, window), arrays, slack=10)


@pytest.mark.parametrize("name", RISING)
def test_a_rising_function_is_computed_once_for_each_window(name):
    arrays = normal(3, 8, 8, 5), normal(5), normal(3, 8, 8, 5)
    graph = trace(pooled_layer(name, WINDOWS["side by side"]), *arrays)
    assert shapes_of(graph, name) == [(3, 8, 8, 5)]
    assert shapes_of(rewritten(graph), name) == [(3, 4, 4, 5)]


def test_sums_are_taken_before_cotangents_are_spread():
    arrays = normal(3, 8, 8, 5), normal(5), normal(3, 8, 8, 5)
    graph = trace(pooled_layer("tanh", WINDOWS["side by side"]), *arrays)
    sums = [n for n in rewritten(graph).nodes if n.shape == (5,) and n.op is not None]
    assert sums[0].op.name == "sum"
    assert sums[0].inputs[0].shape == (3, 4, 4, 5)


@pytest.mark.parametrize("shape", [(8, 8, 5), (8, 1, 5), (1, 8, 5), (3, 1, 1, 5)])
def test_sums_over_some_axes_are_not_taken_before(shape):
    arrays = normal(3, 8, 8, 5), normal(*shape), normal(3, 8, 8, 5)
    check_engines(pooled_layer("tanh", WINDOWS["side by side"]), arrays, slack=10)


@pytest.mark.parametrize("name", RISING)
def test_of_equal_elements_the_first_still_wins(name):
    x = RNG.integers(-2, 3, (2, 8, 8, 3)).astype("float64")
    arrays = x, np.zeros(3), normal(2, 8, 8, 3)
    check_engines(pooled_layer(name, WINDOWS["overlapping"]), arrays)


def test_nan_reaches_all_that_it_reaches_in_the_reference():
    x = normal(2, 8, 8, 3)
    x[0, 1, 2, 0] = np.nan
    function = pooled_layer("tanh", WINDOWS["side by side"])
    wanted, got, _ = run(function, (x, normal(3), normal(2, 8, 8, 3)))
    for want, have in zip(wanted, got, strict=True):
        assert np.isnan(have[np.isnan(want)]).all()
        assert np.isnan(want).any()


def also_a_result(x):
    y = ops.tanh(x)
    return ops.max_pool(y, 2), y


def read_elsewhere(x):
    y = ops.tanh(x)
    return ops.max_pool(y, 2), ops.sum(y)


def pooled_twice(x):
    y = ops.tanh(x)
    return ops.max_pool(y, 2), ops.max_pool(y, 4)


@pytest.mark.parametrize("function", [also_a_result, read_elsewhere, pooled_twice])
def test_what_is_needed_in_full_is_computed_in_full(function):
    x = normal(2, 8, 8, 3)
    assert shapes_of(rewritten(trace(function, x)), "tanh") == [(2, 8, 8, 3)]
    check_engines(function, [x])


def second_gradient(x, g):
    y = ops.max_pool(ops.tanh(x), 2)
    (first,) = gradients(ops.sum(y * y * g), [x])
    return gradients(ops.sum(first * first), [x])


def test_gradients_of_gradients_agree():
    check_engines(second_gradient, (normal(2, 6, 6, 3), normal(2, 3, 3, 3)), slack=10)


@pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS.keys())
@pytest.mark.parametrize("pool", [ops.max_pool, ops.average_pool])
def test_what_follows_a_pools_gradient_joins_it(pool, window):
    arrays = normal(3, 9, 8, 5), normal(5), normal(3, 9, 8, 5)
    check_engines(pooled_layer("softplus", window, pool), arrays, slack=10)
    check_engines(pooled_layer("relu", window, pool), arrays, slack=10)


# What is cheap is not stored


def relu_layer(x, kernel, g):
    y = ops.relu(ops.matmul(x, kernel))
    return gradients(ops.sum(ops.matmul(y, kernel) * g), [x])


def test_the_slope_of_relu_is_not_stored():
    arrays = normal(64, 32), normal(32, 32), normal(64, 32)
    graph = rewritten(trace(relu_layer, *arrays))
    lowering = Lowering(graph)
    stored = {n.op.name for u in lowering.units for n in lowering.fusion.results(u)}
    assert not stored & {"greater", "cast"}
    check_engines(relu_layer, arrays, slack=10)


def read_often(x, y):
    z = x * y
    return [ops.sum(z, axis=i) for i in range(3)]


def test_what_is_read_often_is_stored():
    graph = trace(read_often, normal(4, 5, 6), normal(4, 5, 6))
    assert not Recomputed(graph).chains


def centered(x):
    c = x - ops.mean(x, axis=0)
    return ops.mean(c * c, axis=0), ops.max(c, axis=0)


def test_a_centered_value_is_computed_in_each_sum():
    x = normal(40, 12)
    (_, *others) = Lowering(trace(centered, x)).units
    assert {"subtract"} < {n.op.name for n in others[0].nodes}
    check_engines(centered, [x])


def stopped(x, y):
    z = ops.stop_gradient(x * 0.5)
    return ops.matmul(z, y), ops.sum(z * y)


def test_a_stopped_gradient_costs_nothing():
    x = normal(5, 5)
    assert not shapes_of(rewritten(trace(stopped, x, x)), "stop_gradient")
    check_engines(stopped, [x, x])


# Partial results

REDUCED = [
    ((64, 28, 28, 6), (0, 1, 2)),
    ((64, 10, 10, 16), (0, 1, 2)),
    ((70, 9, 31, 3), (0, 2)),
    ((5, 70, 90), (1, 2)),
    ((128, 200), (0,)),
    ((20, 30, 40), (0, 1, 2)),
    ((33, 5, 7, 11, 3), (0, 1, 3)),
]


@pytest.mark.parametrize(("shape", "axes"), REDUCED)
@pytest.mark.parametrize("name", ["sum", "max", "prod"])
def test_reductions_in_parts_agree(name, shape, axes):
    x = 1 + 0.01 * normal(*shape)

    def function(x):
        reduce = getattr(ops, name)
        return reduce(x, axis=axes), reduce(x * x - 0.5, axis=axes, keepdims=True)

    check_engines(function, [x], slack=100)


def test_partial_results_are_as_many_for_any_number_of_threads(monkeypatch):
    x = normal(64, 28, 28, 6, dtype="float32")
    found = set()
    for threads in ("1", "2", "3", "7"):
        monkeypatch.setenv("LIMPID_THREADS", threads)
        _, (total,), _ = run(lambda x: ops.sum(x, axis=(0, 1, 2)), [x])
        found.add(total.tobytes())
    assert len(found) == 1


@pytest.mark.parametrize("axes", [0, 1, (0, 1)])
def test_products_are_added_up_as_they_are_multiplied(axes):
    def function(x, y):
        return ops.sum(ops.matmul(x, y), axis=axes)

    arrays = normal(2, 3, 4, 5), normal(3, 5, 6)
    check_engines(function, arrays)
    assert not shapes_of(rewritten(trace(function, *arrays)), "matmul")


@pytest.mark.parametrize("axes", [2, (1, 3), (0, 1, 2, 3)])
def test_sums_inside_matrices_are_taken_afterwards(axes):
    def function(x, y):
        return ops.sum(ops.matmul(x, y), axis=axes)

    arrays = normal(2, 3, 4, 5), normal(3, 5, 6)
    check_engines(function, arrays)
    assert shapes_of(rewritten(trace(function, *arrays)), "matmul")


def test_products_that_are_read_themselves_are_stored():
    def function(x, y):
        z = ops.matmul(x, y)
        return ops.sum(z, axis=0), z

    check_engines(function, (normal(3, 4, 5), normal(5, 6)))


def pooled_convolution(window, **settings):
    """Return a function: pool(conv(x)) and the gradients by x and the kernel."""
    size, stride, padding = window

    def function(x, kernel, g):
        pooled = ops.max_pool(ops.conv(x, kernel, **settings), size, stride, padding)
        loss = ops.sum(pooled * g[:, : pooled.shape[1], : pooled.shape[2]])
        return pooled, *gradients(loss, [x, kernel])

    return function


@pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS.keys())
@pytest.mark.parametrize("channels", [1, 17])
@pytest.mark.parametrize(
    "settings",
    [{"padding": "same", "dilation_rate": (2, 1)}, {"strides": (2, 1)}],
    ids=str,
)
def test_a_kernel_learns_from_winners_what_it_would_from_all(
    window, channels, settings
):
    arrays = (
        normal(3, 14, 13, channels),
        normal(3, 2, channels, 5),
        normal(3, 14, 14, 5),
    )
    check_engines(pooled_convolution(window, **settings), arrays, slack=10)


def test_only_winners_are_looked_at():
    arrays = normal(2, 10, 10, 3), normal(3, 3, 3, 5), normal(2, 4, 4, 5)
    graph = rewritten(trace(pooled_convolution((2, 2, "valid")), *arrays))
    assert shapes_of(graph, "winners_kernel") == [(3, 3, 3, 5)]
    assert not shapes_of(graph, "conv_kernel")


def test_a_window_without_a_winner_hands_nothing_on():
    x, kernel, g = normal(1, 4, 4, 1), normal(1, 1, 1, 1), np.ones((1, 2, 2, 1))
    x[0, 0, 0, 0] = np.nan
    arrays = x, kernel, g
    check_engines(pooled_convolution((2, 2, "valid")), arrays)
