"""What the lectures say about computation graphs and gradients."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import limpid
from limpid.layers import Dense

number = st.floats(-10, 10)


@given(number, number, number)
def test_gates_distribute_swap_and_route(x, y, upstream):
    a, b = (limpid.Tensor(v, dtype="float64") for v in (x, y))

    def passed_on(gate):
        return [float(g) for g in limpid.gradients(upstream * gate, [a, b])]

    assert passed_on(a + b) == [upstream, upstream]
    assert passed_on(a * b) == [upstream * y, upstream * x]
    if x != y:
        winner = [upstream, 0.0] if x > y else [0.0, upstream]
        assert passed_on(limpid.maximum(a, b)) == winner


@pytest.mark.parametrize("width", [1, 2, 3, 4, 5])
def test_gradient_of_a_parameter_has_its_shape(width):
    w1, b1, w2, b2 = (
        limpid.Tensor(np.ones(s)) for s in ((3, width), (3, 1), (3, 3), (3, 1))
    )
    a = np.ones((width, 1))
    z = limpid.matmul(w2, limpid.tanh(limpid.matmul(w1, a) + b1)) + b2
    gradients = limpid.gradients(limpid.sum(z), [w1, b1, w2, b2])
    assert [g.shape for g in gradients] == [(3, width), (3, 1), (3, 3), (3, 1)]


def test_examples_in_rows_and_in_columns_give_the_same_numbers():
    rng = np.random.default_rng(0)
    x, w, b = rng.normal(size=(7, 4)), rng.normal(size=(4, 2)), rng.normal(size=2)
    goal = rng.normal(size=(7, 2))
    tensors = [limpid.Tensor(v) for v in (w, b)]
    rows = limpid.matmul(x, tensors[0]) + tensors[1]
    columns = limpid.matmul(limpid.transpose(tensors[0]), x.T) + tensors[1][:, None]
    np.testing.assert_allclose(rows.numpy(), columns.numpy().T, rtol=1e-13)
    by_rows = limpid.gradients(limpid.sum(limpid.tanh(rows) * goal), tensors)
    by_columns = limpid.gradients(limpid.sum(limpid.tanh(columns) * goal.T), tensors)
    for one, other in zip(by_rows, by_columns, strict=True):
        np.testing.assert_allclose(one.numpy(), other.numpy(), rtol=1e-12)
    single = (1 - np.tanh(x @ w + b) ** 2) * goal
    np.testing.assert_allclose(by_rows[1].numpy(), single.sum(0), rtol=1e-12)


def test_the_forward_listing_of_three_layers_runs_unchanged():
    np_ = limpid  # the listing says np.dot and np.exp
    rng = np.random.default_rng(0)
    W1, W2, W3 = (limpid.Tensor(rng.normal(size=s)) for s in ((4, 3), (4, 4), (1, 4)))
    b1, b2, b3 = (limpid.Tensor(rng.normal(size=(n, 1))) for n in (4, 4, 1))
    f = lambda x: 1.0 / (1.0 + np_.exp(-x))  # noqa: E731 - as the lecture prints it
    x = limpid.Tensor(rng.normal(size=(3, 1)))
    h1 = f(np_.dot(W1, x) + b1)
    h2 = f(np_.dot(W2, h1) + b2)
    out = np_.dot(W3, h2) + b3
    assert [h1.shape, h2.shape, out.shape] == [(4, 1), (4, 1), (1, 1)]


def trained_classifier():
    limpid.utils.set_random_seed(0)
    (x, y), _ = limpid.datasets.digits.load_data()
    flat = x.reshape(len(x), -1) / 16
    model = limpid.Sequential([Dense(16, "tanh"), Dense(10)])
    loss = limpid.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss=loss)
    model.fit(flat[:300], y[:300], epochs=3, verbose=0)
    return model.get_weights(), flat[:1].astype("float64"), y[:1], loss


def test_input_gradient_of_a_trained_classifier_is_that_of_central_differences():
    weights, x, y, loss = trained_classifier()
    w1, b1, w2, b2 = (w.astype("float64") for w in weights)

    def cost(x):
        return loss(y, limpid.matmul(limpid.tanh(limpid.matmul(x, w1) + b1), w2) + b2)

    point = limpid.Tensor(x)
    gradient = limpid.gradients(cost(point), point).numpy()
    for pixel in range(0, 64, 7):
        step = np.zeros_like(x)
        step[0, pixel] = 1e-5
        difference = (float(cost(x + step)) - float(cost(x - step))) / 2e-5
        assert gradient[0, pixel] == pytest.approx(difference, abs=1e-8)


def test_predicted_change_errs_by_the_square_of_the_step():
    x, y = np.array([0.5, -1.0]), 1.0

    def loss(w):
        return (limpid.sigmoid(limpid.sum(w * x)) - y) ** 2

    w = limpid.Tensor([0.3, 0.8], dtype="float64")
    slope = float(limpid.gradients(loss(w), w)[0])
    errors = []
    for step in (1e-2, 1e-3, 1e-4):
        moved = limpid.Tensor([0.3 + step, 0.8], dtype="float64")
        errors.append(abs(float(loss(moved)) - float(loss(w)) - slope * step))
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.2)
    assert errors[1] / errors[2] == pytest.approx(100, rel=0.2)


def test_gradients_by_name_equal_those_of_backward():
    x = limpid.Variable(np.array([1.0, -2.0, 3.0]))
    y = limpid.sum(limpid.tanh(x) * x)
    asked = limpid.gradients(ys=y, xs=x)
    assert [g.tolist() for g in limpid.gradients(ys=y, xs=[x])] == [asked.tolist()]
    limpid.sum(limpid.tanh(x) * x).backward()
    assert x.grad.tolist() == asked.tolist()


def test_the_loop_with_assign_runs():
    weights, lr = limpid.Variable(np.array([4.0, -3.0])), 0.1
    for _ in range(100):
        loss = limpid.sum((weights - 1.0) ** 2)
        grads = limpid.gradients(ys=loss, xs=weights)
        assert weights.assign(weights - lr * grads) is weights
    np.testing.assert_allclose(weights.numpy(), [1, 1], atol=1e-8)


@pytest.mark.parametrize("activation", [None, "tanh"])
def test_linear_layers_collapse_into_one_and_others_do_not(activation):
    rng = np.random.default_rng(0)
    model = limpid.Sequential([Dense(4, activation, use_bias=False) for _ in range(3)])
    x = rng.normal(size=(5, 4)).astype("float32")
    out = model(x).numpy()
    product = np.linalg.multi_dot(model.get_weights())
    assert np.allclose(out, x @ product, atol=1e-5) == (activation is None)
