"""Backups and checkpoints made by callbacks."""

import signal

import numpy as np
import pytest

from limpid import layers, optimizers
from limpid.callbacks import BackupAndRestore, Callback, History, ModelCheckpoint
from limpid.errors import ConfigError, LimpidFileError
from limpid.models import Input, Model, Sequential, load_model
from limpid.models.checkpoint import checkpoint_files
from limpid.utils import set_random_seed

generator = np.random.default_rng(0)
X = generator.normal(size=(40, 3)).astype("float32")
Y = X.sum(1, keepdims=True)


class StopAfter(Callback):
    """Interrupts training, as Ctrl-C does, after so many batches."""

    def __init__(self, batches):
        super().__init__()
        self.batches = batches

    def on_train_batch_end(self, batch, logs=None):
        self.batches -= 1
        if self.batches == 0:
            raise KeyboardInterrupt


class StopTraining(Callback):
    """Ends training for good at a batch of an epoch, as early stopping does."""

    def __init__(self, epoch, batch):
        super().__init__()
        self.moment, self.epoch = (epoch, batch), 0

    def on_epoch_begin(self, epoch, logs=None):
        self.epoch = epoch

    def on_train_batch_end(self, batch, logs=None):
        if (self.epoch, batch) == self.moment:
            self.model.stop_training = True


def make_model(units=4):
    set_random_seed(3)
    model = Sequential(
        [Input((3,)), layers.Dense(units), layers.Dropout(0.3), layers.Dense(1)]
    )
    model.compile(optimizers.Adam(0.01), "mean_squared_error")
    return model


def fit(*callbacks, model=None, x=X, y=Y, **settings):
    """Return what a run of the same script comes to: weights and history."""
    model = model or make_model()
    arguments = {"epochs": 4, "batch_size": 8, "verbose": 0} | settings
    history = model.fit(x, y, callbacks=list(callbacks), **arguments)
    return [w.tolist() for w in model.get_weights()], history.history, history.epoch


@pytest.mark.parametrize("freq", [1, 2, 3, 5, "epoch"])
@pytest.mark.parametrize("batches", [1, 5, 7, 10, 13])
def test_resumed_run_equals_the_uninterrupted_one(freq, batches, tmp_path):
    backup = BackupAndRestore(tmp_path / "backups", save_freq=freq)
    fit(backup, StopAfter(batches))
    assert fit(BackupAndRestore(tmp_path / "backups", save_freq=freq)) == fit()


def test_order_of_callbacks_does_not_matter(tmp_path):
    for i, order in enumerate([1, -1]):
        for stop in (12, 99):
            backup = BackupAndRestore(tmp_path / str(i), save_freq=2)
            result = fit(*[backup, History(), StopAfter(stop)][::order])
        assert result == fit(StopAfter(99))


@pytest.mark.parametrize("epoch", [0, 2])
@pytest.mark.parametrize("batch", [1, 4])
@pytest.mark.parametrize("freq", [1, "epoch"])
def test_run_that_a_callback_ended_stays_ended(epoch, batch, freq, tmp_path):
    expected = fit(StopTraining(epoch, batch))
    settings = {"save_freq": freq, "delete_checkpoint": False}
    for _ in range(2):
        backup = BackupAndRestore(tmp_path / "backups", **settings)
        assert fit(backup, StopTraining(epoch, batch)) == expected


def test_finished_run_is_not_repeated(tmp_path):
    settings = {"delete_checkpoint": False}
    expected = fit(BackupAndRestore(tmp_path, **settings))
    assert fit(BackupAndRestore(tmp_path, **settings)) == expected


def test_generator_is_read_on_from_where_it_was(tmp_path):
    def batches():
        while True:
            for start in range(0, 40, 8):
                yield X[start : start + 8], Y[start : start + 8]

    settings = {"y": None, "batch_size": None, "steps_per_epoch": 3}
    expected = fit(x=batches(), **settings)
    for stop in (8, 99):
        backup = BackupAndRestore(tmp_path / "backups", save_freq=2)
        result = fit(backup, StopAfter(stop), x=batches(), **settings)
    assert result == expected


