"""The runs screen: what it reads, against the files; what it refuses to read."""

import csv
import io
import json
import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.studio.made_runs import line, make_run

import limpid as lp
from limpid.errors import ConfigError
from limpid.runs import RunDirectory
from limpid.runs.training import lock
from limpid.runs.weight_listener import WeightListener
from limpid.studio.screens._runs_curves import smoothed
from limpid.studio.screens._runs_metrics import Metrics
from limpid.studio.screens.runs import Runs, RunsState

posix = pytest.mark.skipif(os.name != "posix", reason="needs links and pipes")


def shown(root, **state):
    return Runs(root, RunsState(**state)).show()


def table(view):
    """Return the table's cells by run and column."""
    keys = [column.key for column in view.columns]
    return {row.name: dict(zip(keys, row.cells, strict=True)) for row in view.rows}


@pytest.fixture
def root(tmp_path):
    make_run(tmp_path, "first", rate=0.5, learning_rate=0.01)
    make_run(tmp_path, "second", rate=1.5, started="2026-11-02T09:00:00+00:00")
    return tmp_path


# Values


def test_curves_are_the_lines_of_the_files(root):
    """TBD-01: values read back equal those written; several runs overlaid."""
    view = shown(root)
    assert [drawn.name for drawn in view.drawn] == ["first", "second"]
    loss = view.charts[0]
    for i, drawn in enumerate(view.drawn):
        written = RunDirectory(root / drawn.name).metrics()
        rows = slice(view.starts[i], view.starts[i + 1])
        for name, curve in (("loss", loss.train), ("val_loss", loss.val)):
            assert curve[rows].tolist() == [np.float32(w[name]) for w in written]
        assert view.x[rows].tolist() == [w["epoch"] for w in written]


def test_seconds_add_up_along_the_axis(root):
    view = shown(root, x="seconds")
    assert view.x[:4].tolist() == [0.5, 1.0, 1.5, 2.0]


@given(
    st.lists(st.floats(-100, 100), min_size=1, max_size=30),
    st.floats(0.01, 0.99),
    st.sets(st.integers(0, 29)),
)
def test_smoothing_is_tensorboards_and_passes_over_nan(values, weight, holes):
    given_ = np.array([np.nan if i in holes else v for i, v in enumerate(values)])
    mean, count, want = 0.0, 0, []
    for value in given_:
        if np.isfinite(value):
            mean, count = weight * mean + (1 - weight) * value, count + 1
        want.append(mean / (1 - weight**count) if np.isfinite(value) else np.nan)
    assert smoothed(given_, weight) == pytest.approx(want, nan_ok=True, rel=1e-9)


def test_derivation_ends_at_the_number_shown(root):
    screen = Runs(root, RunsState(run="second", smoothing=0.6))
    tags = {tag.name: tag for tag in screen.show().look.tags}
    for kind, want in (
        ("last", tags["val_loss"].last),
        ("best", tags["val_loss"].best),
        ("smooth", tags["val_loss"].smooth),
    ):
        found = screen.derive(f"{kind}/second/val_loss")
        assert found.lines[-1].value == pytest.approx(want, rel=1e-12)
    with pytest.raises(ConfigError, match="no metric"):
        screen.derive("last/second/nothing")


def test_best_is_least_loss_and_greatest_accuracy(root):
    tags = {tag.name: tag for tag in shown(root, run="first").look.tags}
    written = RunDirectory(root / "first").metrics()
    assert tags["val_loss"].best == min(w["val_loss"] for w in written)
    assert tags["val_accuracy"].best == max(w["val_accuracy"] for w in written)


def test_printed_program_reads_the_same_numbers(root, capsys):
    screen = Runs(root, RunsState(run="first", smoothing=0.5))
    names = {}
    exec(screen.code(), names)  # noqa: S102 - it is what the test is about
    tags = {tag.name: tag for tag in screen.show().look.tags}
    assert names["smooth"][-1] == pytest.approx(tags["val_loss"].smooth)
    assert "first" in capsys.readouterr().out


# Comparing


def test_table_sorts_by_any_column_and_puts_what_lacks_it_last(root):
    """TBD-06."""
    make_run(root, "third", result=False)
    view = shown(root, sort="result/test_accuracy")
    assert [row.name for row in view.rows] == ["second", "first", "third"]
    view = shown(root, sort="set/learning_rate", descending=False)
    assert [row.name for row in view.rows] == ["second", "third", "first"]
    with pytest.raises(ConfigError, match="no column 'nothing'"):
        shown(root, sort="nothing")


