"""What the lectures say about gradient descent, its rates and its batches."""

import math

import numpy as np
import pytest

import limpid
from limpid.layers import Dense

TARGET = 3.0


def path(rate, steps, start=0.0, loss=lambda w: (w - TARGET) ** 2):
    """Return the iterates of the five-line listing."""
    w = limpid.Variable(np.asarray(start))
    points = [start]
    for _ in range(steps):
        w.assign(w - rate * limpid.gradients(loss(w), w))
        points.append(float(w))
    return points


@pytest.mark.parametrize(
    ("function", "point", "kind"),
    [
        (lambda x: (x[0] - 1) ** 2 + 2 * x[1] ** 2, [1.0, 0.0], "minimum"),
        (lambda x: -(x[0] ** 2) - (x[1] - 2) ** 2, [0.0, 2.0], "maximum"),
        (lambda x: x[0] ** 2 - x[1] ** 2, [0.0, 0.0], "saddle"),
    ],
)
def test_second_derivatives_tell_minima_from_maxima_and_saddles(function, point, kind):
    x = limpid.Tensor(point, dtype="float64")
    gradient = limpid.gradients(function(x), x)
    assert gradient.tolist() == [0, 0]
    hessian = [limpid.gradients(gradient[k], x).numpy() for k in range(2)]
    curvatures = limpid.linalg.eigvalsh(np.array(hessian)).numpy()
    kinds = {(True, True): "minimum", (False, False): "maximum"}
    assert kinds.get(tuple(curvatures > 0), "saddle") == kind


def test_small_rate_is_slow_large_one_diverges_and_one_between_arrives():
    small, right, large = (path(rate, 30)[-1] for rate in (0.01, 0.3, 1.1))
    assert abs(right - TARGET) < 1e-6
    assert 1 < abs(small - TARGET) < 3
    assert abs(large - TARGET) > 100
    # At 1 it neither comes nearer nor goes away.
    assert abs(path(1.0, 30)[-1] - TARGET) == pytest.approx(TARGET)


def test_other_well_is_reached_from_another_start_or_with_momentum():
    def two_wells(x):
        return 0.25 * x**4 - 0.5 * x**2 + 0.1 * x

    left, right = (path(0.05, 300, start, two_wells)[-1] for start in (-0.5, 0.5))
    assert left < -0.9 < 0.8 < right
    assert two_wells(left) < two_wells(right)
    w = limpid.Variable(np.asarray(1.9), dtype="float64")
    momentum = limpid.optimizers.SGD(0.05, momentum=0.9)
    for _ in range(300):
        momentum.apply_gradients([(limpid.gradients(two_wells(w), w), w)])
    assert float(w) < -0.9
    assert path(0.05, 300, 1.9, two_wells)[-1] > 0.8


def regression():
    rng = np.random.default_rng(0)
    return rng.normal(size=(24, 3)), rng.normal(size=24)


def gradient(x, y, w):
    w = limpid.Tensor(w)
    loss = limpid.mean((limpid.sum(x * w, axis=1) - y) ** 2)
    return limpid.gradients(loss, w).numpy()


@pytest.mark.parametrize("size", [1, 4, 24])
def test_mean_over_batches_of_the_gradient_is_the_full_one(size):
    (x, y), w = regression(), np.array([0.5, -1.0, 2.0])
    parts = [gradient(x[i : i + size], y[i : i + size], w) for i in range(0, 24, size)]
    np.testing.assert_allclose(np.mean(parts, 0), gradient(x, y, w), rtol=1e-12)


def test_noise_of_the_gradient_falls_with_the_size_of_the_batch():
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=(5000, 3)), np.zeros(3)
    y = x @ np.ones(3) + rng.normal(size=5000)
    sizes, variances = [1, 4, 16, 64], []
    for size in sizes:
        picks = rng.integers(0, 5000, (400, size))
        draws = [gradient(x[pick], y[pick], w) for pick in picks]
        variances.append(np.var(draws, axis=0).sum())
    slope = np.polyfit(np.log(sizes), np.log(variances), 1)[0]
    assert slope == pytest.approx(-1, abs=0.1)


