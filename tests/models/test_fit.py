"""What fit, evaluate and predict promise."""

import resource

import numpy as np
import pytest
from tests.common.models import (
    blobs,
    classifier,
    line,
    regressor,
    two_headed,
    two_headed_data,
)

import limpid
from limpid.callbacks import Callback, LambdaCallback
from limpid.layers import Dense
from limpid.losses import MeanSquaredError

quiet = {"verbose": 0}


def same(left, right):
    for a, b in zip(left.get_weights(), right.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


# Learning


def test_classifier_learns():
    x, y = blobs()
    history = classifier("adam").fit(x, y, epochs=120, **quiet)
    losses = history.history["loss"]
    assert losses[-1] < losses[0] / 2
    assert history.history["accuracy"][-1] > 0.85
    assert history.epoch == list(range(120))


def test_regression_finds_the_line():
    x, y = line()
    model = regressor(limpid.optimizers.SGD(0.1))
    model.fit(x, y, epochs=60, **quiet)
    kernel, bias = model.get_weights()
    np.testing.assert_allclose(kernel[:, 0], [2, -1], atol=1e-3)
    np.testing.assert_allclose(bias, [0.5], atol=1e-3)


def test_fitting_twice_goes_on():
    x, y = line()
    whole, parts = regressor("adam"), regressor("adam")
    whole.fit(x, y, epochs=4, shuffle=False, **quiet)
    parts.fit(x, y, epochs=2, shuffle=False, **quiet)
    parts.fit(x, y, epochs=2, shuffle=False, **quiet)
    same(whole, parts)
    assert parts.optimizer.iterations.item() == 8


@pytest.mark.parametrize("optimizer", ["adam", "sgd", "rmsprop"])
def test_eager_run_equals_the_compiled_one(optimizer):
    x, y = blobs()
    compiled, eager = classifier(optimizer), classifier(optimizer, run_eagerly=True)
    settings = {"epochs": 3, "shuffle": False, **quiet}
    logs = [m.fit(x, y, **settings).history for m in (compiled, eager)]
    for a, b in zip(compiled.get_weights(), eager.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(logs[0]["loss"], logs[1]["loss"], rtol=1e-5)


def test_sgd_finds_the_least_squares_solution():
    x, y = line()
    y = y + np.random.default_rng(1).normal(size=y.shape).astype("float32")
    model = regressor(limpid.optimizers.SGD(0.2))
    model.fit(x, y, batch_size=len(x), epochs=300, **quiet)
    design = np.c_[x, np.ones(len(x))].astype(float)
    want = np.linalg.lstsq(design, y.astype(float), rcond=None)[0][:, 0]
    kernel, bias = model.get_weights()
    np.testing.assert_allclose([*kernel[:, 0], bias[0]], want, rtol=1e-4)


def test_batch_gradient_is_the_mean_of_the_single_ones():
    x, y = line(8)
    whole, single = regressor(limpid.optimizers.SGD(1.0)), []
    start = whole.get_weights()
    whole.train_on_batch(x, y)
    for i in range(8):
        model = regressor(limpid.optimizers.SGD(1.0))
        model.train_on_batch(x[i : i + 1], y[i : i + 1])
        single.append(model.get_weights())
    for k, first in enumerate(start):
        steps = np.mean([weights[k] - first for weights in single], axis=0)
        np.testing.assert_allclose(whole.get_weights()[k] - first, steps, atol=1e-6)


# What is reported


def test_reported_loss_is_the_mean_over_the_examples():
    x, y = line(10)
    model = regressor(limpid.optimizers.SGD(0.0))
    want = np.square(model.predict(x) - y).mean()
    # The last batch holds 2 examples: it must not count as much as the others.
    history = model.fit(x, y, batch_size=4, **quiet).history
    assert history["loss"][0] == pytest.approx(want, rel=1e-6)
    assert model.evaluate(x, y, batch_size=3, **quiet) == pytest.approx(want, rel=1e-6)


def test_penalties_are_part_of_the_loss():
    x, y = line(10)
    layer = Dense(1, kernel_regularizer="l2")
    model = limpid.Sequential([limpid.Input((2,)), layer])
    model.compile("sgd", "mse", metrics=["mse"])
    loss, error = model.evaluate(x, y, **quiet)
    penalty = 0.01 * np.square(model.get_weights()[0]).sum()
    assert loss == pytest.approx(error + penalty, rel=1e-6)


def test_evaluate_gives_a_number_a_list_or_a_dictionary():
    x, y = blobs()
    model = classifier()
    loss, accuracy = model.evaluate(x, y, **quiet)
    assert model.evaluate(x, y, return_dict=True, **quiet) == {
        "loss": loss,
        "accuracy": accuracy,
    }
    assert isinstance(regressor().evaluate(*line(), **quiet), float)
    assert accuracy == pytest.approx((model.predict(x).argmax(-1) == y).mean())


def test_lines_of_progress(capsys):
    x, y = blobs()
    model = classifier()
    model.fit(x, y, epochs=2, verbose=2)
    out = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[0] for line in out] == ["epoch 1/2", "epoch 2/2"]
    assert "accuracy" in out[0]
    model.evaluate(x, y, verbose=2)
    assert capsys.readouterr().out.startswith("loss ")
    model.fit(x, y, **quiet)
    model.predict(x)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("y", "units", "activation", "loss", "kind"),
    [
        (
            np.array([0, 1, 2]),
            3,
            "softmax",
            "sparse_categorical_crossentropy",
            "sparse_categorical",
        ),
        (np.eye(3), 3, "softmax", "categorical_crossentropy", "categorical"),
        (np.array([0, 1, 1]), 1, "sigmoid", "binary_crossentropy", "binary"),
    ],
)
def test_accuracy_fits_targets_and_outputs(y, units, activation, loss, kind):
    model = limpid.Sequential([limpid.Input((2,)), Dense(units, activation=activation)])
    model.compile("sgd", loss, metrics=["accuracy", f"{kind}_accuracy"])
    x = np.random.default_rng(0).normal(size=(3, 2))
    _, short, full = model.evaluate(x, y, **quiet)
    assert short == full


