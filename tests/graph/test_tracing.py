"""Tracing: Python code as data, and what a compiled call may change."""

import inspect

import numpy as np
import pytest

import limpid
from limpid import Tensor, Variable, ops
from limpid.errors import DataError, GraphError
from limpid.graph import scope, trace


def test_graph_knows_shapes_types_and_structure():
    graph = trace(
        lambda x, k: {"y": x * 2, "z": (x + k["b"],)}, np.ones((2, 3)), {"b": 1.0}
    )
    assert [x.shape for x in graph.inputs] == [(2, 3), ()]
    assert [y.shape for y in graph.outputs] == [(2, 3), (2, 3)]
    assert graph.outputs[0].dtype == np.float64
    assert graph.rebuild(["a", "b"]) == {"y": "a", "z": ("b",)}


def test_nodes_come_after_what_they_are_made_of():
    graph = trace(lambda x: ops.tanh(x @ x) + x, np.ones((2, 2)))
    place = {id(node): i for i, node in enumerate(graph.nodes)}
    for node in graph.nodes:
        assert all(place[id(x)] < place[id(node)] for x in node.inputs)


def test_variables_read_and_assigned_are_inputs_and_outputs():
    read, both, written = Variable(1.0), Variable(2.0), Variable(3.0)

    def step(x):
        written.assign(read + x)
        both.assign(both * 2)
        return both + written

    graph = trace(step, 1.0)
    assert graph.variables == (read, both)
    assert graph.updates == (written, both)
    assert (read.item(), both.item(), written.item()) == (1.0, 2.0, 3.0)
    assert limpid.compile(step)(5.0).item() == 10.0
    assert (read.item(), both.item(), written.item()) == (1.0, 4.0, 6.0)


def test_compiled_function_sees_the_variable_as_it_is_now():
    w = Variable(2.0)
    times = limpid.compile(lambda x: x * w)
    assert times(3.0).item() == 6.0
    w.assign(5.0)
    assert times(3.0).item() == 15.0


def test_failed_call_changes_no_variable():
    first, second = Variable(1.0), Variable(np.zeros(3))

    def step(index):
        first.assign(first + 1)
        second.assign(second + ops.take(second, index, axis=0))

    compiled = limpid.compile(step)
    with pytest.raises(DataError, match="out of range"):
        compiled(np.array(7))
    assert first.item() == 1.0
    compiled(np.array(2))
    assert first.item() == 2.0


def test_error_in_a_compiled_call_names_layer_and_source():
    def step(index):
        with scope("lookup"):
            return ops.take(Tensor([1.0, 2.0]), index, axis=0)

    with pytest.raises(DataError, match=r"take in lookup, .*test_tracing.py:\d+"):
        limpid.compile(step)(np.array(5))


def test_nodes_remember_line_and_layer():
    def function(x):
        with scope("encoder"), scope("dense"):
            return ops.exp(x)  # This line.

    node = trace(function, 1.0).outputs[0]
    lines, first = inspect.getsourcelines(function)
    assert node.source == (__file__, first + len(lines) - 1)
    assert node.scope == ("encoder", "dense")


def test_each_shape_and_type_is_traced_once():
    calls = []

    def function(x):
        calls.append(x.shape)
        return x * 2

    compiled = limpid.compile(function)
    for shape in ((2,), (3,), (2,), (3,)):
        assert compiled(np.ones(shape)).shape == shape
    compiled(np.ones(2, "float32"))
    assert calls == [(2,), (3,), (2,)]


def test_python_cannot_branch_on_a_traced_value():
    with pytest.raises(GraphError):
        trace(lambda x: x if x > 0 else -x, 1.0)


def test_gradient_is_a_graph_that_compiles():
    def function(x):
        return limpid.gradients(ops.sum(ops.tanh(x) ** 2), x)

    x = np.linspace(-1, 1, 5)
    graph = trace(function, x)
    assert all(node.is_symbolic or node.op is None for node in graph.inputs)
    np.testing.assert_allclose(
        limpid.compile(function)(x).numpy(),
        2 * np.tanh(x) * (1 - np.tanh(x) ** 2),
        rtol=1e-12,
    )


def test_training_step_compiles_to_the_eager_one():
    rng = np.random.default_rng(0)
    data, target = rng.normal(size=(8, 3)), rng.normal(size=(8, 1))
    start = rng.normal(size=(3, 1))
    results = []
    for wrap in (lambda f: f, limpid.compile):
        w = Variable(start)

        def step(x, t, w=w):
            loss = ops.mean(ops.square(x @ w - t))
            w.assign(w - limpid.gradients(loss, w) * 0.1)
            return loss

        run = wrap(step)
        losses = [float(run(Tensor(data), Tensor(target))) for _ in range(5)]
        results.append([*losses, *w.numpy().ravel()])
    np.testing.assert_allclose(results[0], results[1], rtol=1e-12)
    assert results[0][4] < results[0][0]


def test_tracing_inside_tracing_keeps_variables_apart():
    w = Variable(1.0)

    def outer(x):
        inner = trace(lambda y: y * w, x)
        assert len(inner.variables) == 1
        return x + 1

    assert trace(outer, 1.0).variables == ()