def test_settings_that_differ_are_marked_and_come_first(root):
    view = shown(root, run="second", shared=True)
    settings = [c for c in view.columns if c.group == "setting"]
    assert [c.key for c in settings if c.differs] == ["set/learning_rate"]
    assert settings[0].differs
    rows = {row.name: row for row in view.rows}
    marked = [
        c.key for c, m in zip(view.columns, rows["first"].marks, strict=True) if m
    ]
    assert marked == ["set/learning_rate"]
    assert not any(rows["second"].marks)
    assert "set/dropout" not in [c.key for c in shown(root).columns]


def test_filter_finds_names_states_and_settings(root):
    assert [r.name for r in shown(root, filter="Learning_Rate=0.01").rows] == ["first"]
    assert shown(root, filter="second finished").matching == 1
    view = shown(root, filter="nothing of that kind")
    assert not view.rows
    assert "No run of 2 matches" in view.says


def test_pinned_runs_come_first_and_may_be_drawn_alone(root):
    view = shown(root, pinned=("first",), sort="started")
    assert [row.name for row in view.rows] == ["first", "second"]
    view = shown(root, pinned=("first", "gone"), only_pinned=True)
    assert [drawn.name for drawn in view.drawn] == ["first"]


def test_parallel_axes_are_what_differs_and_what_came_out(root):
    view = shown(root)
    assert [axis.key for axis in view.axes] == [
        "set/learning_rate", "result/test_accuracy",
    ]  # fmt: skip
    cells = table(view)
    for i, drawn in enumerate(view.drawn):
        row = [cells[drawn.name][axis.key] for axis in view.axes]
        assert view.lines[i].tolist() == row


def test_result_stands_beside_what_the_recipe_asks(root):
    look = shown(root, run="second").look
    assert [(g.name, g.goal, g.reached) for g in look.goals] == [
        ("test_accuracy", 0.98, True), ("test_loss", None, None),
    ]  # fmt: skip
    assert look.verdict.startswith("Reaches")
    assert shown(root, run="first").look.verdict.startswith("Misses")


def test_table_as_csv_holds_no_formulas(root):
    make_run(root, "=1+2", activation="@SUM(A1)")
    rows = list(csv.DictReader(io.StringIO(Runs(root).csv())))
    assert {row["run"] for row in rows} == {"first", "second", "'=1+2"}
    odd = next(row for row in rows if row["run"] == "'=1+2")
    assert odd["set/activation"] == "'@SUM(A1)"
    assert float(odd["last/val_loss"]) > 0
    lines = list(csv.DictReader(io.StringIO(Runs(root).csv("metrics"))))
    assert len(lines) == 3 * 4 * 4
    assert lines[0]["run"] in {"first", "'=1+2"}


def test_page_of_the_table_is_small_and_all_runs_are_drawn(tmp_path):
    for i in range(120):
        make_run(tmp_path, f"run-{i:03d}", epochs=1, result=False)
    view = shown(tmp_path, page=2)
    assert (len(view.rows), view.pages, len(view.drawn)) == (20, 3, 120)
    assert {drawn.color for drawn in view.drawn} == {-1}
    assert shown(tmp_path, page=9).page == 2


# Weights


def test_histograms_are_of_the_saved_model_and_over_time(root):
    """TBD-02: bin counts sum to the number of values; view over time."""
    model = lp.Sequential([lp.layers.Input((3,)), lp.layers.Dense(4)])
    folder = root / "first"
    listener = WeightListener(RunDirectory(folder), model)
    listener.write(0)
    kernel = model.layers[-1].kernel
    kernel.assign(kernel.numpy() * 2)
    listener.write(4)
    model.save(folder / "model.safetensors")
    look = shown(root, run="first").look
    one = next(w for w in look.weights if w.name.endswith("kernel"))
    values = kernel.numpy().astype(float)
    assert sum(one.counts) == one.size == 12
    assert one.mean == pytest.approx(values.mean())
    assert one.deviation == pytest.approx(values.std())
    assert (one.low, one.high) == (values.min(), values.max())
    assert look.course.name == one.name
    assert look.course.epochs.tolist() == [0, 4]
    assert look.course.counts.sum(axis=1).tolist() == [12, 12]
    assert look.course.highs[1] == pytest.approx(2 * look.course.highs[0])


def test_damaged_model_is_said_and_the_best_one_shown(root):
    folder = root / "first"
    (folder / "model.safetensors").write_bytes(b"\x80\x02nothing")
    lp.Sequential([lp.layers.Input((3,)), lp.layers.Dense(4)]).save(
        folder / "best.safetensors"
    )
    look = shown(root, run="first").look
    assert "a pickle" in look.weights_trouble
    assert look.weights_from == "best.safetensors"


# While it trains