def test_accuracy_of_logits_splits_at_zero():
    loss = limpid.losses.BinaryCrossentropy(from_logits=True)
    model = limpid.Sequential([limpid.Input((1,)), Dense(1, use_bias=False)])
    model.compile("sgd", loss, metrics=["accuracy"])
    model.set_weights([[[1.0]]])
    x = np.array([[0.2], [-0.2]])
    assert model.evaluate(x, np.array([1, 0]), **quiet)[1] == 1.0


# Data, weights and order


def test_every_example_comes_once_an_epoch_in_a_new_order():
    class Spy(limpid.Model):
        def call(self, x):
            return x

        def train_step(self, data):
            orders[-1].extend(np.asarray(data)[:, 0].tolist())
            return {"loss": limpid.Tensor(0.0)}

    def run(seed):
        orders.clear()
        limpid.utils.set_random_seed(seed)
        model = Spy()
        model.compile("sgd", run_eagerly=True)
        new = LambdaCallback(on_epoch_begin=lambda *_: orders.append([]))
        x = np.arange(20.0)[:, None]
        model.fit(x, epochs=3, batch_size=6, callbacks=[new], **quiet)
        return [tuple(order) for order in orders]

    orders = []
    first = run(1)
    assert all(sorted(order) == list(range(20)) for order in first)
    assert len(set(first)) == 3
    assert run(1) == first
    assert run(2) != first


def test_sorted_data_train_as_well_as_shuffled_data():
    x, y = blobs()
    order = np.argsort(y, kind="stable")
    losses = []
    for rows in (slice(None), order):
        history = classifier().fit(x[rows], y[rows], epochs=20, batch_size=8, **quiet)
        losses.append(history.history["loss"][-1])
    assert losses[1] == pytest.approx(losses[0], rel=0.1)


def test_validation_split_holds_out_the_end():
    x, y = line(10)
    model = regressor(limpid.optimizers.SGD(0.0))
    history = model.fit(x, y, validation_split=0.3, **quiet).history
    for name, rows in (("loss", slice(None, 7)), ("val_loss", slice(7, None))):
        want = np.square(model.predict(x[rows]) - y[rows]).mean()
        assert history[name][0] == pytest.approx(want, rel=1e-6)


