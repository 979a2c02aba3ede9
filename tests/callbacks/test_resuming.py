"""A run that was killed goes on as if nothing had happened, callbacks included."""

import numpy as np
import pytest
from tests.common.models import blobs, classifier

import limpid
from limpid.callbacks import (
    BackupAndRestore,
    Callback,
    CSVLogger,
    EarlyStopping,
    ReduceLROnPlateau,
)


class Die(Callback):
    """End the process's training without a goodbye."""

    def on_train_batch_begin(self, batch, logs=None):
        if (self.loop.epoch, batch) == (5, 2):
            raise RuntimeError("power cut")


def run(folder, *others):
    x, y = blobs()
    model = classifier(limpid.optimizers.Adam(0.01))
    patience = {"min_delta": 0.02}
    callbacks = [
        EarlyStopping(patience=3, restore_best_weights=True, **patience),
        ReduceLROnPlateau(patience=1, **patience),
        CSVLogger(folder / "log.csv"),
        *others,
        BackupAndRestore(folder / "backup", save_freq=2),
    ]
    limpid.utils.set_random_seed(3)
    settings = {"batch_size": 8, "epochs": 30, "validation_split": 0.2, "verbose": 0}
    history = model.fit(x, y, callbacks=callbacks, **settings)
    return model, history, (folder / "log.csv").read_text()


def test_run_resumed_after_a_kill_is_the_run_without_one(tmp_path):
    for name in ("whole", "cut"):
        (tmp_path / name).mkdir()
    model, history, log = run(tmp_path / "whole")
    with pytest.raises(RuntimeError, match="power cut"):
        run(tmp_path / "cut", Die())
    resumed, second, second_log = run(tmp_path / "cut")
    assert history.epoch == second.epoch
    assert history.history == second.history
    assert history.notes == second.notes
    assert len(history.notes) > 2
    assert log == second_log
    for a, b in zip(model.get_weights(), resumed.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)
