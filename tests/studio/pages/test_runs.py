"""The runs screen in the browser: live, compared, damaged, and shut in."""

import csv
import json
import re
import shutil
from functools import partial
from pathlib import Path

import pytest
from tests.studio.made_runs import line, make_run
from tests.studio.pages.reading import number, shown
from tests.studio.pages.test_every_page import serious

from limpid.studio.screens.runs import Runs, RunsState

TABLE = re.compile("^Table of runs$")


@pytest.fixture
def made(runs_folder):
    """Return a function that makes runs for one test; what the test leaves goes."""
    before = set(runs_folder.iterdir())
    yield partial(make_run, runs_folder)
    for left in set(runs_folder.iterdir()) - before:
        shutil.rmtree(left)


def names_in(page):
    cells = page.get_by_role("region", name=TABLE).locator("tbody th .name")
    return cells.all_inner_texts()


def wait_for_names(page, *names):
    for _ in range(100):
        if names_in(page) == list(names):
            return
        page.wait_for_timeout(50)
    assert names_in(page) == list(names)


def test_numbers_are_those_of_the_files(visit, runs_folder):
    page = visit('runs?run="quick"&smoothing=0.6')
    look = Runs(runs_folder, RunsState(run="quick", smoothing=0.6)).show().look
    for tag in look.tags:
        assert number(page, f"last/quick/{tag.name}") == shown(tag.last)
        assert number(page, f"best/quick/{tag.name}") == shown(tag.best)
        assert number(page, f"smooth/quick/{tag.name}") == shown(tag.smooth)
    page.locator('[data-number="smooth/quick/val_loss"]').click()
    page.get_by_role("region", name="Derivation").get_by_text("m / (1 − wⁿ)").wait_for()


def test_curve_is_read_off_by_keys(visit, runs_folder):
    page = visit('runs?run="steady"&filter="steady"')
    curve = page.get_by_role("slider", name="loss: read off along epoch")
    curve.press("ArrowLeft")
    curve.press("ArrowLeft")
    written = Runs(runs_folder).runs["steady"].column("val_loss")
    text = curve.get_attribute("aria-valuetext")
    assert text.startswith("epoch 2. steady: validation ")
    assert float(re.search(r"validation ([\d.]+)", text)[1]) == shown(written[1])
    curve.press("+")
    page.get_by_role("button", name="Whole x axis").click()
    assert page.get_by_role("button", name="Whole x axis").is_disabled()


def test_what_training_writes_appears_while_one_watches(visit, made):
    """TBD-07: new points appear within 2 s; a truncated last record is skipped."""
    folder = made("growing", epochs=1, result=False)
    page = visit('runs?run="growing"')
    with (folder / "metrics.jsonl").open("a") as stream:
        stream.write(line(2, val_loss=0.123) + line(3)[:20])
    found = page.locator('[data-number="last/growing/val_loss"]')
    found.get_by_text("0.123").wait_for(timeout=2_500)
    assert page.get_by_text("cannot be read").count() == 0
    made("later")
    page.get_by_role("button", name="later", exact=True).wait_for(timeout=2_500)


def test_page_goes_on_after_the_server_was_started_again(visit, server, made):
    folder = made("surviving", epochs=2, result=False)
    page = visit('runs?run="surviving"&smoothing=0.3')
    page.get_by_text("Interrupted after epoch 2 of 4").wait_for()
    server.stop()
    page.get_by_role("status").get_by_text("The connection to limpid broke").wait_for()
    with (folder / "metrics.jsonl").open("a") as stream:
        stream.write(line(3))
    server.start()
    page.get_by_role("status").get_by_text("Connected again").wait_for()
    page.get_by_text("Interrupted after epoch 3 of 4").wait_for()
    page.get_by_text("Smoothing: 0.3").wait_for()
    with (folder / "metrics.jsonl").open("a") as stream:
        stream.write(line(4))
    page.get_by_text("Trained to the end").wait_for()


def test_runs_are_sorted_filtered_and_pinned_by_keys(visit):
    page = visit("runs")
    table = page.get_by_role("region", name=TABLE)
    table.get_by_role("button", name="test accuracy").press("Enter")
    sorted_by = table.locator("th[aria-sort='descending']")
    sorted_by.get_by_text("test accuracy").wait_for()
    wait_for_names(page, "quick", "steady")
    table.get_by_role("button", name="test accuracy").press("Enter")
    wait_for_names(page, "steady", "quick")
    page.get_by_role("button", name="Pin quick").press("Enter")
    wait_for_names(page, "quick", "steady")
    page.get_by_label("Filter").fill("learning_rate=0.02")
    wait_for_names(page, "quick")
    page.get_by_label("Filter").fill("nothing")
    page.get_by_text(re.compile("No run of [0-9]+ matches 'nothing'")).wait_for()
    assert "filter" in page.url


def test_differences_are_marked(visit):
    page = visit('runs?run="quick"&filter="activation"&sort="name"&descending=false')
    wait_for_names(page, "quick", "steady")
    marked = page.locator("tbody tr", has_text="steady").locator("td.mark")
    assert marked.all_inner_texts() == ["relu", "0.003"]


