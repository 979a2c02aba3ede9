"""scan is the loop it stands for: in value, in gradient, in the second gradient."""

import numpy as np
import pytest
from tests.common.numeric import check_gradient

import limpid
from limpid import ops
from limpid.errors import ConfigError, GraphError, ShapeError
from limpid.graph import Variable, trace
from limpid.graph.tree import leaves

RNG = np.random.default_rng(3)
STATE = RNG.bit_generator.state


@pytest.fixture(autouse=True)
def same_numbers_in_any_order():
    """Let each test draw what it would draw alone."""
    RNG.bit_generator.state = STATE


def unrolled(f, init, xs=None, length=None, reverse=False):
    """Return what scan returns, by a Python loop."""
    count = leaves(xs)[0].shape[0] if xs is not None else length
    carry, ys = init, [None] * count
    for i in reversed(range(count)) if reverse else range(count):
        x = (
            None
            if xs is None
            else limpid.graph.tree.map_leaves(lambda x, i=i: x[i], xs)
        )
        carry, ys[i] = f(carry, x)
    return carry, ys


def recurrent(c, x, weights):
    """Return the next state of a small network and something made of it."""
    state = ops.tanh(c @ weights + x)
    return state, state * c + x


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("length", [1, 2, 20])
def test_scan_is_the_unrolled_loop(length, reverse):
    arrays = [RNG.normal(size=s) for s in ((2, 3), (length, 2, 3), (3, 3))]

    def looped(loop, c, x, w):
        last, ys = loop(lambda c, x: recurrent(c, x, w), c, x, reverse=reverse)
        stacked = ops.stack(ys) if isinstance(ys, list) else ys
        return ops.sum(last * 2) + ops.sum(ops.square(stacked))

    results = []
    for loop in (ops.scan, unrolled):
        tensors = [limpid.Tensor(a) for a in arrays]
        y = looped(loop, *tensors)
        first = limpid.gradients(y, tensors)
        total = sum((ops.sum(g * g) for g in first[1:]), ops.sum(first[0] * first[0]))
        results.append([y, *first, *limpid.gradients(total, tensors)])
    for got, want in zip(*results, strict=True):
        np.testing.assert_allclose(got.numpy(), want.numpy(), rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("reverse", [False, True])
def test_gradients_are_those_of_finite_differences_over_twenty_steps(reverse):
    weights = RNG.normal(size=(2, 2))

    def function(c, x, w):
        return ops.scan(lambda c, x: recurrent(c, x, w), c, x, reverse=reverse)

    arrays = [RNG.normal(size=2), RNG.normal(size=(20, 2)) / 2, weights]
    check_gradient(function, arrays)


def test_compiled_scan_is_the_eager_one():
    def function(c, x, w):
        loss = ops.sum(ops.scan(lambda c, x: recurrent(c, x, w), c, x)[1])
        return loss, limpid.gradients(loss, [c, x, w])

    arrays = [RNG.normal(size=s) for s in ((1, 2), (4, 1, 2), (2, 2))]
    eager = leaves(function(*map(limpid.Tensor, arrays)))
    compiled = leaves(limpid.compile(function, engine="reference")(*arrays))
    for got, want in zip(compiled, eager, strict=True):
        np.testing.assert_array_equal(got.numpy(), want.numpy())


def test_scan_is_one_operation_in_the_graph():
    graph = trace(
        lambda x: ops.scan(lambda c, x: (c + x, c * x), 0.0, x), np.ones(9, "float32")
    )
    names = [x.op.name for x in graph.nodes if x.op is not None]
    assert names.count("scan") == 1
    assert "multiply" not in names


def test_nested_structures_keep_their_form():
    def step(carry, x):
        total = carry["total"] + x["a"] * x["b"][0]
        return {"total": total, "last": (x["a"],)}, [total, None]

    xs = {"a": limpid.Tensor([1.0, 2.0]), "b": (limpid.Tensor([3.0, 4.0]),)}
    init = {"total": 0.0, "last": (0.0,)}
    carry, ys = ops.scan(step, init, xs)
    assert carry["total"].item() == 11.0
    assert carry["last"][0].item() == 2.0
    assert ys[0].tolist() == [3.0, 11.0]
    assert ys[1] is None


def test_no_sequence_means_so_many_steps():
    last, ys = ops.scan(lambda c, x: (c * 2, x if x is not None else c), 1.0, length=5)
    assert last.item() == 32.0
    assert ys.tolist() == [1, 2, 4, 8, 16]


def test_no_steps_give_the_first_carry_and_its_whole_gradient():
    c, x = limpid.Tensor([1.0, 2.0]), limpid.Tensor(np.zeros((0, 2), "float32"))
    last, ys = ops.scan(lambda c, x: (c * x, c), c, x)
    assert last.tolist() == [1.0, 2.0]
    assert ys.shape == (0, 2)
    assert limpid.gradients(last, c).tolist() == [1.0, 1.0]


def test_integer_sequences_and_carries_have_no_gradient_but_do_no_harm():
    table = limpid.Tensor(RNG.normal(size=(4, 3)))

    def step(carry, i):
        count, state = carry
        row = ops.take(table, i, axis=0)
        return (count + 1, ops.tanh(state + row)), count

    def loss(loop):
        state = limpid.Tensor(np.zeros(3))
        (count, last), _ = loop(step, (limpid.Tensor(0), state), np_indices)
        assert count.item() == 5
        return limpid.gradients(ops.sum(last), table).numpy()

    np_indices = limpid.Tensor([0, 3, 3, 1, 0])
    np.testing.assert_allclose(loss(ops.scan), loss(unrolled), rtol=1e-12)


def test_variables_read_inside_have_gradients():
    w = Variable(np.array(0.7))
    xs = limpid.Tensor(RNG.normal(size=6))

    def loss(loop):
        return loop(lambda c, x: (ops.tanh(c * w + x), None), limpid.Tensor(xs[0]), xs)[
            0
        ]

    w.grad = None
    loss(ops.scan).backward()
    assert w.grad.item() == pytest.approx(limpid.gradients(loss(unrolled), w).item())


def test_variables_read_inside_a_compiled_scan_are_inputs_of_the_graph():
    w = Variable(2.0)
    step = limpid.compile(
        lambda xs: ops.scan(lambda c, x: (c * w + x, None), 0.0, xs)[0]
    )
    assert step(np.ones(3, "float32")).item() == 7.0
    w.assign(3.0)
    assert step(np.ones(3, "float32")).item() == 13.0


def test_what_is_computed_outside_is_captured_with_its_history():
    x = limpid.Tensor(2.0)
    y = x * x
    last, _ = ops.scan(lambda c, _: (c * y, None), 1.0, length=3)
    assert limpid.gradients(last, x).item() == 6 * 2.0**5


def test_scan_inside_scan():
    def inner(c, x):
        return ops.scan(lambda c, _: (c * x, c), c, length=2)

    def function(x):
        return ops.scan(inner, limpid.Tensor(1.0, dtype="float64"), x)[0]

    check_gradient(function, [RNG.uniform(0.5, 1.5, 3)])


def test_body_sees_the_sequence_in_reverse_but_results_keep_its_order():
    xs = limpid.Tensor([1.0, 2.0, 3.0])
    last, sums = ops.scan(lambda c, x: (c + x, c + x), 0.0, xs, reverse=True)
    assert last.item() == 6.0
    assert sums.tolist() == [6.0, 5.0, 3.0]


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda f: ops.scan(f, 0.0), ConfigError, "length"),
        (lambda f: ops.scan(f, 0.0, limpid.Tensor(1.0)), ShapeError, "axis"),
        (
            lambda f: ops.scan(f, 0.0, limpid.Tensor([1.0]), length=2),
            ShapeError,
            "steps",
        ),
        (
            lambda f: ops.scan(f, limpid.Tensor([1.0, 2.0]), np.ones((2, 3, 2))),
            ShapeError,
            "carry",
        ),
        (
            lambda f: ops.scan(f, 0, np.ones(3, "float32")),
            ShapeError,
            "cast or reshape",
        ),
    ],
)
def test_misuse_is_named(call, error, text):
    with pytest.raises(error, match=text):
        call(lambda c, x: (c + x, None))


def test_assigning_inside_is_refused():
    w = Variable(1.0)

    def step(c, x):
        w.assign(c)
        return c + x, None

    with pytest.raises(GraphError):
        ops.scan(step, 0.0, limpid.Tensor([1.0]))
    with pytest.raises(GraphError, match="carry"):
        limpid.compile(lambda xs: ops.scan(step, 0.0, xs)[0])(np.ones(2, "float32"))
    assert w.item() == 1.0
