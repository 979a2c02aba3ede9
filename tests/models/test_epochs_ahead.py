"""Many epochs in one call leave what epochs one by one would leave."""

import signal
import threading

import numpy as np
import pytest

from limpid.callbacks import Callback, History
from limpid.engines import get_engine, set_engine
from limpid.errors import DataError
from limpid.layers import BatchNormalization, Dense, Dropout, Embedding, Flatten
from limpid.metrics import MeanSquaredError
from limpid.models import Input, Sequential
from limpid.models.epochs_ahead import EpochsAhead
from limpid.optimizers import SGD, Adam
from limpid.utils import set_random_seed

EPOCHS = 60


class Watcher(Callback):
    """Asks to be called between epochs, so that each is trained alone."""

    def on_epoch_end(self, epoch, logs=None):
        pass


@pytest.fixture(autouse=True)
def native(monkeypatch):
    monkeypatch.setenv("LIMPID_THREADS", "1")
    before = get_engine().name
    set_engine("native")
    yield
    set_engine(before)


@pytest.fixture
def calls(monkeypatch):
    """Return the numbers of epochs that were trained in one call each."""
    made = []
    run = EpochsAhead.run

    def noted(self, first, count):
        made.append(count)
        return run(self, first, count)

    monkeypatch.setattr(EpochsAhead, "run", noted)
    return made


def made(**settings):
    set_random_seed(3)
    layers = [Dense(8, "tanh"), BatchNormalization(), Dropout(0.2), Dense(3, "softmax")]
    model = Sequential([Input((4,)), *layers])
    model.compile(
        Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"], **settings
    )
    return model


def trained(callbacks=(), examples=203, **settings):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(examples, 4)).astype("float32")
    y = rng.integers(0, 3, examples)
    model, settings = made(), {"batch_size": 10, "epochs": EPOCHS, **settings}
    history = model.fit(x, y, verbose=0, callbacks=list(callbacks), **settings)
    return [v.numpy() for v in model.variables], history


CASES = [
    {},
    {"examples": 200},
    {"examples": 7},
    {"shuffle": False},
    {"steps_per_epoch": 4},
    {"initial_epoch": 5},
]


@pytest.mark.parametrize("settings", CASES, ids=str)
def test_epochs_in_one_call_leave_the_same_bits_and_history(settings, calls):
    alone, history_alone = trained([Watcher()], **settings)
    assert calls == []
    together, history = trained(**settings)
    assert max(calls) > 1
    assert all(np.array_equal(a, b) for a, b in zip(alone, together, strict=True))
    assert history.history == history_alone.history
    assert history.epoch == history_alone.epoch


def test_training_goes_on_alike_after_epochs_in_one_call(calls):
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(23, 4)).astype("float32"), rng.integers(0, 3, 23)
    results = []
    for callbacks in ([], [Watcher()]):
        model = made()
        for size in (5, 23, 4):
            model.fit(x, y, size, 31, verbose=0, callbacks=callbacks)
        results.append([v.numpy() for v in model.variables])
    assert calls
    assert all(np.array_equal(a, b) for a, b in zip(*results, strict=True))


@pytest.mark.parametrize("kind", [History, Watcher])
def test_a_history_of_ones_own_sees_every_epoch_as_it_ends(kind, calls):
    seen = []

    class Own(kind):
        def on_epoch_end(self, epoch, logs=None):
            seen.append(self.model.optimizer.iterations.item())

    trained([Own()], examples=20)
    assert seen == list(range(2, 2 * EPOCHS + 1, 2))
    assert calls == []


def test_a_metric_that_forgets_its_own_way_is_asked_each_epoch(calls):
    class Keeping(MeanSquaredError):
        def reset_state(self):
            pass

    model = Sequential([Input((2,)), Dense(1)])
    model.compile("sgd", "mse", metrics=[Keeping(name="kept")])
    x = np.ones((20, 2), np.float32)
    history = model.fit(x, x[:, :1], 10, EPOCHS, verbose=0)
    assert calls == []
    assert history.history["kept"] != history.history["loss"]


def test_ctrl_c_ends_after_whole_epochs_and_keeps_what_was_learned(calls):
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        model = Sequential([Input((2,)), Dense(1)])
        model.compile("sgd", "mse")
        x = np.ones((20, 2), np.float32)
        model.fit(x, x[:, :1], 10, 2, verbose=0)
        press = threading.Timer(0.3, lambda: signal.raise_signal(signal.SIGINT))
        press.start()
        history = model.fit(x, x[:, :1], 10, 10**9, verbose=0)
    finally:
        signal.signal(signal.SIGINT, before)
    assert calls
    count = len(history.epoch)
    assert history.reason.startswith(f"Interrupted after epoch {count}:")
    assert model.optimizer.iterations.item() == 4 + 2 * count


def test_a_wrong_index_ends_training_with_the_steps_before_it(calls):
    x = np.zeros((400, 1), np.int32)
    x[7] = 5
    y = np.ones((400, 1), np.float32)
    left = []
    for callbacks in ([Watcher()], []):
        set_random_seed(1)
        layers = [Embedding(5, 2), Flatten(), Dense(1)]
        model = Sequential([Input((1,), dtype="int32"), *layers])
        model.compile("sgd", "mse")
        with pytest.raises(DataError):
            model.fit(x, y, 1, 4000, steps_per_epoch=1, callbacks=callbacks, verbose=0)
        left.append([v.numpy() for v in model.variables])
    assert calls
    assert model.optimizer.iterations.item() > 1
    for one, other in zip(*left, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_loss_that_becomes_nan_is_noticed_with_its_epoch(calls):
    model = Sequential([Input((1,)), Dense(1)])
    model.compile(SGD(2.0), "mse")
    x = np.linspace(1, 2, 20, dtype=np.float32).reshape(20, 1)
    with pytest.warns(UserWarning, match=r"became .* in epoch \d+") as seen:
        history = model.fit(x, x, 10, EPOCHS, verbose=0)
    assert calls
    wrong = next(i for i, v in enumerate(history.history["loss"]) if not np.isfinite(v))
    assert f"in epoch {wrong + 1}, by batch 2:" in str(seen[0].message)
    assert len(seen) == 1