def test_model_that_is_not_built_yet_is_built_from_the_backup(tmp_path):
    def model():
        set_random_seed(3)
        made = Sequential([layers.BatchNormalization(), layers.Dense(1)])
        made.compile("adam", "mean_squared_error", metrics=["accuracy"])
        return made

    expected = fit(model=model())
    for stop in (12, 99):
        backup = BackupAndRestore(tmp_path, save_freq=2)
        result = fit(backup, StopAfter(stop), model=model())
    assert result == expected


def test_nested_data_and_several_outputs_go_on(tmp_path):
    def model():
        set_random_seed(4)
        a, b = Input((3,), name="a"), Input((3,), name="b")
        x = layers.Dense(4)(a) * layers.Dense(4)(b)
        outputs = layers.Dense(1, name="one")(x), layers.Dense(2, name="two")(x)
        made = Model({"a": a, "b": b}, list(outputs))
        made.compile("rmsprop", ["mean_squared_error", "mean_squared_error"])
        return made

    data = {"x": {"a": X, "b": -X}, "y": [Y, X[:, :2]], "validation_split": 0.2}
    expected = fit(model=model(), **data)
    for stop in (7, 99):
        backup = BackupAndRestore(tmp_path, save_freq=3)
        result = fit(backup, StopAfter(stop), model=model(), **data)
    assert result == expected


def test_backing_up_changes_nothing(tmp_path):
    assert fit(BackupAndRestore(tmp_path, save_freq=1)) == fit()


def test_the_last_two_backups_are_kept(tmp_path):
    fit(BackupAndRestore(tmp_path, save_freq=3, delete_checkpoint=False))
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["step-000015.safetensors", "step-000018.safetensors"]


@pytest.mark.parametrize("damage", ["cut", "changed", "empty"])
def test_damaged_backup_is_passed_over_for_the_one_before(damage, tmp_path):
    fit(BackupAndRestore(tmp_path, save_freq=2), StopAfter(11))
    latest = checkpoint_files(tmp_path)[0]
    data = bytearray(latest.read_bytes())
    data[len(data) // 2] ^= 1
    spoiled = {"cut": data[:-5], "changed": data, "empty": b""}
    latest.write_bytes(bytes(spoiled[damage]))
    with pytest.warns(UserWarning, match="passed over"):
        assert fit(BackupAndRestore(tmp_path, save_freq=2)) == fit()


def test_backup_of_another_model_is_refused(tmp_path):
    fit(BackupAndRestore(tmp_path), StopAfter(11))
    with pytest.raises(LimpidFileError, match="give another backup_dir"):
        fit(BackupAndRestore(tmp_path), model=make_model(units=5))


def test_full_disk_is_a_warning_and_training_goes_on(tmp_path, monkeypatch):
    def fail(*arguments):
        raise LimpidFileError("x cannot be written: the disk is full.")

    monkeypatch.setattr("limpid.models.tensor_file.write_atomically", fail)
    with pytest.warns(UserWarning, match="No backup was made: .*disk is full"):
        backed_up = fit(BackupAndRestore(tmp_path / "backups"))
    with pytest.warns(UserWarning, match="not saved: .*disk is full"):
        checkpointed = fit(ModelCheckpoint(tmp_path / "model"))
    assert backed_up == checkpointed == fit()


def test_file_in_the_folders_place_is_named(tmp_path):
    (tmp_path / "backups").write_text("")
    with pytest.raises(LimpidFileError, match="cannot hold backups"):
        fit(BackupAndRestore(tmp_path / "backups"))


def test_handlers_of_signals_are_given_back(tmp_path):
    before = [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)]
    fit(BackupAndRestore(tmp_path / "a"))
    fit(BackupAndRestore(tmp_path / "b"), StopAfter(3))
    with pytest.raises(RuntimeError):
        fit(BackupAndRestore(tmp_path / "c"), Failing())
    assert [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)] == before


