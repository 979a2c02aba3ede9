"""Own parts take a few lines each; docs/custom.md shows the same."""

import numpy as np
import pytest
from tests.common.models import blobs, classifier, line, regressor

import limpid
from limpid.callbacks import Callback
from limpid.layers import Dense, Layer
from limpid.losses import Loss
from limpid.metrics import Metric
from limpid.optimizers import Optimizer

quiet = {"verbose": 0}


class Scale(Layer):
    def build(self, input_shape):
        self.factor = self.add_weight((input_shape[-1],), "ones")

    def call(self, inputs):
        return inputs * self.factor


def test_own_layer_trains():
    model = limpid.Sequential([limpid.Input((2,)), Scale(), Dense(1)])
    model.compile("sgd", "mse")
    model.fit(*line(), epochs=3, **quiet)
    assert (model.get_weights()[0] != 1).all()


def quartic(y_true, y_pred):
    return limpid.mean((y_true - y_pred) ** 4, axis=-1)


class Quartic(Loss):
    def call(self, y_true, y_pred):
        return quartic(y_true, y_pred)


@pytest.mark.parametrize("loss", [quartic, Quartic(), Quartic])
def test_own_loss_trains(loss):
    x, y = line()
    model = regressor(limpid.optimizers.SGD(0.02), loss=loss)
    want = ((model.predict(x) - y) ** 4).mean()
    assert model.evaluate(x, y, **quiet) == pytest.approx(want, rel=1e-5)
    losses = model.fit(x, y, epochs=10, **quiet).history["loss"]
    assert losses[-1] < losses[0] / 2


def largest_error(y_true, y_pred):
    return limpid.max(abs(y_true - y_pred), axis=-1)


class Extreme(Metric):
    def __post_init__(self):
        super().__post_init__()
        self.top = self.add_variable(name="top")

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.top.assign(limpid.maximum(self.top, limpid.max(abs(y_true - y_pred))))

    def result(self):
        return self.top


def test_own_metrics_are_watched():
    x, y = line()
    model = regressor(metrics=[largest_error, Extreme(name="extreme")])
    logs = model.evaluate(x, y, return_dict=True, **quiet)
    errors = np.abs(model.predict(x) - y)
    assert logs["largest_error"] == pytest.approx(errors.mean(), rel=1e-5)
    assert logs["extreme"] == pytest.approx(errors.max(), rel=1e-5)
    # Each evaluation starts anew.
    assert model.evaluate(x[:1], y[:1], return_dict=True, **quiet)[
        "extreme"
    ] == pytest.approx(errors[0, 0], rel=1e-5)


class SignDescent(Optimizer):
    def init(self, weight):
        return {}

    def update(self, weight, gradient, state, step, rate):
        return weight - rate * limpid.sign(gradient), state


def test_own_optimizer_trains():
    model = regressor(SignDescent(learning_rate=0.03))
    losses = model.fit(*line(), epochs=20, **quiet).history["loss"]
    assert losses[-1] < losses[0] / 2


class Best(Callback):
    def on_epoch_end(self, epoch, logs=None):
        self.least = min(logs["loss"], getattr(self, "least", np.inf))


def test_own_callback_sees_the_metrics():
    best = Best()
    history = regressor().fit(*line(), epochs=3, callbacks=[best], **quiet)
    assert best.least == min(history.history["loss"])


class Noisy(limpid.Sequential):
    def train_step(self, data):
        x, y = data
        noise = limpid.random.normal(x.shape, stddev=0.01)
        loss = self.compute_loss(y=y, y_pred=self(x + noise, training=True))
        weights = self.trainable_variables
        self.optimizer.apply(limpid.gradients(loss, weights), weights)
        return {"noisy_loss": loss}


def test_own_training_step_trains_compiled_and_eager():
    for eager in (False, True):
        limpid.utils.set_random_seed(1)
        model = Noisy([limpid.Input((2,)), Dense(1)])
        model.compile("sgd", "mse", run_eagerly=eager)
        losses = model.fit(*line(), epochs=20, **quiet).history["noisy_loss"]
        assert losses[-1] < losses[0] / 2


def test_own_loop_needs_no_fit():
    x, y = line()
    model = regressor(optimizer := limpid.optimizers.SGD(0.1))

    @limpid.compile
    def step(x, y):
        loss = limpid.mean((model(x) - y) ** 2)
        weights = model.trainable_variables
        optimizer.apply(limpid.gradients(loss, weights), weights)
        return loss

    losses = [float(step(x, y)) for _ in range(50)]
    assert losses[-1] < 1e-4


def test_penalties_added_in_a_layer_are_part_of_the_loss():
    class Quiet(Layer):
        def call(self, inputs):
            self.add_loss(limpid.mean(abs(inputs)))
            return inputs

    model = limpid.Sequential([limpid.Input((2,)), Quiet()])
    model.compile("sgd", "mse")
    x = np.full((4, 2), 3.0)
    assert model.evaluate(x, x, **quiet) == 3.0


def test_loss_may_come_from_layers_alone():
    class Push(Layer):
        def build(self, input_shape):
            self.w = self.add_weight((), "ones")

        def call(self, inputs):
            self.add_loss(self.w * self.w)
            return inputs * self.w

    model = limpid.Sequential([limpid.Input((2,)), Push()])
    model.compile(limpid.optimizers.SGD(0.25))
    model.fit(np.ones((4, 2)), **quiet)
    assert model.get_weights()[0] == 0.5


def test_custom_objects_count_by_name():
    x, y = blobs()
    model = classifier(metrics=[limpid.metrics.SparseTopKCategoricalAccuracy(k=2)])
    logs = model.evaluate(x, y, return_dict=True, **quiet)
    assert logs["sparse_top_k_categorical_accuracy"] <= 1


class Parts(limpid.Sequential):
    def train_step(self, data):
        self.seen = data if isinstance(data, tuple) else (data,)
        return {"loss": limpid.Tensor(0.0)}


@pytest.mark.parametrize("count", [1, 2, 3])
def test_own_training_step_is_given_what_fit_was_given(count):
    model = Parts([limpid.Input((2,)), Dense(1)])
    model.compile("sgd", run_eagerly=True)
    x, y = line()
    given = {"x": x, "y": y, "sample_weight": np.ones(len(x))}
    model.fit(**dict(list(given.items())[:count]), **quiet)
    assert len(model.seen) == count


def test_layer_is_found_by_name_and_by_index():
    model = limpid.Sequential([limpid.Input((2,)), Dense(1, name="last")])
    assert model.get_layer("last") is model.get_layer(index=-1) is model.layers[0]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"name": "lst"}, "did you mean 'last'"),
        ({"index": 1}, "has no layer 1; it has 1"),
        ({}, "give one of them"),
        ({"name": "last", "index": 0}, "give one of them"),
    ],
)
def test_layer_that_is_not_there_is_named(wanted, said):
    model = limpid.Sequential([limpid.Input((2,)), Dense(1, name="last")])
    with pytest.raises(limpid.errors.ConfigError, match=said):
        model.get_layer(**wanted)
