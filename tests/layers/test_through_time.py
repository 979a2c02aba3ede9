"""Through time: whole and truncated gradients, clipped, vanishing and exploding."""

import numpy as np
import pytest

import limpid
from limpid import Input, Sequential, layers, ops
from limpid.callbacks import ResetStates
from limpid.models.generate import generate
from limpid.optimizers import SGD
from limpid.utils import consecutive_batches, set_random_seed

RNG = np.random.default_rng(6)
X = RNG.normal(size=(2, 12, 3))


def layer_of(stateful, window):
    layer = layers.SimpleRNN(
        4, return_sequences=True, stateful=stateful, dtype="float64"
    )
    layer.build((2, window, 3))
    rng = np.random.default_rng(1)
    layer.set_weights([rng.normal(size=w.shape) for w in layer.weights])
    return layer


def slopes(window):
    """Return the gradient of the outputs' squares, cut every so many steps."""
    layer, total = layer_of(stateful=True, window=window), 0
    for first in range(0, 12, window):
        loss = ops.sum(layer(X[:, first : first + window]) ** 2)
        found = limpid.gradients(loss, layer.trainable_variables)
        total = total + np.concatenate([g.numpy().ravel() for g in found])
    return total


def test_truncated_gradient_over_the_whole_length_is_the_full_one():
    layer = layer_of(stateful=False, window=12)
    loss = ops.sum(layer(X) ** 2)
    full = limpid.gradients(loss, layer.trainable_variables)
    whole = np.concatenate([g.numpy().ravel() for g in full])
    np.testing.assert_allclose(slopes(12), whole, rtol=1e-12)
    assert not np.allclose(slopes(3), whole, rtol=1e-3)


def test_truncated_gradient_stops_at_the_window():
    # Step 4 of the second window depends on the first one by a number alone.
    layer = layer_of(stateful=True, window=6)
    first = limpid.Tensor(X[:, :6])
    layer(first)
    second = limpid.Tensor(X[:, 6:])
    found = limpid.gradients(ops.sum(layer(second)), [first, second])
    assert not found[0].numpy().any()
    assert found[1].numpy().any()


def test_windows_go_on_where_those_of_the_batch_before_ended():
    windows = consecutive_batches(np.arange(100), length=5, batch_size=3)
    batches = windows.reshape(-1, 3, 5)
    assert len(batches) == 6
    np.testing.assert_array_equal(batches[1:, :, 0], batches[:-1, :, -1] + 1)
    with pytest.raises(limpid.errors.ShapeError, match="shorter windows"):
        consecutive_batches(np.arange(10), length=5, batch_size=3)


def stateful_model():
    set_random_seed(3)
    stack = [
        layers.Embedding(5, 4),
        layers.GRU(6, return_sequences=True, stateful=True),
        layers.Dense(5, "softmax"),
    ]
    model = Sequential([Input((None,), batch_size=2), *stack])
    model.compile("adam", "sparse_categorical_crossentropy")
    return model


def test_epochs_and_evaluations_begin_with_fresh_states():
    numbers = RNG.integers(0, 5, 41)
    x, y = (consecutive_batches(part, 4, 2) for part in (numbers[:-1], numbers[1:]))
    model = stateful_model()
    settings = {"batch_size": 2, "verbose": 0, "callbacks": [ResetStates()]}
    first = model.evaluate(x, y, **settings)
    assert model.evaluate(x, y, **settings) == first
    model.fit(x, y, epochs=2, shuffle=False, **settings)
    model.reset_state()
    assert not model.layers[1].states[0].numpy().any()


def test_generated_numbers_follow_the_model_at_each_temperature():
    model = stateful_model()
    cold = generate(model, [[0], [0]], 20, temperature=1e-6)
    # The likeliest at every step, whatever the seed; both rows began alike.
    assert np.array_equal(cold, generate(model, [[0], [0]], 20, 1e-6, seed=1))
    assert np.array_equal(cold[0], cold[1])
    model.reset_state()
    number = np.zeros((2, 1))
    for expected in cold[0]:
        number = model.predict_on_batch(number)[:, -1].argmax(-1)[:, None]
        assert number[0] == expected
    warm = [generate(model, [[0], [0]], 20, [1.0, 5.0], seed=s) for s in (1, 1, 2)]
    assert np.array_equal(warm[0], warm[1])
    assert not np.array_equal(warm[0], warm[2])


def test_temperature_one_draws_with_the_models_probabilities():
    class Always:
        def reset_state(self):
            pass

        def predict_on_batch(self, numbers):
            return np.broadcast_to([0.5, 0.3, 0.2], (len(numbers), 1, 3))

    drawn = generate(Always(), np.zeros((100, 1)), 100).ravel()
    counts, wanted = np.bincount(drawn), 10_000 * np.array([0.5, 0.3, 0.2])
    # 13.8: the chi-square of two degrees of freedom that chance exceeds in 0.1 %.
    assert np.sum((counts - wanted) ** 2 / wanted) < 13.8


# Gradients that vanish, explode and are clipped


def norm_back(scale, steps):
    """Return how large the last state's gradient is so many steps before."""
    layer = layers.SimpleRNN(8, "linear", use_bias=False, dtype="float64")
    layer.build((1, steps, 8))
    orthogonal = np.linalg.qr(np.random.default_rng(0).normal(size=(8, 8)))[0]
    layer.set_weights([np.eye(8), scale * orthogonal])
    x = limpid.Tensor(np.zeros((1, steps, 8)))
    found = limpid.gradients(ops.sum(layer(x)), x).numpy()[0]
    return np.linalg.norm(found[0]) / np.linalg.norm(found[-1])


@pytest.mark.parametrize("scale", [0.5, 1.0, 1.5])
def test_gradient_shrinks_or_grows_by_the_kernels_factor_each_step(scale):
    assert norm_back(scale, 31) == pytest.approx(scale**30, rel=1e-9)


CLIPPED = [{"clipvalue": 0.5}, {"clipnorm": 0.5}, {"global_clipnorm": 0.5}]


@pytest.mark.parametrize("clip", CLIPPED, ids=lambda clip: next(iter(clip)))
def test_clipped_steps_of_an_exploding_network_are_bounded(clip):
    kinds = {"dtype": "float64"}
    model = Sequential(
        [Input((30, 2)), layers.SimpleRNN(4, "linear", **kinds)], dtype="float64"
    )
    weights = [np.full((2, 4), 0.5), np.full((4, 4), 1.0), np.zeros(4)]
    x, y = np.ones((3, 30, 2)), np.zeros((3, 4))

    def change(**settings):
        model.set_weights(weights)
        model.compile(SGD(1.0, **settings), "mse")
        model.train_on_batch(x, y)
        after = model.get_weights()
        return [a - b for a, b in zip(after, weights, strict=True)]

    whole, cut = change(), change(**clip)
    norms = [np.linalg.norm(part) for part in whole]
    assert min(norms) > 1e6
    for big, small, norm in zip(whole, cut, norms, strict=True):
        total = np.linalg.norm(norms)
        want = {
            "clipvalue": np.clip(big, -0.5, 0.5),
            "clipnorm": big * 0.5 / norm,
            "global_clipnorm": big * 0.5 / total,
        }[next(iter(clip))]
        np.testing.assert_allclose(small, want, rtol=1e-9, atol=1e-12)
