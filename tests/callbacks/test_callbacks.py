"""Callbacks on scripted metrics, and on real training."""

import csv

import numpy as np
import pytest
from tests.common import oracles
from tests.common.models import blobs, classifier, line, regressor

import limpid
from limpid.callbacks import (
    Callback,
    CSVLogger,
    EarlyStopping,
    History,
    LambdaCallback,
    LearningRateScheduler,
    ReduceLROnPlateau,
    TerminateOnNaN,
)
from limpid.errors import ArgumentError, ConfigError, LimpidFileError
from limpid.graph import Variable

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation")


class Scripted(limpid.Model):
    """A model whose metrics follow a script, and whose weight counts the epochs."""

    def __init__(self, script, name="val_loss"):
        super().__init__()
        self.script, self.metric = script, name
        self.count = Variable(0.0)
        self.compile("sgd", run_eagerly=True)

    def train_step(self, data):
        self.count.assign(self.count + 1.0)
        return {self.metric: limpid.Tensor(self.script[int(self.count.item()) - 1])}


def run(callback, script, name="val_loss", **settings):
    model = Scripted(script, name)
    settings = {"epochs": len(script), "verbose": 0} | settings
    history = model.fit(np.ones((1, 1)), callbacks=callback, **settings)
    return model, history


WAVE = [1.0, 0.8, 0.9, 0.7, 0.75, 0.74, 0.73, 0.72, 0.71, 0.6]


@pytest.mark.parametrize(
    ("settings", "epochs", "weights"),
    [
        ({"patience": 1}, 3, 3),
        ({"patience": 2}, 6, 6),
        ({"patience": 2, "restore_best_weights": True}, 6, 4),
        ({"patience": 10, "restore_best_weights": True}, 10, 10),
        ({"patience": 1, "start_from_epoch": 3}, 5, 5),
        ({"patience": 1, "min_delta": 0.25}, 2, 2),
        ({"patience": 2, "baseline": 0.5}, 3, 3),
        ({"patience": 0}, 3, 3),
        ({"patience": 1, "mode": "max", "restore_best_weights": True}, 2, 1),
    ],
)
def test_stops_patience_epochs_after_the_best(settings, epochs, weights):
    model, history = run(EarlyStopping(**settings), WAVE)
    assert len(history.epoch) == epochs
    assert model.count.item() == weights


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("restore", [False, True])
def test_early_stopping_decides_as_keras_does(seed, restore):
    keras = oracles.keras()
    rng = np.random.default_rng(seed)
    script = (1 / np.sqrt(1 + np.arange(30)) + 0.1 * rng.normal(size=30)).tolist()
    settings = {
        "patience": int(rng.integers(0, 4)),
        "min_delta": float(rng.choice([0.0, 0.05])),
        "baseline": rng.choice([None, 0.4]),
        "start_from_epoch": int(rng.integers(0, 3)),
        "restore_best_weights": restore,
    }
    theirs = keras.callbacks.EarlyStopping(mode="min", **settings)

    class Stub:
        stop_training = False

        def __init__(self):
            self.weights = 0

        def get_weights(self):
            return self.weights

        def set_weights(self, weights):
            self.weights = weights

    stub = Stub()
    theirs.set_model(stub)
    theirs.on_train_begin()
    for epoch, value in enumerate(script):
        stub.weights = epoch + 1
        theirs.on_epoch_end(epoch, {"val_loss": value})
        if stub.stop_training:
            break
    theirs.on_train_end()
    model, history = run(EarlyStopping(**settings), script)
    assert len(history.epoch) == epoch + 1
    assert model.count.item() == stub.weights


@pytest.mark.parametrize("seed", range(8))
def test_plateau_lowers_the_rate_as_keras_does(seed):
    keras = oracles.keras()
    rng = np.random.default_rng(seed)
    script = (1 / np.sqrt(1 + np.arange(30)) + 0.1 * rng.normal(size=30)).tolist()
    settings = {
        "patience": int(rng.integers(1, 4)),
        "factor": 0.5,
        "cooldown": int(rng.integers(0, 3)),
        "min_lr": 0.02,
    }
    theirs = keras.callbacks.ReduceLROnPlateau(mode="min", **settings)

    class Stub:
        optimizer = keras.optimizers.SGD(0.125)

    theirs.set_model(Stub())
    theirs.on_train_begin()
    want = []
    for epoch, value in enumerate(script):
        logs = {"val_loss": value}
        theirs.on_epoch_end(epoch, logs)
        want.append(float(logs["learning_rate"]))
    model = Scripted(script)
    model.optimizer.learning_rate = 0.125
    ours = ReduceLROnPlateau(**settings)
    history = model.fit(np.ones((1, 1)), epochs=30, callbacks=ours, verbose=0)
    np.testing.assert_allclose(history.history["learning_rate"], want, rtol=1e-6)


