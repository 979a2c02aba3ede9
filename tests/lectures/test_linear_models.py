"""What the lectures say about linear classifiers, regression and neighbors."""

import numpy as np
import pytest

import limpid
from limpid.datasets import housing, quadrants, ring, standardize, three_modes
from limpid.layers import Dense
from limpid.losses import multiclass_hinge
from limpid.utils import set_random_seed

A = np.array([[56, 32, 10, 18], [90, 23, 128, 133]], dtype=np.uint8)
B = np.array([[10, 20, 24, 17], [8, 10, 89, 100]], dtype=np.uint8)

# The nine points of the linear classifier's demonstration, three of each class.
POINTS = limpid.datasets.nine_points.load_data()


def descend(loss, start, rate, steps):
    """Return the weights after plain gradient descent, compiled as one scan."""

    def step(weights, _):
        gradients = limpid.gradients(loss(weights), list(weights))
        pairs = zip(weights, gradients, strict=True)
        return tuple(w - rate * g for w, g in pairs), limpid.asarray(0.0)

    train = limpid.compile(lambda w: limpid.scan(step, w, length=steps)[0])
    return [w.numpy() for w in train(tuple(map(np.asarray, start)))]


def test_distance_of_bytes_does_not_wrap_around():
    bytes_apart = limpid.sum(
        limpid.abs(limpid.cast(A, "int64") - limpid.cast(B, "int64"))
    )
    assert int(bytes_apart) == abs(A.astype(int) - B.astype(int)).sum()


def test_fast_form_of_the_distance_is_the_root_of_the_sum_of_squares():
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(20, 5)), rng.normal(size=(30, 5))
    squares = limpid.sum(limpid.square(x), axis=1)[:, None] + limpid.sum(y * y, axis=1)
    fast = limpid.sqrt(squares - 2 * limpid.matmul(x, y.T))
    want = np.sqrt(((x[:, None] - y) ** 2).sum(-1))
    np.testing.assert_allclose(fast.numpy(), want, atol=1e-9)


def test_picture_equal_to_a_template_scores_highest_for_its_class():
    rng = np.random.default_rng(0)
    templates = rng.normal(size=(10, 64))
    templates /= np.linalg.norm(templates, axis=1, keepdims=True)
    scores = limpid.matmul(templates, templates.T)
    assert limpid.argmax(scores, axis=1).tolist() == list(range(10))


def test_score_grows_along_its_weights_and_is_zero_on_its_line():
    w, b = np.array([3.0, -1.0]), -0.5
    x = limpid.Tensor([0.2, 0.4])
    score = limpid.matmul(x, w) + b
    np.testing.assert_array_equal(limpid.gradients(score, x).numpy(), w)
    along = np.array([-w[1], w[0]])
    for t in np.linspace(-2, 2, 9):
        point = -b * w / (w @ w) + t * along
        assert abs(float(limpid.matmul(point, w) + b)) < 1e-9


def best_line(x, y):
    """Return the largest accuracy of any of many lines, either side first."""
    angles = np.linspace(0, np.pi, 90, endpoint=False)
    projections = x @ np.stack([np.cos(angles), np.sin(angles)])
    right = [
        ((projections > offset) == y).mean(0) for offset in np.linspace(-4.3, 4.3, 87)
    ]
    return max(np.max(right), 1 - np.min(right))


@pytest.mark.parametrize(
    ("dataset", "most"), [(quadrants, 0.68), (ring, 0.75), (three_modes, None)]
)
def test_hard_case_defeats_lines_and_not_two_layers_or_neighbors(dataset, most):
    (x, y), (x_test, y_test) = dataset.load_data()
    share = y.mean()
    if most is None:
        most = max(share, 1 - share) + 0.1
    assert best_line(x, y) <= most
    set_random_seed(0)
    line = limpid.Sequential([Dense(1, "sigmoid")])
    net = limpid.Sequential([Dense(24, "tanh"), Dense(24, "tanh"), Dense(1, "sigmoid")])
    accuracies = []
    for model, epochs in ((line, 10), (net, 60)):
        adam = limpid.optimizers.Adam(0.01)
        model.compile(adam, loss="binary_crossentropy", metrics=["accuracy"])
        model.fit(x, y, epochs=epochs, batch_size=50, verbose=0)
        accuracies.append(model.evaluate(x_test, y_test, verbose=0)[1])
    assert accuracies[0] <= most + 0.02
    assert accuracies[1] >= 0.97
    gaps = limpid.sum((x_test[:500, None] - x) ** 2, axis=-1)
    nearest = limpid.argmin(gaps, axis=1).numpy()
    assert (y[nearest] == y_test[:500]).mean() >= 0.95


