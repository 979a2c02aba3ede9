"""What the lectures say about single neurons and the perceptron."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import limpid
from limpid.layers import Dense

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
GATES = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "NAND": [1, 1, 1, 0]}
XOR = [0, 1, 1, 0]

small = st.integers(-5, 5)


def fires(x, weights, threshold):
    """Return 1 where a unit's weighted sum exceeds its threshold."""
    return limpid.astype(limpid.matmul(x, weights) > threshold, "int64").numpy()


def rosenblatt(x, weights, bias):
    """Return +1 where the weighted sum is at least 0, and -1 elsewhere."""
    return limpid.where(limpid.matmul(x, weights) + bias >= 0, 1.0, -1.0)


def rule(x, target, weights, bias, eta=1.0):
    """Return weights and bias after the perceptron has seen one example."""
    change = eta * (target - rosenblatt(x, weights, bias))
    return weights + change * x, bias + change


@limpid.compile
def epoch(x, targets, weights, bias):
    """Return weights, bias and the number of mistakes of a pass over the data."""

    def visit(carry, example):
        point, target = example
        wrong = rosenblatt(point, *carry) != target
        return rule(point, target, *carry), limpid.astype(wrong, "int64")

    (weights, bias), wrong = limpid.scan(visit, (weights, bias), (x, targets))
    return weights, bias, limpid.sum(wrong)


def learn(x, targets, epochs):
    """Return [mistakes, *weights, bias] after each epoch, up to the first without."""
    weights, bias, log = np.zeros(x.shape[1]), np.asarray(0.0), []
    for _ in range(epochs):
        weights, bias, mistakes = epoch(x, targets, weights, bias)
        log.append([int(mistakes), *weights.tolist(), float(bias)])
        if not log[-1][0]:
            break
    return log


