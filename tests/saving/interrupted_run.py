"""A training run for tests to kill: interrupted_run.py BACKUPS RESULT FREQ DELAY.

It writes its final weights and history to RESULT. Each fsync takes DELAY seconds
longer, so that a kill can hit a backup in the middle.
"""

import json
import os
import sys
import time
from pathlib import Path

import numpy as np

import limpid
from limpid.callbacks import BackupAndRestore, Callback


class Memory(Callback):
    """A callback with a state: arrays, infinity, and draws from NumPy's random."""

    def check(self):
        self.best, self.trail = float("inf"), []

    def get_state(self):
        return {"best": self.best, "trail": np.array(self.trail), "shape": (1, 2)}

    def set_state(self, state):
        assert state["shape"] == (1, 2)
        self.best, self.trail = state["best"], list(state["trail"])

    def on_train_batch_end(self, batch, logs=None):
        self.trail.append(logs["loss"] + np.random.random() * 1e-9)  # noqa: NPY002

    def on_epoch_end(self, epoch, logs=None):
        self.best = min(self.best, logs["val_loss"])
        self.model.optimizer.learning_rate = 0.01 / (epoch + 2)


class Noise(limpid.layers.Layer):
    """A layer that draws from the random numbers that all code shares."""

    def call(self, inputs, training=False):
        noise = limpid.random.uniform(inputs.shape) * 0.01
        return inputs + noise if training else inputs


def make_model():
    layers = limpid.layers
    model = limpid.Sequential(
        [
            limpid.Input((5,)),
            layers.Dense(8, activation="tanh"),
            layers.BatchNormalization(),
            layers.Dropout(0.4),
            Noise(),
            layers.Dense(3, activation="softmax"),
        ]
    )
    loss = "sparse_categorical_crossentropy"
    model.compile(limpid.optimizers.Adam(0.01), loss, metrics=["accuracy"])
    return model


def main(backups, result, freq, delay):
    limpid.utils.set_random_seed(7)
    real_fsync = os.fsync

    def slow_fsync(descriptor):
        time.sleep(float(delay))
        real_fsync(descriptor)

    os.fsync = slow_fsync
    generator = np.random.default_rng(0)
    x = generator.normal(size=(90, 5)).astype("float32")
    y = (x.sum(1) > 0).astype("int64") + (x[:, 0] > 0)
    model, memory = make_model(), Memory()
    backup = BackupAndRestore(backups, save_freq=freq if freq == "epoch" else int(freq))
    history = model.fit(
        x, y, epochs=6, batch_size=8, verbose=0, validation_split=0.2,
        callbacks=[backup, memory],
    )  # fmt: skip
    outcome = {
        "weights": {k: v.numpy().tobytes().hex() for k, v in model.paths().items()},
        "optimizer": [v.numpy().tobytes().hex() for v in model.optimizer.variables],
        "history": history.history,
        "epochs": history.epoch,
        "best": memory.best,
        "trail": [float(value) for value in memory.trail],
        "draw": float(np.random.random()),  # noqa: NPY002
    }
    Path(result).write_text(json.dumps(outcome), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
