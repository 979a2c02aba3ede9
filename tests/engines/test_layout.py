"""Maps with the batch innermost, against the reference, whatever leads in and out."""

import numpy as np
import pytest
from tests.engines.agreement import check_engines

from limpid import ops
from limpid.engines.native.layout import FEWEST, MOST, pays, vectors
from limpid.engines.native.lowering import Lowering
from limpid.graph import trace
from limpid.graph.gradient import gradients

WINDOWS = {
    "side by side": (2, 2, "valid"),
    "with a rest": (3, 3, "valid"),
    "overlapping": (3, 2, "valid"),
    "padded": (3, 2, "same"),
}


def normal(*shape):
    return np.random.default_rng(shape).normal(size=shape)


def network(pool, window, function, **settings):
    """Return a function: two small convolutions, a product, and all gradients."""
    size, stride, padding = window

    def block(x, kernel, bias):
        y = function(ops.conv(x, kernel, **settings) + bias)
        return pool(y, size, stride, padding)

    def run(x, first, second, bias, dense):
        y = block(x, first, bias)
        z = ops.reshape(ops.conv(y, second), (x.shape[0], -1))
        loss = ops.sum(ops.tanh(z[:, : dense.shape[0]] @ dense))
        return z, *gradients(loss, [x, first, second, bias, dense])

    return run


def arrays(batch, channels=1, filters=(3, 5)):
    first, second = filters
    return (
        normal(batch, 12, 11, channels),
        normal(3, 2, channels, first),
        normal(2, 2, first, second),
        normal(first),
        # The loss is not yet as good as flat.
        normal(5, 4) / 10,
    )


@pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS.keys())
@pytest.mark.parametrize("function", [ops.relu, ops.tanh, ops.sin])
@pytest.mark.parametrize("pool", [ops.max_pool, ops.average_pool])
def test_layout_changes_no_result(pool, function, window):
    given = arrays(20)
    assert laid(network(pool, window, function), given)
    check_engines(network(pool, window, function), given, slack=100)


@pytest.mark.parametrize("batch", [FEWEST - 1, FEWEST, 37, 100])
@pytest.mark.parametrize("settings", [{"strides": 2}, {"padding": "same"}], ids=str)
def test_any_batch_and_window_agree(batch, settings):
    window = WINDOWS["side by side"]
    net = network(ops.max_pool, window, ops.relu, **settings)
    check_engines(net, arrays(batch, 2), slack=100)


def test_a_result_that_is_an_output_lies_as_its_owner_expects():
    def outputs(x, kernel):
        y = ops.conv(x, kernel)
        return y, ops.relu(y), ops.max_pool(y, 2)

    check_engines(outputs, (normal(20, 8, 8, 1), normal(3, 3, 1, 3)), slack=10)


def laid(function, given):
    """Return how many maps lie with the batch innermost."""
    lowering = Lowering(trace(function, *given))
    views = (v for n in lowering.graph.nodes for v in lowering.places.views(n))
    return sum(v.is_batch_last for v in views)


def test_many_filters_or_few_examples_stay_as_they_are():
    window = WINDOWS["side by side"]
    net = network(ops.max_pool, window, ops.relu)
    assert laid(net, arrays(32))
    assert not laid(net, arrays(FEWEST - 1))
    assert not laid(net, arrays(32, filters=(32, 16)))


@pytest.mark.parametrize("batch", [FEWEST, 64, 100, MOST])
@pytest.mark.parametrize("filters", [1, 3, 6, 8, 12, 16, 20, 64])
def test_the_batch_is_chosen_only_where_it_fills_vectors_better(batch, filters):
    graph = trace(ops.conv, np.ones((batch, 9, 9, 1)), np.ones((5, 5, 1, filters)))
    (node,) = graph.outputs
    better = vectors(batch) / batch < vectors(filters) / filters
    assert better or not pays(node)