def test_net_input_is_the_sum_over_edges_from_i_to_j():
    for seed in range(100):
        rng = np.random.default_rng(seed)
        outputs, edges = rng.normal(size=(3, 4)), rng.normal(size=(4, 2))
        layer = Dense(2, use_bias=False, dtype="float64")
        layer(outputs)
        layer.set_weights([edges])
        net = [
            [sum(edges[i, j] * o[i] for i in range(4)) for j in range(2)]
            for o in outputs
        ]
        np.testing.assert_allclose(layer(outputs).numpy(), net, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(
    ("gate", "weights", "threshold"),
    [
        ("AND", [1.0, 1.0], 1.5),
        ("OR", [1.0, 1.0], 0.5),
        ("NAND", [-1.0, -1.0], -1.5),
    ],
)
def test_threshold_units_are_gates(gate, weights, threshold):
    assert fires(CORNERS, weights, threshold).tolist() == GATES[gate]
    assert fires([[0.0], [1.0]], [-1.0], -0.5).tolist() == [1, 0]


def test_no_single_unit_is_xor():
    tables = {
        tuple(fires(CORNERS, np.array([w1, w2], float), t).tolist())
        for w1, w2 in itertools.product(range(-3, 4), repeat=2)
        for t in np.arange(-7, 8) / 2
    }
    assert tuple(XOR) not in tables
    assert all(tuple(table) in tables for table in GATES.values())


@pytest.mark.parametrize("weights", [[0.5, 0.5], np.array([0.5, 0.5])])
def test_the_and_listing_takes_lists_and_arrays(weights):
    assert fires(CORNERS, weights, 0.5).tolist() == GATES["AND"]


def test_listings_perceptron_separates_two_clouds():
    """EXR-10: the second example of the page that the AND listing is from."""
    rng = np.random.default_rng(0)
    clouds = rng.normal(size=(2, 50, 2)) + np.reshape([2.5, -2.5], (2, 1, 1))
    x, y = clouds.reshape(100, 2), np.repeat([1, 0], 50)
    weights, threshold = np.zeros(2), 0.0
    for _ in range(20):
        for point, target in zip(x, y, strict=True):
            error = target - int(fires(point, weights, threshold))
            weights = weights + 0.1 * error * point
            threshold -= 0.1 * error
    assert fires(x, weights, threshold).astype(int).tolist() == y.tolist()
    own = limpid.linear.Perceptron(rate=0.1, epochs=20).fit(x, 2 * y - 1)
    assert (own.predict(x) == 2 * y - 1).all()


def test_perceptron_says_plus_one_on_its_boundary_and_the_same_of_one_as_of_many():
    assert float(rosenblatt(np.zeros(2), np.ones(2), 0.0)) == 1.0
    rng = np.random.default_rng(0)
    x, weights = rng.normal(size=(50, 3)), rng.normal(size=3)
    together = rosenblatt(x, weights, 0.2).numpy()
    assert together.tolist() == [float(rosenblatt(p, weights, 0.2)) for p in x]
    assert set(together.tolist()) == {-1.0, 1.0}


@given(st.lists(small, min_size=3, max_size=3), st.lists(small, min_size=3, max_size=3))
def test_rule_raises_or_lowers_the_weights_of_active_inputs_only(x, weights):
    x, weights = np.array(x, float), np.array(weights, float)
    said = float(rosenblatt(x, weights, 0.5))
    for target in (-1.0, 1.0):
        change = rule(x, target, weights, 0.5)[0].numpy() - weights
        assert (change[x == 0] == 0).all()
        assert (np.sign(change) == np.sign((target - said) * x)).all()


def test_separable_points_are_learned_with_no_more_mistakes_than_novikoff_allows():
    for seed in range(200):
        rng = np.random.default_rng(seed)
        normal = rng.normal(size=3)
        normal /= np.linalg.norm(normal)
        points = rng.uniform(-1, 1, (60, 2))
        augmented = np.column_stack([points, np.ones(60)])
        distances = augmented @ normal
        # Twenty points a tenth off the plane: one shape for all sets, compiled once.
        far = np.argsort(-abs(distances))[:20]
        gamma, radius = abs(distances[far]).min(), 3**0.5
        log = learn(points[far], np.sign(distances[far]), 400)
        assert log[-1][0] == 0
        # Each mistake moves the weights by 2: the bound does not depend on the step.
        assert sum(entry[0] for entry in log) <= (radius / gamma) ** 2


def test_xor_defeats_one_layer_which_runs_in_a_circle():
    targets = np.array([-1.0, 1, 1, -1])
    log = learn(CORNERS, targets, 1000)
    assert len(log) == 1000
    assert all(entry[0] > 0 for entry in log)
    weights = [tuple(entry[1:]) for entry in log]
    assert len(set(weights)) < 10
    best = max(
        (rosenblatt(CORNERS, np.array([a, b]), c).numpy() == targets).mean()
        for a, b, c in itertools.product(np.arange(-2, 2.5, 0.5), repeat=3)
    )
    assert best == 0.75


@pytest.mark.parametrize(
    ("hidden", "thresholds", "out", "threshold"),
    [
        # OR but not AND; then: one of the inputs alone, either of them.
        ([[1, 1], [1, 1]], [0.5, 1.5], [1, -1], 0.5),
        ([[1, -1], [-1, 1]], [0.5, 0.5], [1, 1], 0.5),
    ],
)
def test_two_lines_make_xor_in_more_than_one_way(hidden, thresholds, out, threshold):
    inner = fires(CORNERS, np.array(hidden, float), np.array(thresholds))
    assert fires(inner, np.array(out), threshold).tolist() == XOR


def solved(units, seeds=30, steps=5000, rate=1.0):
    """Return how many 2-units-1 nets have learned XOR; all are trained side by side."""
    rng = np.random.default_rng(0)

    def glorot(*shape):
        limit = (6 / (shape[-2] + shape[-1])) ** 0.5
        return rng.uniform(-limit, limit, (seeds, *shape))

    def output(weights):
        w1, b1, w2, b2 = weights
        return limpid.sigmoid(limpid.tanh(CORNERS @ w1 + b1) @ w2 + b2)

    def loss(weights):
        y = np.array(XOR, float)[:, None]
        return seeds * limpid.losses.BinaryCrossentropy()(
            limpid.broadcast_to(y, (seeds, 4, 1)), output(weights)
        )

    def step(weights, _):
        gradients = limpid.gradients(loss(weights), list(weights))
        pairs = zip(weights, gradients, strict=True)
        return tuple(w - rate * g for w, g in pairs), limpid.asarray(0.0)

    shapes = glorot(2, units), np.zeros((seeds, 1, units)), glorot(units, 1)
    start = (*shapes, np.zeros((seeds, 1, 1)))
    train = limpid.compile(lambda w: limpid.scan(step, w, length=steps)[0])
    guesses = output(train(start)).numpy()[..., 0] > 0.5
    return int((guesses == np.array(XOR, bool)).all(-1).sum())


def test_four_hidden_units_learn_xor_from_every_start_and_two_do_not():
    assert solved(4) == 30
    assert solved(2) < 30


def test_larger_nets_leave_bad_minima_from_more_starts():
    """THY-07: of 30 starts, with 2, 3, 4 and 8 hidden units."""
    few, more, enough, many = (solved(units) for units in (2, 3, 4, 8))
    assert few < more < enough == many == 30


def test_weighted_sum_and_vector_form_agree():
    rng = np.random.default_rng(0)
    x, theta, theta0 = rng.normal(size=5), rng.normal(size=5), 0.7
    total = sum(float(t) * float(v) for t, v in zip(theta, x, strict=True))
    for bias in (theta0, 0.0):
        vector = limpid.sigmoid(bias + limpid.matmul(x, theta))
        want = 1 / (1 + np.exp(-(bias + total)))
        assert float(vector) == pytest.approx(want, rel=1e-14)


@pytest.mark.parametrize("depth", [1, 2, 3, 4, 5])
def test_stack_of_dense_layers_is_the_formula_with_loops(depth):
    rng = np.random.default_rng(depth)
    model = limpid.Sequential([Dense(3, "tanh", dtype="float64") for _ in range(depth)])
    # A model reads its inputs in single precision.
    x = rng.normal(size=3).astype("float32").astype("float64")
    model(x[None])
    model.set_weights([rng.normal(size=w.shape) for w in model.get_weights()])
    z = list(x)
    weights = model.get_weights()
    for kernel, bias in zip(weights[::2], weights[1::2], strict=True):
        nets = [bias[i] + sum(z[j] * kernel[j, i] for j in range(3)) for i in range(3)]
        z = [np.tanh(net) for net in nets]
    np.testing.assert_allclose(model(x[None]).numpy()[0], z, rtol=1e-12)


def test_logistic_neuron_stays_inside_0_and_1_and_does_not_overflow():
    scores = np.linspace(-36, 36, 1001)
    outputs = limpid.sigmoid(scores).numpy()
    assert ((outputs > 0) & (outputs < 1)).all()
    # A warning would be an error here.
    assert float(limpid.sigmoid(np.float64(-1000.0))) == 0.0


def test_three_sigmoids_do_not_add_up_to_one_and_a_softmax_does():
    scores = np.array([2.0, 1.0, -0.5])
    assert abs(float(limpid.sum(limpid.sigmoid(scores))) - 1) > 0.5
    assert float(limpid.sum(limpid.softmax(scores))) == pytest.approx(1, abs=1e-12)


def test_hidden_units_may_be_swapped_and_tanh_units_turned_over():
    rng = np.random.default_rng(0)
    x, w1, b1, w2 = (rng.normal(size=s) for s in ((6, 3), (3, 4), (4,), (4, 2)))

    def net(w1, b1, w2):
        return limpid.matmul(limpid.tanh(limpid.matmul(x, w1) + b1), w2).numpy()

    order, sign = [2, 0, 3, 1], np.array([1, -1, 1, -1])
    turned = net((w1 * sign)[:, order], (b1 * sign)[order], (w2.T * sign).T[order])
    np.testing.assert_allclose(turned, net(w1, b1, w2), atol=1e-12)