class Failing(Callback):
    def on_epoch_end(self, epoch, logs=None):
        raise RuntimeError


@pytest.mark.parametrize("kind", [BackupAndRestore, ModelCheckpoint])
@pytest.mark.parametrize("freq", [0, -1, 1.5, True, "batch", None])
def test_wrong_frequency_is_refused(kind, freq, tmp_path):
    with pytest.raises(ConfigError, match="save_freq"):
        kind(tmp_path, save_freq=freq)


# ModelCheckpoint


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_epoch_and_metrics_go_into_the_name(tmp_path):
    path = tmp_path / "m-{epoch:02d}-{loss:.2f}.safetensors"
    _, history, _ = fit(ModelCheckpoint(path), epochs=2)
    expected = [
        f"m-{i:02d}-{v:.2f}.safetensors" for i, v in enumerate(history["loss"], 1)
    ]
    assert names_in(tmp_path) == expected


def test_batch_goes_into_the_name(tmp_path):
    path = str(tmp_path / "{epoch}-{batch}")
    fit(ModelCheckpoint(path, save_freq=3), epochs=2)
    assert names_in(tmp_path) == ["1-3", "2-1", "2-4"]


def test_only_better_models_are_saved(tmp_path):
    losses = [3.0, 4.0, 2.0, 2.0, 1.0]
    checkpoint = ModelCheckpoint(tmp_path / "{epoch}", "loss", save_best_only=True)
    feed(checkpoint, [{"loss": value} for value in losses])
    assert names_in(tmp_path) == ["1", "3", "5"]


@pytest.mark.parametrize(
    ("settings", "saved"),
    [({"monitor": "accuracy"}, ["1", "3"]), ({"monitor": "val_acc"}, ["1", "3"]),
     ({"monitor": "accuracy", "mode": "min"}, ["1", "2"]),
     ({"monitor": "accuracy", "initial_value_threshold": 0.6}, ["3"])],
)  # fmt: skip
def test_direction_follows_mode_and_name(settings, saved, tmp_path):
    checkpoint = ModelCheckpoint(tmp_path / "{epoch}", save_best_only=True, **settings)
    values = [0.5, 0.4, 0.7]
    feed(checkpoint, [{"accuracy": v, "val_acc": v} for v in values])
    assert names_in(tmp_path) == saved


def test_best_so_far_outlives_an_interruption(tmp_path):
    first = ModelCheckpoint(tmp_path / "{epoch}", "loss", save_best_only=True)
    feed(first, [{"loss": 1.0}])
    second = ModelCheckpoint(tmp_path / "b{epoch}", "loss", save_best_only=True)
    second.set_state(first.get_state())
    feed(second, [{"loss": 2.0}])
    assert names_in(tmp_path) == ["1"]


def feed(checkpoint, epochs):
    checkpoint.set_model(make_model())
    for epoch, logs in enumerate(epochs):
        checkpoint.on_epoch_begin(epoch)
        checkpoint.on_epoch_end(epoch, logs)


def test_saved_model_is_the_model_of_its_epoch(tmp_path):
    model = make_model()
    fit(ModelCheckpoint(tmp_path / "model"), model=model, epochs=2)
    assert np.array_equal(load_model(tmp_path / "model").predict(X), model.predict(X))


def test_weights_alone_can_be_saved(tmp_path):
    model = make_model()
    fit(ModelCheckpoint(tmp_path / "w", save_weights_only=True), model=model)
    other = make_model()
    other.load_weights(tmp_path / "w")
    assert np.array_equal(other.predict(X), model.predict(X))


def test_missing_metric_is_a_warning_with_the_nearest_name(tmp_path):
    checkpoint = ModelCheckpoint(tmp_path / "m", "val_los", save_best_only=True)
    with pytest.warns(UserWarning, match="did you mean 'val_loss'"):
        feed(checkpoint, [{"val_loss": 1.0}])


def test_unknown_metric_in_the_name_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="'val_acc'"):
        fit(ModelCheckpoint(tmp_path / "{val_acc}"))