def test_new_lines_and_new_runs_appear_and_cut_ones_wait(root):
    """TBD-07: new points appear; a truncated last record is skipped."""
    screen = Runs(root)
    assert screen.changes() == screen.stamp
    file = root / "second" / "metrics.jsonl"
    whole = line(5)
    with file.open("a") as stream:
        stream.write(whole[:20])
        stream.flush()
        screen.retune(screen.state)
        assert len(screen.show().x) == 8
        stream.write(whole[20:])
    assert screen.changes() != screen.stamp
    screen.retune(screen.state)
    assert screen.show().look.epoch == 5
    assert screen.show().look.troubles == []
    make_run(root, "third")
    assert screen.changes() != screen.stamp
    screen.retune(screen.state)
    assert screen.show().total == 3
    assert screen.changes() == screen.stamp


def test_metrics_written_anew_replace_the_old_ones(root):
    screen = Runs(root, RunsState(run="first"))
    file = root / "first" / "metrics.jsonl"
    file.unlink()
    file.write_text(line(1))
    screen.retune(screen.state)
    assert screen.show().look.epoch == 1


def test_states_are_running_untested_interrupted_and_finished(root):
    make_run(root, "half", epochs=2, result=False)
    make_run(root, "whole", epochs=4, result=False)
    make_run(root, "now", epochs=1, result=False)
    with lock(root / "now" / ".lock"):
        states = {row.name: row.status for row in shown(root).rows}
        look = shown(root, run="now").look
        assert "epoch 1 of 4, about 1.5 s to go" in look.says
        assert look.resume == ""
    assert states == {"first": "finished", "second": "finished", "half": "interrupted",
                      "whole": "untested", "now": "running"}  # fmt: skip
    assert shown(root, run="half").look.resume == "limpid train --resume half"


# What is damaged


def test_damaged_lines_are_named_and_the_others_drawn(root):
    file = root / "first" / "metrics.jsonl"
    file.write_text(line(1) + '{"epoch": 2, "loss": "<b>"}\n[1]\n' + line(3))
    view = shown(root, run="first")
    assert view.look.epoch == 3
    assert len(view.look.troubles) == 2
    assert view.look.troubles[0].startswith("Line 2 of metrics.jsonl cannot be read")
    assert "first" in [d.name for d in view.drawn]


def test_what_is_not_finite_is_a_gap_and_no_fault(root):
    file = root / "first" / "metrics.jsonl"
    file.write_text(line(1) + line(2, loss=None) + line(3, loss=None))
    view = shown(root, run="first", sort="last/loss")
    assert view.look.troubles == []
    assert np.isnan(view.charts[0].train[1:3]).all()
    assert table(view)["first"]["last/loss"] == "not a number"
    assert view.rows[-1].name == "first"


def test_run_without_config_shows_its_curves_and_says_so(root):
    (root / "first" / "config.json").unlink()
    view = shown(root, run="first")
    assert view.look.status == "finished"
    assert "config.json is missing" in view.look.troubles[0]
    assert len(view.drawn) == 2


@pytest.mark.parametrize("text", ["", "{", "[]", '{"recipe": 3}', "\xff"])
def test_foreign_config_and_result_are_said(root, text):
    for name in ("config.json", "result.json"):
        (root / "first" / name).write_text(text)
    look = shown(root, run="first").look
    assert len(look.troubles) == 2
    assert look.troubles[0].startswith("config.json is not what limpid wrote there")


def test_empty_and_missing_folders_say_how_to_make_a_run(tmp_path):
    for folder in (tmp_path, tmp_path / "missing"):
        view = shown(folder)
        assert "limpid train digits" in view.says
        assert view.look is None
        assert Runs(folder).code()
    (tmp_path / "other").mkdir()
    assert "hold nothing of a run" in shown(tmp_path).troubles[0]
    (tmp_path / "file").write_text("")
    assert "cannot be listed" in shown(tmp_path / "file").troubles[0]


def test_run_with_no_epoch_yet_is_no_fault(root):
    make_run(root, "young", epochs=0, result=False)
    look = shown(root, run="young").look
    assert look.epoch == 0
    assert look.tags == []
    (root / "young" / "metrics.jsonl").unlink()
    assert shown(root, run="young").look.troubles == []


def test_many_metrics_and_faults_stay_few():
    metrics = Metrics()
    metrics.take(json.dumps({f"m{i}": 1.0 for i in range(500)}).encode() + b"\n")
    assert len(metrics.names) == 100
    metrics.take(b"{\n" * 50)
    assert len(metrics.troubles) == 4
    assert metrics.troubles[-1].startswith("47 more lines")


# Nothing outside the folder


@posix
@pytest.mark.parametrize("name", ["metrics.jsonl", "report.html", "config.json"])
def test_links_to_other_files_are_not_opened(root, tmp_path_factory, name):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret"
    secret.write_text(line(1, secret=7.0))
    (root / "first" / name).unlink(missing_ok=True)
    (root / "first" / name).symlink_to(secret)
    screen = Runs(root, RunsState(run="first"))
    assert "secret" not in str(screen.show())
    if name == "report.html":
        with pytest.raises(ConfigError, match="is a link or no regular file"):
            screen.report("first")
    else:
        assert "is a link" in " ".join(screen.show().look.troubles)


