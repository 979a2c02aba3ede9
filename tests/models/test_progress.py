"""What a watcher sees."""

import pytest
from tests.common.models import blobs, classifier

from limpid.callbacks import EarlyStopping
from limpid.errors import ArgumentError
from limpid.models.progress import ProgressLines, format_logs, progress_listener
from limpid.models.progress_bar import ProgressBar


def test_metrics_are_written_with_four_digits():
    assert (
        format_logs({"loss": 0.123456, "accuracy": 0.5}) == "loss 0.1235  accuracy 0.5"
    )


def test_bar_is_drawn_on_a_terminal_only(monkeypatch):
    assert progress_listener(0) is None
    assert progress_listener(False) is None
    assert isinstance(progress_listener("auto"), ProgressLines)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert isinstance(progress_listener("auto"), ProgressBar)
    assert isinstance(progress_listener(2), ProgressLines)


def test_unknown_verbosity_is_refused():
    with pytest.raises(ArgumentError, match="verbose='loud'"):
        progress_listener("loud")


def test_bar_leaves_a_line_for_each_epoch_and_each_notice(monkeypatch, capsys):
    monkeypatch.setattr(
        "limpid.models.loop.progress_listener", lambda verbose: ProgressBar()
    )
    x, y = blobs()
    model = classifier()
    model.fit(x, y, epochs=4, callbacks=EarlyStopping("loss", min_delta=9, patience=1))
    out = capsys.readouterr().out
    assert "epoch 1/4  loss" in out
    assert "epoch 2/4  loss" in out
    assert "EarlyStopping ended training after epoch 2" in out.replace("\n", " ")
    model.evaluate(x, y)
    assert "accuracy" in capsys.readouterr().out