def test_validation_comes_as_often_as_asked_for():
    x, y = line(10)
    for frequency, count in ((2, 2), ([1, 4], 2), (1, 5)):
        history = regressor().fit(
            x, y, epochs=5, validation_data=(x, y), validation_freq=frequency, **quiet
        )
        assert len(history.history["val_loss"]) == count


def test_weights_of_zero_leave_examples_out():
    x, y = line(8)
    weight = np.r_[np.ones(4), np.zeros(4)]
    weighted, half = (regressor(limpid.optimizers.SGD(0.1)) for _ in range(2))
    weighted.train_on_batch(x, y, sample_weight=weight * 2)
    half.train_on_batch(x[:4], y[:4])
    for a, b in zip(weighted.get_weights(), half.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5)


def test_class_weight_is_a_sample_weight():
    x, y = blobs(12)
    by_class, by_sample = classifier(), classifier()
    by_class.fit(x, y, class_weight={0: 2.0, 2: 0.5}, shuffle=False, **quiet)
    weight = np.array([2.0, 1.0, 0.5])[y]
    by_sample.fit(x, y, sample_weight=weight, shuffle=False, **quiet)
    same(by_class, by_sample)
    streamed = classifier()
    streamed.fit([(x, y)].__iter__(), class_weight={0: 2.0, 2: 0.5}, **quiet)
    same(by_class, streamed)


def test_metrics_count_weights_only_where_asked():
    x, y = blobs(12)
    model = classifier(metrics=["accuracy"], weighted_metrics=["accuracy"])
    hit = model.predict(x).argmax(-1) == y
    weight = np.where(hit, 3.0, 1.0)
    logs = model.evaluate(x, y, sample_weight=weight, return_dict=True, **quiet)
    assert logs["accuracy"] == pytest.approx(hit.mean())
    assert logs["weighted_accuracy"] == pytest.approx(
        (hit * weight).sum() / weight.sum()
    )


def test_lists_of_numbers_are_arrays():
    model = regressor()
    model.fit([[0.0, 1.0], [1.0, 0.0]], [1.0, 2.0], **quiet)
    assert model.predict([[0.0, 1.0]]).shape == (1, 1)


def test_float64_throughout():
    x, y = line()
    model = limpid.Sequential([limpid.Input((2,), dtype="float64")])
    model.add(Dense(1, dtype="float64"))
    model.compile("adam", "mse")
    model.fit(x.astype(float), y.astype(float), **quiet)
    assert model.predict(x.astype(float)).dtype == "float64"
    assert {v.dtype for v in model.weights} == {np.dtype("float64")}


# Streams


def test_stream_larger_than_memory_is_read_batch_by_batch():
    alive = []

    def stream():
        for i in range(30):
            alive.append(i)
            yield line(8, seed=i)

    model = regressor()
    seen = []
    note = LambdaCallback(on_train_batch_end=lambda *_: seen.append(len(alive)))
    model.fit(stream(), callbacks=[note], **quiet)
    # One batch ahead at most: to know whether there is one.
    assert max(a - b for a, b in zip(seen, range(1, 31), strict=True)) <= 1


def test_endless_generator_is_cut_into_epochs():
    def endless():
        while True:
            yield line(4)

    history = regressor().fit(endless(), steps_per_epoch=5, epochs=3, **quiet)
    assert len(history.epoch) == 3


def test_generator_that_ends_too_soon_ends_training_with_a_warning():
    batches = (line(4, seed=i) for i in range(7))
    model = regressor()
    with pytest.warns(UserWarning, match="ended in epoch 2 of 5"):
        history = model.fit(batches, steps_per_epoch=5, epochs=5, **quiet)
    assert model.optimizer.iterations.item() == 7
    assert len(history.epoch) == 2


