"""Backpropagation: what it computes, keeps, releases and refuses."""

import gc
import weakref

import numpy as np
import pytest

import limpid
from limpid import Tensor, ops
from limpid.errors import GraphError, ShapeError
from limpid.graph import gradient as gradient_module


def test_value_used_twice_accumulates():
    x = Tensor(3.0)
    (x * x + x).backward()
    assert x.grad.item() == 7.0


def test_gradient_adds_up_over_calls_until_cleared():
    x = Tensor(2.0)
    (x * 3).backward()
    (x * 4).backward()
    assert x.grad.item() == 7.0
    x.grad = None
    (x * 4).backward()
    assert x.grad.item() == 4.0


def test_diamonds_cost_one_visit_each(monkeypatch):
    # 2**50 paths: only a walk that visits each node once comes back.
    visits = []
    rule = gradient_module._vjp
    monkeypatch.setattr(
        gradient_module, "_vjp", lambda *args: visits.append(1) or rule(*args)
    )
    x = Tensor(1.0)
    y = x
    for _ in range(50):
        y = y * 0.5 + y * 0.5
    y.backward()
    assert x.grad.item() == 1.0
    assert len(visits) == 150


def chain(length: int) -> tuple[Tensor, Tensor]:
    x = y = Tensor(1.0)
    one = Tensor(1.0)
    for _ in range(length):
        y = y + one
    return x, y


def test_chain_of_a_hundred_thousand_steps_needs_no_recursion():
    x, y = chain(100_000)
    y.backward()
    assert x.grad.item() == 1.0
    x, y = chain(100_000)
    assert limpid.gradients(y, x).item() == 1.0
    del x, y
    gc.collect()


@pytest.mark.slow
def test_graph_of_a_million_nodes_needs_no_recursion():
    x, y = chain(1_000_000)
    y.backward()
    assert x.grad.item() == 1.0


def test_traced_chain_of_ten_thousand_steps_needs_no_recursion():
    def function(x):
        for _ in range(10_000):
            x = x + 1.0
        return x

    graph = limpid.trace(function, 0.0)
    assert len(graph.nodes) >= 10_000
    assert limpid.compile(function)(0.0).item() == 10_000


def test_backward_releases_what_nobody_holds():
    x = Tensor(np.ones(4))
    middle = ops.exp(x)
    seen = weakref.ref(middle)
    y = ops.sum(middle * 2)
    del middle
    assert seen() is not None
    y.backward()
    assert seen() is None


def test_second_backward_says_that_the_record_is_gone():
    x = Tensor(2.0)
    y = x * x
    y.backward()
    with pytest.raises(GraphError, match="retain_graph=True"):
        y.backward()


def test_retained_graph_can_be_walked_again():
    x = Tensor(2.0)
    y = x * x
    y.backward(retain_graph=True)
    y.backward()
    assert x.grad.item() == 8.0


def test_half_of_a_released_graph_is_refused_too():
    x = Tensor(2.0)
    shared = x * x
    (shared * 2).backward()
    with pytest.raises(GraphError, match="released"):
        (shared * 3).backward()


def test_no_grad_records_nothing_and_ends_with_its_block():
    x = Tensor(2.0)
    with limpid.no_grad():
        y = x * x
    assert y.op is None
    assert (x * x).op is not None
    with pytest.raises(ZeroDivisionError), limpid.no_grad():
        raise ZeroDivisionError
    assert (x * x).op is not None


def test_detach_forgets_the_history():
    x = Tensor(3.0)
    (x * x.detach()).backward()
    assert x.grad.item() == 3.0


def test_nothing_flows_through_stop_gradient():
    x = Tensor(3.0)
    assert limpid.gradients(x * ops.stop_gradient(x), x).item() == 3.0


def test_backward_from_many_numbers_needs_their_cotangent():
    x = Tensor([1.0, 2.0])
    with pytest.raises(GraphError, match="one number"):
        (x * x).backward()
    (x * x).backward(gradient=[1.0, 10.0])
    assert x.grad.tolist() == [2.0, 40.0]


def test_cotangent_of_another_shape_is_refused():
    x = Tensor([1.0, 2.0])
    with pytest.raises(ShapeError, match="same shape"):
        (x * x).backward(gradient=[1.0])


def test_gradient_of_integers_is_refused():
    with pytest.raises(GraphError, match="Only floats"):
        limpid.gradients(Tensor(2) * 2, Tensor(2))


def test_gradients_have_the_form_they_were_asked_in():
    x, y = Tensor(2.0), Tensor(5.0)
    assert limpid.gradients(x * y, x).item() == 5.0
    assert [g.item() for g in limpid.gradients(x * y, [x, y])] == [5.0, 2.0]
    assert limpid.gradients([x * y, x], x).item() == 6.0
    assert limpid.gradients(x * y, x, grad_ys=3.0).item() == 15.0


def test_gradient_of_what_y_does_not_depend_on_is_zero():
    x, other = Tensor([1.0]), Tensor([[1.0, 2.0]])
    got = limpid.gradients(ops.sum(x), other)
    assert got.tolist() == [[0.0, 0.0]]
    assert got.dtype == other.dtype


def test_gradients_leave_grad_alone():
    x = Tensor(2.0)
    limpid.gradients(x * x, x)
    assert x.grad is None


def test_gradient_of_gradient_of_gradient():
    third = limpid.grad(limpid.grad(limpid.grad(lambda x: x**4)))
    assert third(2.0).item() == pytest.approx(48.0)


def test_value_and_grad_takes_several_arguments():
    both = limpid.value_and_grad(lambda x, y: x * x * y, argnums=(0, 1))
    value, (dx, dy) = both(3.0, 2.0)
    assert (value.item(), dx.item(), dy.item()) == (18.0, 12.0, 9.0)


def test_gradient_by_an_intermediate_value():
    x = Tensor(2.0)
    middle = x * x
    assert limpid.gradients(middle * 3, middle).item() == 3.0


def test_gradient_of_a_selection_stops_at_the_condition():
    x = Tensor([-1.0, 2.0])
    y = ops.sum(ops.where(x > 0, x * 3, 0.0))
    assert limpid.gradients(y, x).tolist() == [0.0, 3.0]


def test_cotangents_have_the_shape_and_type_of_what_they_belong_to():
    w = Tensor(np.ones((3, 1), "float32"))
    x = Tensor(np.ones((2, 3, 4)))
    g = limpid.gradients(w * x, w)
    assert (g.shape, g.dtype) == ((3, 1), np.float32)


def test_gradient_is_computed_in_float64_when_asked():
    x = Tensor(np.array(0.1))
    g = limpid.gradients(ops.exp(x), x)
    assert g.dtype == np.float64
    assert g.item() == pytest.approx(np.exp(0.1), rel=1e-15)