def test_normal_equations_and_gradient_descent_agree():
    rng = np.random.default_rng(0)
    (x,) = standardize(rng.normal(3, 2, (40, 3)))
    y = x @ np.array([1.0, -2.0, 0.5]) + 4 + 0.1 * rng.normal(size=40)
    padded = np.column_stack([x, np.ones(40)])
    exact = limpid.linalg.solve(padded.T @ padded, padded.T @ y).numpy()

    def loss(weights):
        return limpid.mean((limpid.matmul(padded, weights[0]) - y) ** 2)

    (theta,) = descend(loss, [np.zeros(4)], 0.3, 300)
    np.testing.assert_allclose(theta, exact, atol=1e-6)


def test_rectified_neuron_never_predicts_a_negative_price():
    (sizes, prices), _ = housing.load_data()
    padded = np.column_stack([sizes.astype(float), np.ones(len(sizes))])
    theta = np.linalg.lstsq(padded, prices.astype(float).ravel(), rcond=None)[0]
    far = np.vstack([padded, [[0.0] * sizes.shape[1] + [-1e6 * np.sign(theta[-1])]]])
    linear = far @ theta
    price = limpid.relu(limpid.matmul(far, theta)).numpy()
    assert linear.min() < 0 <= price.min()
    np.testing.assert_array_equal(price[linear > 0], linear[linear > 0])


def test_logistic_regression_separates_and_has_the_gradient_a_minus_y_times_x():
    rng = np.random.default_rng(0)
    x = np.concatenate([rng.normal(-2, 0.5, (20, 2)), rng.normal(2, 0.5, (20, 2))])
    y = np.repeat([0.0, 1.0], 20)

    def loss(weights):
        a = limpid.sigmoid(limpid.matmul(x, weights[0]) + weights[1])
        return limpid.mean(-(y * limpid.log(a) + (1 - y) * limpid.log(1 - a)))

    w, b = (
        limpid.Tensor([0.3, -0.2], dtype="float64"),
        limpid.Tensor(0.1, dtype="float64"),
    )
    a = 1 / (1 + np.exp(-(x @ w.numpy() + 0.1)))
    gradient = limpid.gradients(loss([w, b]), w).numpy()
    np.testing.assert_allclose(gradient, (a - y) @ x / 40, rtol=1e-12, atol=1e-15)
    weights, bias = descend(loss, [np.zeros(2), np.zeros(())], 0.5, 100)
    assert ((x @ weights + bias > 0) == y).all()


def test_naive_objective_grows_with_the_weights_and_decides_nothing_new():
    rng = np.random.default_rng(0)
    dogs, cats, w = rng.normal(3, 1, (9, 2)), rng.normal(1, 1, (9, 2)), np.ones(2)

    def objective(weights):
        return float(limpid.sum(dogs @ weights) - limpid.sum(cats @ weights))

    assert objective(10 * w) == pytest.approx(10 * objective(w))
    points = np.concatenate([dogs, cats])
    np.testing.assert_array_equal(points @ (10 * w) > 0, points @ w > 0)


def test_linear_svm_reaches_the_least_loss_of_the_demonstration():
    x, y = (np.asarray(part) for part in POINTS[0])
    x, y = x.astype(float), y.ravel()

    def loss(weights):
        kernel, bias = weights
        scores = limpid.matmul(x, kernel) + bias
        data = limpid.mean(multiclass_hinge(y, scores))
        return data + 0.1 * limpid.sum(kernel**2)

    weights = [np.zeros((2, 3)), np.zeros(3)]
    # Subgradients do not shrink near the least value; the rate must.
    for rate in (0.1, 0.03, 0.01, 0.003, 0.001):
        weights = descend(loss, weights, rate, 1500)
    assert float(loss(weights)) == pytest.approx(0.659892, abs=1e-3)
    assert ((x @ weights[0] + weights[1]).argmax(1) == y).all()


def test_margins_once_met_cost_the_svm_nothing_and_the_softmax_still_something():
    scores = np.array([[5.0, 1.0, 0.0]])
    wiggled = scores + np.array([[0.1, -0.2, 0.3]])
    entropy = limpid.losses.sparse_categorical_crossentropy
    assert multiclass_hinge([0], scores).tolist() == [0.0]
    assert multiclass_hinge([0], wiggled).tolist() == [0.0]
    costs = [float(entropy([0], s, from_logits=True)[0]) for s in (scores, wiggled)]
    assert costs[0] != costs[1]


def test_product_of_the_inputs_solves_xor_without_a_hidden_layer():
    (x, y), (x_test, y_test) = quadrants.load_data()
    set_random_seed(0)
    model = limpid.Sequential([Dense(1, "sigmoid")])
    model.compile(
        limpid.optimizers.Adam(0.1), loss="binary_crossentropy", metrics=["accuracy"]
    )
    model.fit(x[:, :1] * x[:, 1:], y, epochs=20, batch_size=50, verbose=0)
    assert model.evaluate(x_test[:, :1] * x_test[:, 1:], y_test, verbose=0)[1] > 0.99