def test_generator_without_steps_serves_one_epoch():
    model = regressor()
    with pytest.warns(UserWarning, match="ended in epoch 2 of 3"):
        history = model.fit((line(4) for _ in range(3)), epochs=3, **quiet)
    assert len(history.epoch) == 1


def test_iterable_is_started_anew_each_epoch():
    class Batches:
        def __iter__(self):
            return iter([line(4), line(4, seed=1)])

    model = regressor()
    history = model.fit(Batches(), epochs=3, validation_data=Batches(), **quiet)
    assert model.optimizer.iterations.item() == 6
    assert len(history.history["val_loss"]) == 3
    assert model.predict(Batches()).shape == (8, 1)


def test_batches_of_a_torch_loader():
    torch = pytest.importorskip("torch")
    x, y = (torch.from_numpy(part) for part in line(10))
    data = torch.utils.data.TensorDataset(x, y)
    model = regressor()
    model.fit(torch.utils.data.DataLoader(data, batch_size=4), epochs=2, **quiet)
    assert model.optimizer.iterations.item() == 6


# Ends


class InterruptAt(Callback):
    """Press Ctrl-C after a batch."""

    def on_train_batch_end(self, batch, logs=None):
        if batch == 1 and self.loop.epoch == 1:
            raise KeyboardInterrupt


def test_interrupt_keeps_what_was_learned_and_says_where(capsys):
    x, y = line(40)
    model, ended = regressor(), []
    end = LambdaCallback(on_train_end=ended.append)
    history = model.fit(
        x, y, batch_size=10, epochs=5, callbacks=[InterruptAt(), end], **quiet
    )
    said = "Interrupted in epoch 2 after 2 batches"
    assert history.reason.startswith(said)
    assert capsys.readouterr().out.startswith(said)
    assert model.optimizer.iterations.item() == 6
    assert len(ended) == 1
    assert len(history.epoch) == 1
    model.fit(x, y, **quiet)
    assert model.optimizer.iterations.item() == 8


def test_callback_may_stop_training_after_a_batch():
    class Stop(Callback):
        def on_train_batch_end(self, batch, logs=None):
            self.model.stop_training = batch == 2

    x, y = line(40)
    model = regressor()
    history = model.fit(x, y, batch_size=4, epochs=5, callbacks=Stop(), **quiet)
    assert model.optimizer.iterations.item() == 3
    assert len(history.epoch) == 1


def test_nan_is_noticed_once():
    x, y = line(40)
    model = regressor(limpid.optimizers.SGD(1e30))
    with pytest.warns(UserWarning, match=r"became .* in epoch 1, by batch \d+") as seen:
        model.fit(x, y, batch_size=4, epochs=3, **quiet)
    assert len(seen) == 1


# Several outputs


@pytest.mark.parametrize("by_name", [False, True])
def test_losses_weights_and_metrics_of_several_outputs(by_name):
    names = ["sum", "sign"]

    def given(parts):
        return dict(zip(names, parts, strict=True)) if by_name else parts

    model = two_headed(
        loss=given(["mse", "sparse_categorical_crossentropy"]),
        loss_weights=given([1.0, 0.25]),
        metrics=given([["mae"], ["accuracy"]]),
    )
    x, y = two_headed_data()
    logs = model.evaluate(x, given(y), return_dict=True, **quiet)
    total, sign = model.predict(x)
    assert list(logs) == ["loss", "sum_loss", "sign_loss", "sum_mae", "sign_accuracy"]
    assert logs["sum_loss"] == pytest.approx(np.square(total - y[0]).mean(), rel=1e-5)
    assert logs["sum_mae"] == pytest.approx(np.abs(total - y[0]).mean(), rel=1e-5)
    assert logs["sign_accuracy"] == pytest.approx((sign.argmax(-1) == y[1]).mean())
    want = logs["sum_loss"] + 0.25 * logs["sign_loss"]
    assert logs["loss"] == pytest.approx(want, rel=1e-6)
    model.fit(dict(zip("ab", x, strict=True)), given(y), epochs=2, **quiet)


