"""What every operation must keep, checked on the samples of tests/common/ops.py."""

import contextlib
import inspect
from importlib import import_module
from pkgutil import walk_packages

import numpy as np
import pytest
from tests.common.numeric import check_gradient, weighted
from tests.common.ops import SAMPLES, label

import limpid
from limpid import ops
from limpid.engines.reference import ReferenceEngine
from limpid.errors import GraphError
from limpid.graph import Op, trace
from limpid.graph.op import Binary, Unary
from limpid.graph.tree import leaves, map_leaves
from limpid.ops.linalg.decomposition import Decomposition

TRACEABLE = [s for s in SAMPLES if s.traceable]
SMOOTH = [s for s in TRACEABLE if s.smooth and s.is_float]

# Functions of no array: they have their own tests.
WITHOUT_ARRAY = {
    "arange", "broadcast_shapes", "can_cast", "convert_to_numpy", "empty", "eye",
    "finfo", "from_dlpack", "iinfo", "isdtype", "linspace", "ones", "result_type",
    "shape", "zeros", "__array_namespace_info__",
}  # fmt: skip

every_sample = pytest.mark.parametrize("given", SAMPLES, ids=label)
every_traceable = pytest.mark.parametrize("given", TRACEABLE, ids=label)


def operations() -> set[type[Op]]:
    """Return every operation that a file of the folder defines."""
    modules = [import_module("limpid.graph.arithmetic")]
    files = walk_packages(ops.__path__, "limpid.ops.")
    modules.extend(import_module(file.name) for file in files)
    return {
        thing
        for module in modules
        for thing in vars(module).values()
        if inspect.isclass(thing)
        and issubclass(thing, Op)
        and thing.__module__ == module.__name__
        and not inspect.isabstract(thing)
    }


def gradient(given):
    """Return the function that gives the sample's gradient."""
    return lambda *xs: limpid.gradients(weighted(given(*xs)), list(xs))


def second(given):
    first = gradient(given)
    return lambda *xs: limpid.gradients(weighted(first(*xs)), list(xs))


def derivatives(given):
    """Return the sample itself and its derivatives, as far as it has any."""
    if given not in SMOOTH:
        return [given]
    return [given, gradient(given), *([second(given)] if given.twice else [])]


@pytest.mark.parametrize("given", [s for s in SAMPLES if s.truth], ids=label)
def test_value_is_numpys(given):
    with np.errstate(all="ignore"):
        truth = given.truth(*given.inputs)
    got = leaves(given(*map(limpid.Tensor, given.inputs)))
    wanted = truth if isinstance(truth, (list, tuple)) and len(got) > 1 else [truth]
    for y, want in zip(got, wanted, strict=True):
        assert y.shape == np.shape(want)
        np.testing.assert_allclose(y.numpy(), want, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("given", SMOOTH, ids=label)
def test_gradients_are_those_of_finite_differences(given):
    check_gradient(given, given.inputs, twice=given.twice)


@every_traceable
@pytest.mark.parametrize("dtype", ["float64", "float32", "float16"])
def test_rules_of_shape_and_type_are_those_of_the_value(given, dtype):
    inputs = [x.astype(dtype) if x.dtype.kind == "f" else x for x in given.inputs]
    graph = trace(given, *inputs)
    values = {id(x): v for x, v in zip(graph.inputs, inputs, strict=True)}
    with np.errstate(all="ignore"):
        for node in graph.nodes:
            if node.op is None or not node.is_symbolic:
                values.setdefault(id(node), node._value)
                continue
            value = node.op.reference(*(values[id(x)] for x in node.inputs))
            values[id(node)] = value
            parts = value if isinstance(value, tuple) else (value,)
            described = [(np.shape(v), v.dtype) for v in parts]
            rules = (node.shape, node.dtype)
            assert described == (
                list(zip(*rules, strict=True)) if isinstance(value, tuple) else [rules]
            ), node.op


@every_traceable
def test_traced_graph_computes_what_eager_code_does(given):
    for function in derivatives(given):
        eager = leaves(function(*map(limpid.Tensor, given.inputs)))
        graph = trace(function, *given.inputs)
        values = ReferenceEngine().compile(graph)(list(given.inputs))
        for y, value in zip(eager, values, strict=True):
            np.testing.assert_array_equal(y.numpy(), value)


@every_sample
def test_layout_in_memory_does_not_matter(given):
    want = leaves(given(*map(limpid.Tensor, given.inputs)))
    strided = [np.repeat(x[..., None], 2, axis=-1)[..., 1] for x in given.inputs]
    fortran = [np.asfortranarray(x) for x in given.inputs]
    for layout in (strided, fortran):
        got = leaves(given(*map(limpid.Tensor.make, layout)))
        for y, z in zip(got, want, strict=True):
            np.testing.assert_allclose(y.numpy(), z.numpy(), rtol=1e-14, atol=1e-15)


@every_sample
def test_inputs_are_left_as_they_were(given):
    before = [x.copy() for x in given.inputs]
    tensors = [limpid.Tensor.make(x) for x in given.inputs]
    given(*tensors)
    if given in SMOOTH:
        gradient(given)(*tensors)
    for x, y in zip(given.inputs, before, strict=True):
        np.testing.assert_array_equal(x, y)


@pytest.mark.parametrize("given", [s for s in SAMPLES if s.is_float], ids=label)
def test_float32_stays_float32(given):
    narrow = [limpid.Tensor(x, dtype="float32") for x in given.inputs]
    for y in leaves(given(*narrow)):
        assert y.dtype != np.float64


def test_every_operation_occurs_in_a_sample():
    seen = set()
    for given in TRACEABLE:
        for function in derivatives(given):
            seen |= {type(x.op) for x in trace(function, *given.inputs).nodes}
    bases = {"Window", "Pool", "Sampling"}
    missing = {o.__name__ for o in operations() - seen} - bases
    assert not missing


def test_every_function_has_a_sample():
    functions = {n for n in ops.__all__ if inspect.isfunction(getattr(ops, n))}
    assert functions - WITHOUT_ARRAY <= {s.name for s in SAMPLES}


@pytest.mark.parametrize("op", sorted(operations(), key=lambda o: o.__name__))
def test_operation_says_what_it_is(op):
    assert op.__doc__
    elementwise = issubclass(op, Unary | Binary) and not issubclass(op, Decomposition)
    if elementwise and op.differentiable and op.__name__ != "StopGradient":
        assert op.formula
        assert op.derivative or op.__name__ in {"Maximum", "Minimum"}


@pytest.mark.parametrize(
    "given", [s for s in TRACEABLE if s.is_float and not s.smooth], ids=label
)
def test_what_has_no_derivative_says_so_or_gives_zero(given):
    xs = [limpid.Tensor(x) for x in given.inputs]
    ys = [y for y in leaves(given(*xs)) if y.dtype.kind == "f"]
    with contextlib.suppress(GraphError):
        assert all((g.numpy() == 0).all() for g in limpid.gradients(ys, xs))
        return
    with pytest.raises(GraphError, match="no derivative"):
        limpid.gradients(ys, xs)


@pytest.mark.parametrize("given", TRACEABLE[:1], ids=label)
def test_results_keep_their_structure(given):
    assert map_leaves(type, given(*map(limpid.Tensor, given.inputs))) is limpid.Tensor