def test_full_batch_of_fit_is_gradient_descent():
    (x, y), w = regression(), np.zeros((3, 1))
    model = limpid.Sequential([Dense(1, use_bias=False, kernel_initializer="zeros")])
    model.compile(limpid.optimizers.SGD(0.1), loss="mean_squared_error")
    model.fit(x, y[:, None], batch_size=24, epochs=5, verbose=0)
    for _ in range(5):
        w -= 0.1 * gradient(x, y, w[:, 0])[:, None]
    np.testing.assert_allclose(model.get_weights()[0], w, rtol=1e-5)


@pytest.mark.parametrize("size", [1, 10, 30, 32, 64, 128, 256, 1024])
def test_every_usual_batch_size_is_taken_and_the_last_part_kept(size):
    model = limpid.Sequential([Dense(1)])
    model.compile("sgd", loss="mean_squared_error")
    model.fit(np.ones((300, 2)), np.ones((300, 1)), batch_size=size, verbose=0)
    assert int(model.optimizer.iterations) == math.ceil(300 / size)


def test_constant_rate_is_the_same_after_a_thousand_steps():
    sgd, w = limpid.optimizers.SGD(0.125), limpid.Variable(np.asarray(8.0))
    for _ in range(1000):
        sgd.apply_gradients([(limpid.Tensor(np.asarray(0.0)), w)])
    assert float(sgd.learning_rate) == 0.125


def test_adadelta_needs_no_rate():
    rate_free = limpid.optimizers.Adadelta(learning_rate=1.0, rho=0.95, epsilon=1e-6)
    w = limpid.Variable(np.asarray(1.0))
    start = float((w - TARGET) ** 2)
    for _ in range(500):
        rate_free.apply_gradients([(limpid.gradients((w - TARGET) ** 2, w), w)])
    assert float((w - TARGET) ** 2) < 0.2 * start


def test_raw_inputs_slow_descent_down_a_hundredfold():
    (x, y), _ = limpid.datasets.housing.load_data()
    x, y = x.astype(float), y.astype(float).ravel()
    scaled = (x - x.mean(0)) / x.std(0)

    def condition(x):
        x = np.column_stack([x, np.ones(len(x))])
        curvatures = limpid.linalg.eigvalsh(x.T @ x).numpy()
        return curvatures.max() / curvatures.min()

    # At the best rate, the steps to a given error grow with the condition number.
    assert condition(x) > 100 * condition(scaled)


def test_initial_loss_is_that_of_guessing():
    rng = np.random.default_rng(0)
    scores = 0.01 * rng.normal(size=(500, 10))
    labels = rng.integers(0, 10, 500)
    entropy = limpid.losses.SparseCategoricalCrossentropy(from_logits=True)
    assert float(entropy(labels, scores)) == pytest.approx(2.303, abs=0.05)
    hinge = limpid.losses.MulticlassHinge()
    assert float(hinge(labels, scores)) == pytest.approx(9, abs=0.2)


def test_average_of_five_nets_errs_no_more_than_they_do_on_average():
    (x, y), (x_test, y_test) = limpid.datasets.digits.load_data()
    x, x_test = (v.reshape(len(v), -1) / 16 for v in (x[:300], x_test))
    predictions = []
    for seed in range(5):
        limpid.utils.set_random_seed(seed)
        model = limpid.Sequential([Dense(16, "tanh"), Dense(10, "softmax")])
        adam = limpid.optimizers.Adam(0.01)
        model.compile(adam, loss="sparse_categorical_crossentropy")
        model.fit(x, y[:300], epochs=10, verbose=0)
        predictions.append(model.predict(x_test, verbose=0))
    errors = [(p.argmax(1) != y_test).mean() for p in predictions]
    assert (np.mean(predictions, 0).argmax(1) != y_test).mean() <= np.mean(errors)