def test_rate_falls_after_patience_and_not_earlier():
    script = [1.0, 1.0, 1.0, 0.5, 0.49999, 0.5, 0.5]
    plateau = ReduceLROnPlateau(patience=2, factor=0.5, min_lr=0.003)
    _, history = run(plateau, script)
    # Too small a gain in epoch 5 is none; from epoch 7 on the rate is lower again.
    want = [0.01, 0.01, 0.01, 0.005, 0.005, 0.005, 0.003]
    got = history.history["learning_rate"]
    np.testing.assert_allclose(got[:6], want[:6])
    assert len(history.notes) == 2
    assert "set the learning rate to 0.005 after epoch 3" in history.notes[0]
    assert "0.003 after epoch 6" in history.notes[1]


def test_stopping_says_when_and_why(capsys):
    _, history = run(EarlyStopping(patience=2), WAVE, verbose=2)
    said = (
        "EarlyStopping ended training after epoch 6: val_loss had not got better for 2 "
        "epochs; its best was 0.7 in epoch 4."
    )
    assert history.notes == [said]
    assert said in capsys.readouterr().out


def test_growing_metrics_are_known_by_the_metric_and_by_name():
    model, _ = run(EarlyStopping("val_accuracy", patience=1), WAVE, "val_accuracy")
    assert model.count.item() == 2
    x, y = blobs(12)
    own = EarlyStopping("cosine", patience=1)
    metric = limpid.metrics.CosineSimilarity(name="cosine")
    model = limpid.Sequential([limpid.Input((4,)), limpid.layers.Dense(1)])
    model.compile("sgd", "mse", metrics=[metric])
    model.fit(x, y[:, None], callbacks=own, verbose=0)
    assert own.grows()


def test_unknown_metric_is_warned_of_with_the_nearest_one():
    with pytest.warns(UserWarning, match="did you mean 'val_loss'"):
        run(EarlyStopping("val_los"), [1.0, 2.0])


def test_nan_is_never_the_best():
    nan = float("nan")
    stopper = EarlyStopping(patience=5, restore_best_weights=True)
    with pytest.warns(UserWarning, match="became nan"):
        model, _ = run(stopper, [nan, 1.0, nan, 2.0])
    assert stopper.best == 1.0
    assert model.count.item() == 2


@pytest.mark.parametrize("kind", [EarlyStopping, ReduceLROnPlateau])
def test_state_of_an_interrupted_run_goes_on_alike(kind):
    def started(script):
        callback = kind(patience=2)
        callback.set_model(Scripted(script))
        callback.loop = type("Loop", (), {"emit": lambda *_: None})()
        callback.on_train_begin()
        return callback

    whole, first, second = (started(WAVE) for _ in range(3))
    for epoch, value in enumerate(WAVE):
        whole.on_epoch_end(epoch, {"val_loss": value})
        half = first if epoch < 3 else second
        if epoch == 3:
            second.set_state(first.get_state())
        half.on_epoch_end(epoch, {"val_loss": value})
    assert second.get_state() == whole.get_state()


def test_schedule_sets_the_rate_of_each_epoch():
    steps = []

    def halve(epoch, rate):
        steps.append(rate)
        return rate / 2

    x, y = line(8)
    model = regressor(limpid.optimizers.SGD(1e-3))
    history = model.fit(
        x, y, epochs=3, callbacks=[LearningRateScheduler(halve)], verbose=0
    )
    np.testing.assert_allclose(steps, [1e-3, 5e-4, 2.5e-4])
    np.testing.assert_allclose(
        history.history["learning_rate"], [5e-4, 2.5e-4, 1.25e-4]
    )
    model.fit(x, y, callbacks=LearningRateScheduler(lambda epoch: 0.5), verbose=0)
    assert float(model.optimizer.learning_rate) == 0.5


def test_rate_that_follows_a_schedule_is_not_set():
    decay = limpid.schedules.ExponentialDecay(0.1, 10, 0.5)
    model = regressor(limpid.optimizers.SGD(decay))
    with pytest.raises(ConfigError, match="follows a schedule"):
        model.fit(*line(8), callbacks=LearningRateScheduler(lambda e: 0.1), verbose=0)