def test_one_metric_for_all_outputs_counts_each_apart():
    model = two_headed(loss="mse", metrics=[limpid.metrics.MeanAbsoluteError()])
    x, (total, _) = two_headed_data()
    sign = np.zeros((24, 2))
    logs = model.evaluate(x, [total, sign], return_dict=True, **quiet)
    guesses = model.predict(x)
    for name, y, p in zip(("sum", "sign"), (total, sign), guesses, strict=True):
        want = np.abs(y - p).mean()
        assert logs[f"{name}_mean_absolute_error"] == pytest.approx(want, rel=1e-5)


def test_output_without_a_loss_is_not_trained():
    model = two_headed(loss={"sum": "mse"})
    before = model.get_weights()
    x, y = two_headed_data()
    model.fit(x, y, **quiet)
    changed = [
        not np.array_equal(*p) for p in zip(before, model.get_weights(), strict=True)
    ]
    assert changed == [True, True, False, False]


def test_each_output_may_have_sample_weights_of_its_own():
    model = two_headed(loss=["mse", "sparse_categorical_crossentropy"])
    x, y = two_headed_data()
    weights = [np.ones(24), np.zeros(24)]
    logs = model.evaluate(x, y, sample_weight=weights, return_dict=True, **quiet)
    assert logs["sign_loss"] == 0
    assert logs["loss"] == logs["sum_loss"] > 0


def test_outputs_in_a_dictionary_stay_one():
    inputs = limpid.Input((2,))
    model = limpid.Model(inputs, {"p": Dense(1)(inputs), "q": Dense(2)(inputs)})
    model.compile("sgd", {"p": "mse", "q": "mae"})
    x = np.ones((5, 2), "float32")
    found = model.predict(x, batch_size=2)
    assert {name: part.shape for name, part in found.items()} == {
        "p": (5, 1),
        "q": (5, 2),
    }
    model.fit(x, {"p": np.ones((5, 1)), "q": np.ones((5, 2))}, **quiet)


# Styles, memory


def test_three_styles_give_equal_bits():
    class Own(limpid.Model):
        def __init__(self):
            super().__init__()
            self.one, self.two = Dense(8, activation="tanh"), Dense(3)

        def call(self, x):
            return self.two(self.one(x))

    def functional():
        inputs = limpid.Input((4,))
        return limpid.Model(inputs, Dense(3)(Dense(8, activation="tanh")(inputs)))

    x, y = blobs()
    outputs = []
    for make in (
        lambda: limpid.Sequential([Dense(8, activation="tanh"), Dense(3)]),
        functional,
        Own,
    ):
        limpid.utils.set_random_seed(3)
        model = make()
        model.compile("adam", limpid.losses.SparseCategoricalCrossentropy(True))
        limpid.utils.set_random_seed(4)
        model(x)
        model.set_weights(classifier().get_weights())
        limpid.utils.set_random_seed(5)
        model.fit(x, y, epochs=2, **quiet)
        outputs.append(model.predict(x))
    kernel, bias, kernel2, bias2 = model.get_weights()
    plain = limpid.tanh(limpid.matmul(x, kernel) + bias)
    outputs.append((limpid.matmul(plain, kernel2) + bias2).numpy())
    np.testing.assert_array_equal(outputs[0], outputs[1])
    np.testing.assert_array_equal(outputs[0], outputs[2])
    # `predict` works batch by batch, which may round otherwise than all at once.
    np.testing.assert_allclose(outputs[0], outputs[3], rtol=1e-5, atol=1e-6)


def predicts_without_growing(count):
    model, (x, _) = classifier(), blobs()
    for _ in range(50):
        model.predict(x)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(count):
        model.predict(x)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before


def test_many_predictions_do_not_grow_the_memory():
    assert predicts_without_growing(300) < 300  # KiB, less than 1 a call


@pytest.mark.slow
def test_a_thousand_predictions_do_not_grow_the_memory():
    assert predicts_without_growing(1000) < 1000


def test_loss_of_a_class_and_of_its_name_are_one():
    x, y = line(8)
    by_name, by_class = regressor(loss="mse"), regressor(loss=MeanSquaredError())
    assert by_name.evaluate(x, y, **quiet) == by_class.evaluate(x, y, **quiet)
