"""A run's folder: its name, its records, its metrics."""

import numpy as np
import pytest

from limpid.errors import ConfigError, LimpidFileError
from limpid.runs import RunDirectory, RunResult, create_run, find_run, runs_in
from limpid.runs.records import write_record


def test_run_is_named_after_recipe_and_time(tmp_path):
    first, second = (create_run(tmp_path, "digits") for _ in range(2))
    assert first.path.name.startswith("digits-20")
    assert first.path != second.path


@pytest.mark.parametrize(
    "name",
    ["..", "../up", "a/b", "/etc", ".hidden", "", "a b", "x" * 101, "-rf", "a\0"],
)
def test_name_cannot_leave_the_folder(tmp_path, name):
    with pytest.raises(ConfigError, match="cannot name a run"):
        create_run(tmp_path, "digits", name)
    assert list(tmp_path.iterdir()) == []


def test_taken_name_is_refused(tmp_path):
    create_run(tmp_path, "digits", "mine")
    with pytest.raises(ConfigError, match="choose another --name"):
        create_run(tmp_path, "digits", "mine")


def test_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(LimpidFileError, match="--runs-dir"):
        create_run(tmp_path / "file" / "runs", "digits")


def test_unknown_run_gives_the_nearest(tmp_path, finished):
    _, directory = finished
    with pytest.raises(ConfigError, match="did you mean 'short'"):
        find_run(directory.path.parent, "shrt")
    with pytest.raises(ConfigError, match="holds no run yet"):
        find_run(tmp_path, "short")


def test_run_is_found_by_name_and_by_path(finished):
    _, directory = finished
    assert find_run(directory.path.parent, "short") == directory
    assert (
        find_run(directory.path.parent / "elsewhere", str(directory.path)) == directory
    )
    assert runs_in(directory.path.parent) == [directory]


def test_line_cut_short_by_a_kill_is_left_out(tmp_path):
    directory = RunDirectory(tmp_path)
    assert directory.metrics() == []
    directory.metrics_file.write_bytes(b'{"epoch":1,"loss":0.5}\n{"epoch":2,"lo')
    assert directory.metrics() == [{"epoch": 1, "loss": 0.5}]


def test_metrics_that_are_not_finite_come_back_as_nan(tmp_path):
    """JSON has no NaN: the writer's null is what a run that diverged leaves."""
    directory = RunDirectory(tmp_path)
    directory.metrics_file.write_bytes(b'{"epoch":1,"loss":null}\n')
    assert np.isnan(directory.metrics()[0]["loss"])


def test_result_that_is_not_finite_comes_back_as_nan(tmp_path):
    directory = RunDirectory(tmp_path)
    figures = {"test_loss": float("nan"), "test_accuracy": 0.1}
    write_record(directory.result_file, RunResult(figures, {}, False, 9, 9, 1, 0.5))
    found = directory.result().figures
    assert np.isnan(found.pop("test_loss"))
    assert found == {"test_accuracy": 0.1}


@pytest.mark.parametrize("line", ["[1]", "{", '{"epoch":"<b>"}'])
def test_foreign_metrics_are_refused(tmp_path, line):
    directory = RunDirectory(tmp_path)
    directory.metrics_file.write_text(f"{line}\n")
    with pytest.raises(LimpidFileError, match=r"metrics\.jsonl"):
        directory.metrics()


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"recipe":"xor","command":"rm"}', "\x80\x04pickle"]
)
def test_foreign_config_is_refused(tmp_path, text):
    directory = RunDirectory(tmp_path)
    directory.config_file.write_text(text)
    with pytest.raises(LimpidFileError, match=r"config\.json"):
        directory.config()


def test_missing_result_is_said(tmp_path):
    directory = RunDirectory(tmp_path)
    assert not directory.is_finished
    with pytest.raises(LimpidFileError, match=r"result\.json cannot be read"):
        directory.result()