@posix
def test_folders_that_are_links_are_not_followed(root, tmp_path_factory):
    other = make_run(tmp_path_factory.mktemp("elsewhere"), "other")
    (root / "linked").symlink_to(other, target_is_directory=True)
    view = shown(root)
    assert view.total == 2
    assert "Links are not followed: linked." in view.troubles
    # Neither is a checkpoint's folder.
    (root / "first" / "checkpoint").symlink_to(other, target_is_directory=True)
    assert shown(root, run="first").look.weights == []


@posix
def test_pipes_do_not_make_it_wait(root):
    (root / "first" / "result.json").unlink()
    os.mkfifo(root / "first" / "result.json")
    assert "no regular file" in shown(root, run="first").look.troubles[0]


@pytest.mark.parametrize(
    "name", ["../first", "first/../second", "/etc", "", ".deleted"]
)
def test_no_action_takes_a_path(root, name):
    screen = Runs(root / "..")
    screen = Runs(root)
    for act in (screen.report, screen.delete, lambda n: screen.rename(n, "new")):
        with pytest.raises(ConfigError, match="There is no run"):
            act(name)
    with pytest.raises(ConfigError, match="cannot name a run"):
        screen.rename("first", name)
    with pytest.raises(ConfigError, match="does not hold"):
        screen.undelete(name)
    assert sorted(p.name for p in root.iterdir() if p.name[0] != ".") == [
        "first", "second",
    ]  # fmt: skip


def test_files_beyond_the_limit_are_not_read(root):
    with (root / "first" / "report.html").open("wb") as stream:
        stream.truncate(17_000_000)
    with pytest.raises(ConfigError, match="17 MB, more than 16"):
        Runs(root).report("first")


def test_report_is_the_file(root):
    (root / "first" / "report.html").write_text("<h1>Good</h1>")
    assert Runs(root).report("first") == "<h1>Good</h1>"
    with pytest.raises(ConfigError, match="limpid report second"):
        Runs(root).report("second")


# Renaming and deleting


def test_run_is_renamed_put_aside_and_brought_back(root):
    screen = Runs(root)
    screen.rename("first", "best")
    screen.refresh()
    with pytest.raises(ConfigError, match="There is a run 'second' already"):
        screen.rename("best", "second")
    kept = screen.delete("best")
    screen.refresh()
    assert [*screen.runs] == ["second"]
    assert (root / ".deleted" / kept / "metrics.jsonl").is_file()
    screen.undelete(kept)
    screen.refresh()
    assert sorted(screen.runs) == ["best", "second"]


def test_run_in_training_is_neither_renamed_nor_deleted(root):
    make_run(root, "now", result=False)
    with lock(root / "now" / ".lock"):
        screen = Runs(root)
        for act in (screen.delete, lambda n: screen.rename(n, "new")):
            with pytest.raises(ConfigError, match="is being trained"):
                act("now")


def test_steps_and_spreads_of_a_batch_are_the_lines_of_the_file(root):
    """TBD-02, TBD-08."""
    folder = make_run(root, "measured")
    spread = {"low": -1.0, "high": 1.0, "counts": [2] * 40, "not_finite": 0}
    lines = [
        {"epoch": 0, "weights": {},
         "steps": {"d/kernel": [3.0, 2.0, 0.5], "d/bias": [1.0, 0.0, 0.1]},
         "gradients": {"d/kernel": spread}, "activations": {"d": spread}},
        {"epoch": 1, "weights": {}},
        {"epoch": 2, "weights": {},
         "steps": {"d/kernel": [0.3, 4.0, 0.004], "d/bias": [None, 2.0, None]}},
    ]  # fmt: skip
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / "weights.jsonl").write_text(text)
    look = shown(root, run="measured").look
    assert look.steps.names == ["d/kernel", "d/bias"]
    assert look.steps.epochs.tolist() == [0, 2]
    np.testing.assert_allclose(look.steps.ratios, [[0.25, np.nan], [1e-3, np.nan]])
    np.testing.assert_allclose(look.steps.gradients, [[3, 1], [0.3, np.nan]])
    assert look.steps.verdicts == ["healthy", "unknown"]
    assert look.others == {"gradients": ["d/kernel"], "activations": ["d"]}
    assert (look.other.name, look.other.epochs.tolist()) == ("d/kernel", [0])
    look = shown(root, run="measured", spread="activations").look
    assert look.other.name == "d"


def test_run_without_steps_has_none(root):
    make_run(root, "before")
    look = shown(root, run="before").look
    assert look.steps is None
    assert look.other is None
