"""The writing recipe, on a text of a few lines."""

from dataclasses import replace

import numpy as np
import pytest

from limpid.datasets import tinyshakespeare
from limpid.models.checkpoint import run_variables
from limpid.recipes import find
from limpid.runs import complete, create_run, fit, start

LINES = "To be, or not to be, that is the question:\n" * 60


@pytest.fixture
def short(monkeypatch):
    """Return the recipe made small, with a text of its own."""
    codes = tinyshakespeare.encode(LINES)
    examples = codes[:-1], codes[1:]
    tiny = replace(
        tinyshakespeare.DATASET,
        files=(),
        alternatives=(),
        reader=lambda _: (examples, examples),
    )
    monkeypatch.setattr(tinyshakespeare, "DATASET", tiny)
    changes = {"epochs": 30, "batch_size": 4, "units": 32, "learning_rate": 0.01}
    return find("char-rnn").changed(changes)


def test_it_learns_its_lines_and_shows_what_it_writes(short, tmp_path):
    training, directory = start(short, 0), create_run(tmp_path, "char-rnn")
    assert fit(training, directory, verbose=0)
    result = complete(training, directory)
    # The best guess that forgets what came before: the characters' entropy.
    _, counts = np.unique(list(LINES), return_counts=True)
    shares = counts / len(LINES)
    assert result.figures["test_loss"] < -np.sum(shares * np.log(shares)) / 4
    page = directory.report_file.read_text(encoding="utf-8")
    assert "What it makes up" in page
    assert "Temperature 0.5" in page
    assert "not to be" in page


def test_states_are_kept_in_checkpoints_and_rows_go_on(short):
    training = start(short, 0)
    inputs = training.inputs(training.train)
    np.testing.assert_array_equal(
        inputs[4:8, 0], training.targets(training.train)[:4, -1]
    )
    names = list(run_variables(training.model))
    assert sum("rnn_state" in name for name in names) == 4