def test_damaged_runs_are_said_in_place_and_the_page_works_on(visit, made, axe):
    broken = made("broken")
    (broken / "metrics.jsonl").write_text(line(1) + "{\n" + line(2, loss=None))
    (broken / "result.json").write_text("<script>alert(1)</script>")
    (broken / "model.safetensors").write_bytes(b"PK\3\4nothing")
    made("bare")
    bare = Path(broken.parent, "bare")
    (bare / "config.json").unlink()
    page = visit('runs?run="broken"')
    for said in (
        "Line 2 of metrics.jsonl cannot be read and is left out",
        "result.json is not what limpid wrote there",
        "a zip archive",
    ):
        page.get_by_role("region", name="The run looked at").get_by_text(
            said
        ).first.wait_for()
    cell = page.locator('[data-number="last/broken/loss"]')
    assert cell.inner_text() == "not a number"
    page.get_by_role("button", name="bare", exact=True).click()
    page.get_by_text("config.json is missing").first.wait_for()
    page.evaluate(axe)
    assert serious(page) == []


def test_report_is_opened_in_place_and_can_do_nothing(context, server, made):
    made("hostile").joinpath("report.html").write_text(
        "<h1>Figures</h1><script>parent.document.title = 'taken'</script>"
        "<meta http-equiv='refresh' content='0;url=https://example.invalid/'>"
        "<img src='https://example.invalid/x.png'>"
        "<form action='https://example.invalid/'><button>Go</button></form>"
    )
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - Playwright takes no built-in
    page.goto(f'http://127.0.0.1:{server.port}/#runs?run="hostile"')
    page.get_by_role("button", name="Open the report here").click()
    frame = page.frame_locator("iframe")
    frame.get_by_role("heading", name="Figures").wait_for()
    frame.get_by_role("button", name="Go").click()
    page.wait_for_timeout(300)
    assert page.title() == "Runs · limpid studio"
    # Now and then Chromium announces a request before the policy blocks it.
    left = [one.url for one in asked if "csp" not in (one.failure or "")]
    assert not [url for url in left if "example" in url]
    assert page.locator("iframe").get_attribute("sandbox") == ""
    page.close()


def test_run_is_renamed_deleted_and_brought_back(visit, made, runs_folder):
    made("odd")
    page = visit('runs?run="odd"')
    page.get_by_text("Rename or delete").click()
    page.get_by_label("New name").fill("../odd")
    page.get_by_role("button", name="Rename", exact=True).click()
    page.get_by_role("alert").get_by_text("cannot name a run").wait_for()
    page.get_by_label("New name").fill("even")
    page.get_by_role("button", name="Rename", exact=True).click()
    page.get_by_role("heading", name="even").wait_for()
    assert (runs_folder / "even").is_dir()
    page.get_by_text("Rename or delete").click()
    page.get_by_role("button", name="Delete…").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_text("even was put aside").wait_for()
    assert not (runs_folder / "even").exists()
    page.get_by_role("button", name="Bring it back").click()
    page.get_by_text("even was put aside").wait_for(state="hidden")
    page.get_by_role("heading", name="even").wait_for()
    assert (runs_folder / "even").is_dir()


def test_csv_and_svg_are_handed_out(visit, runs_folder):
    page = visit("runs")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Table as CSV").click()
    text = Path(waiting.value.path()).read_text()
    rows = {row["run"]: row for row in csv.DictReader(text.splitlines())}
    own = Runs(runs_folder).runs["quick"].column("val_loss")[-1]
    assert float(rows["quick"]["last/val_loss"]) == own
    with page.expect_download() as waiting:
        page.get_by_role("button", name="loss: as SVG", exact=True).click()
    svg = Path(waiting.value.path()).read_text()
    assert "<title>quick validation</title>" in svg
    assert waiting.value.suggested_filename == "loss.svg"


def test_many_runs_are_drawn_moved_and_paged(visit, made):
    for i in range(60):
        made(f"many-{i:02d}", epochs=600, rate=0.01 + i / 2000, result=False)
    page = visit('runs?filter="many-"')
    page.get_by_text("page 1 of 2").wait_for()
    page.get_by_role("button", name="Next").click()
    page.get_by_text("page 2 of 2").wait_for()
    plot = page.get_by_role("slider", name="loss: read off along epoch")
    page.get_by_role("button", name="loss: zoom in").click()
    low = float(plot.get_attribute("aria-valuemin"))
    box = plot.bounding_box()
    page.mouse.move(box["x"] + 300, box["y"] + 80)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 80)
    page.mouse.up()
    assert float(plot.get_attribute("aria-valuemin")) > low
    page.mouse.move(box["x"] + 200, box["y"] + 100)
    assert "many-" in plot.get_attribute("aria-valuetext")


def test_steps_beside_the_weights_and_spreads_of_a_batch_are_shown(visit, made):
    """TBD-02, TBD-08."""
    folder = made("measured")
    spread = {"low": -1.0, "high": 1.0, "counts": [2] * 40, "not_finite": 0}
    lines = [
        {"epoch": epoch, "weights": {},
         "steps": {"d/kernel": [0.3, 4.0, 0.004], "e/kernel": [3.0, 2.0, 0.5]},
         "gradients": {"d/kernel": spread}, "activations": {"relu": spread}}
        for epoch in (0, 1)
    ]  # fmt: skip
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (folder / "weights.jsonl").write_text(text)
    page = visit('runs?run="measured"')
    table = page.get_by_role("region", name="Steps")
    assert number(page, "ratio/d/kernel") == shown(0.001, 3)
    assert number(page, "gradient/e/kernel") == shown(3.0, 3)
    texts = table.locator(".verdict").all_inner_texts()
    assert texts == ["✓ healthy", "large: weights are thrown about"]
    page.get_by_text("d/kernel, 80 gradients over the epochs").wait_for()
    page.get_by_label("Spread of the").select_option("activations")
    page.get_by_text("relu, 80 activations over the epochs").wait_for()