def test_functions_are_called_at_their_moments():
    calls = []

    def note(name):
        return lambda *given: calls.append((name, *given[:-1]))

    names = (
        "on_train_begin", "on_epoch_begin", "on_train_batch_begin",
        "on_train_batch_end", "on_epoch_end", "on_train_end",
    )  # fmt: skip
    x, y = line(8)
    callback = LambdaCallback(**{name: note(name) for name in names})
    with pytest.raises(TypeError):
        regressor().fit(
            x, y, callbacks=LambdaCallback(on_train_end=lambda: 0), verbose=0
        )
    regressor().fit(x, y, batch_size=4, callbacks=callback, verbose=0)
    assert [c[0] for c in calls] == [
        names[0], names[1], names[2], names[3], names[2], names[3], names[4], names[5]
    ]  # fmt: skip


def test_all_moments_come_in_keras_order():
    def noting(name):
        return lambda *_: calls.append(name)

    calls = []
    moments = [name for name in dir(Callback) if name.startswith("on_")]
    order = type("Order", (Callback,), {name: noting(name) for name in moments})
    x, y = line(8)
    regressor().fit(x, y, validation_data=(x, y), callbacks=order(), verbose=0)
    assert calls == [
        "on_train_begin", "on_epoch_begin", "on_train_batch_begin",
        "on_train_batch_end", "on_test_begin", "on_test_batch_end", "on_test_end",
        "on_epoch_end", "on_train_end",
    ]  # fmt: skip


def test_nan_ends_training_where_asked():
    x, y = line(40)
    model = regressor(limpid.optimizers.SGD(1e30))
    history = model.fit(
        x, y, batch_size=4, epochs=3, callbacks=TerminateOnNaN(), verbose=0
    )
    assert model.optimizer.iterations.item() == 2
    assert "TerminateOnNaN ended training in epoch 1, batch 2" in history.notes[0]


def test_metrics_of_each_epoch_are_written_as_csv(tmp_path):
    path = tmp_path / "log.csv"
    x, y = blobs()
    model = classifier()
    history = model.fit(
        x, y, epochs=3, callbacks=CSVLogger(path, separator=";"), verbose=0
    )
    rows = list(csv.DictReader(path.read_text().splitlines(), delimiter=";"))
    assert [int(row["epoch"]) for row in rows] == [0, 1, 2]
    assert [float(row["loss"]) for row in rows] == history.history["loss"]
    log = CSVLogger(path, separator=";", append=True)
    model.fit(x, y, epochs=2, callbacks=log, verbose=0)
    assert len(path.read_text().splitlines()) == 6


def test_csv_of_a_resumed_run_holds_each_epoch_once(tmp_path):
    path = tmp_path / "log.csv"
    first = CSVLogger(path)
    first.on_train_begin()
    first.on_epoch_end(0, {"loss": 1.0})
    state = first.get_state()
    first.on_epoch_end(1, {"loss": 0.5})
    second = CSVLogger(path)
    second.on_train_begin()
    second.set_state(state)
    second.on_epoch_end(1, {"loss": 0.5})
    assert path.read_text().split() == ["epoch,loss", "0,1.0", "1,0.5"]


def test_csv_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(LimpidFileError, match="cannot be written"):
        run(CSVLogger(tmp_path / "none" / "log.csv"), [1.0])


def test_history_gives_rows_for_plots():
    x, y = line(8)
    history = regressor().fit(x, y, epochs=2, verbose=0)
    assert isinstance(history, History)
    assert [row["epoch"] for row in history.to_rows()] == [0, 1]
    assert [row["loss"] for row in history.to_rows()] == history.history["loss"]


@pytest.mark.parametrize(
    ("kind", "settings", "message"),
    [
        (EarlyStopping, {"mode": "mxa"}, "did you mean 'max'"),  # typos: ignore
        (EarlyStopping, {"patience": -1}, "expected numbers >= 0"),
        (ReduceLROnPlateau, {"factor": 1.0}, "expected between 0 and 1"),
        (EarlyStopping, {"patients": 1}, "did you mean 'patience'"),
    ],
)
def test_wrong_settings_are_refused(kind, settings, message):
    with pytest.raises((ConfigError, ArgumentError), match=message):
        kind(**settings)


def test_schedule_helps_adam_on_average():
    # "Even Adam needs a schedule": training loss with and without, five seeds.
    x, y = blobs(150, seed=3)
    losses = {"constant": [], "plateau": []}
    for seed in range(5):
        for name, callbacks in (
            ("constant", []),
            ("plateau", [ReduceLROnPlateau("loss", factor=0.3, patience=1)]),
        ):
            model = classifier(limpid.optimizers.Adam(0.1), seed=seed, metrics=None)
            fit = model.fit(
                x, y, epochs=25, batch_size=8, callbacks=callbacks, verbose=0
            )
            losses[name].append(fit.history["loss"][-1])
    assert np.median(losses["plateau"]) < np.median(losses["constant"])
