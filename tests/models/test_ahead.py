"""Many steps in one call of a native program leave what single steps would leave."""

import signal

import numpy as np
import pytest

from limpid.callbacks import Callback
from limpid.engines import get_engine, set_engine
from limpid.layers import BatchNormalization, Dense, Dropout
from limpid.models import Input, Sequential
from limpid.optimizers import Adam
from limpid.utils import set_random_seed


class Watcher(Callback):
    """Asks to be called between batches, so that no steps are taken ahead."""

    def __init__(self):
        super().__init__()
        self.steps = []

    def on_train_batch_end(self, batch, logs=None):
        self.steps.append(batch)


@pytest.fixture
def native():
    before = get_engine().name
    set_engine("native")
    yield
    set_engine(before)


def trained(callbacks=(), **settings):
    set_random_seed(3)
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(203, 4)).astype("float32"), rng.integers(0, 3, 203)
    layers = [Dense(8, "tanh"), BatchNormalization(), Dropout(0.2), Dense(3, "softmax")]
    model = Sequential([Input((4,)), *layers])
    loss = "sparse_categorical_crossentropy"
    model.compile(Adam(0.01), loss, metrics=["accuracy"])
    history = model.fit(
        x, y, batch_size=10, epochs=3, verbose=0, callbacks=list(callbacks), **settings
    )
    return [v.numpy() for v in model.variables], history.history


@pytest.mark.usefixtures("native")
@pytest.mark.parametrize(
    "settings", [{}, {"shuffle": False}, {"validation_split": 0.2}]
)
def test_steps_taken_ahead_leave_the_same_bits(settings):
    watcher = Watcher()
    single, single_history = trained([watcher], **settings)
    ahead, ahead_history = trained(**settings)
    assert all(np.array_equal(a, b) for a, b in zip(single, ahead, strict=True))
    assert single_history == ahead_history
    assert len(watcher.steps) >= 3 * 17


@pytest.mark.usefixtures("native")
def test_the_progress_counts_every_batch():
    counted = []

    class Epochs(Callback):
        def on_epoch_end(self, epoch, logs=None):
            counted.append(self.model.optimizer.iterations.item())

    trained([Epochs()])
    assert counted == [21, 42, 63]


@pytest.fixture
def listening():
    """Hear Ctrl-C, which a process started in the background ignores."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("listening")
def test_ctrl_c_waits_for_the_end_of_a_batch_and_keeps_whole_steps():
    class Press(Callback):
        def on_train_batch_begin(self, batch, logs=None):
            if batch == 2:
                signal.raise_signal(signal.SIGINT)

    model = Sequential([Input((4,)), Dense(2)])
    model.compile("sgd", "mse")
    x = np.ones((50, 4), np.float32)
    before = signal.getsignal(signal.SIGINT)
    history = model.fit(
        x, x[:, :2], batch_size=10, epochs=9, verbose=0, callbacks=[Press()]
    )
    assert model.optimizer.iterations.item() == 3
    assert history.epoch == []
    assert signal.getsignal(signal.SIGINT) is before
