"""What is too much is ended, said, and the page stays usable."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest
from tests.studio.pages.conftest import Server
from tests.studio.pages.reading import number
from tests.studio.pages.test_playground import press, wait_for_clock
from tests.studio.test_server import descendants_of

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/cmdline").exists(), reason="looks for processes in /proc"
)

IMPATIENT = [sys.executable, str(Path(__file__).with_name("impatient_studio.py"))]


@pytest.fixture
def impatient(context, tmp_path):
    """A server that waits a second for a worker, its cookie in the browser."""
    made = Server(tmp_path, IMPATIENT)
    page = context.new_page()
    page.goto(made.start())
    # Only then it has a worker, which ends as it closes.
    page.locator("[data-ready]").first.wait_for()
    page.close()
    yield made
    made.stop()


def workers_of(server):
    """Return the numbers of the processes that run sessions, or will."""
    command = [f"{child}/cmdline" for child in descendants_of(server.process.pid)]
    starter = "forkserver" if sys.platform == "linux" else "spawn_main"
    named = [c for c in command if starter in (Path("/proc") / c).read_text()]
    numbers = {int(Path(c).parent.name) for c in named}
    # What forks the others is named like them.
    return {n for n in numbers if not descendants_of(n)}


def spare_of(server):
    """Return the number of the spare worker, once it is the only one."""
    end = time.monotonic() + 10
    while len(workers_of(server)) != 1 and time.monotonic() < end:
        time.sleep(0.05)
    [spare] = workers_of(server)
    return spare


def open_on(visit, server, mark):
    return visit(address=f"http://127.0.0.1:{server.port}/#{mark}")


def test_command_that_hangs_is_ended_and_the_page_goes_on(visit, impatient):
    page = open_on(visit, impatient, "playground")
    press(page, "Step one epoch")
    wait_for_clock(page, "epoch 1")
    before = number(page, "loss/train")
    press(page, "Keras code")
    page.get_by_role("alert").get_by_text("took longer than 1 s").wait_for()
    page.get_by_role("status").get_by_text("Connected again").wait_for()
    wait_for_clock(page, "epoch 1")
    assert number(page, "loss/train") == before
    press(page, "Step one epoch")
    wait_for_clock(page, "epoch 2")
    assert not page.get_by_role("alert").inner_text()


def test_why_a_process_ended_stays_until_people_act(visit, impatient):
    spare = spare_of(impatient)
    page = open_on(visit, impatient, "playground?at=75")
    page.get_by_role("button", name="Show the code").click()
    wait_for_clock(page, "epoch 3")
    os.kill(spare, signal.SIGKILL)
    page.get_by_role("status").get_by_text("Connected again").wait_for()
    wait_for_clock(page, "epoch 3")
    assert "was killed" in page.get_by_role("alert").inner_text()
    press(page, "Step one epoch")
    wait_for_clock(page, "epoch 4")
    assert not page.get_by_role("alert").inner_text()


def test_third_training_is_refused_in_a_sentence_and_may_run_later(visit):
    first, second = visit("playground"), visit("linear_classifier")
    third = visit("playground?seed=3")
    press(first, "Play")
    press(second, "Play")
    for page in (first, second):
        page.get_by_role("button", name="Pause", exact=True).wait_for()
    press(third, "Play")
    alert = third.get_by_role("alert")
    alert.get_by_text("2 trainings run already").wait_for()
    assert "Playground" in alert.inner_text()
    assert "Linear classifier" in alert.inner_text()
    press(third, "Step one epoch")
    wait_for_clock(third, "epoch 1")
    press(second, "Pause")
    second.get_by_role("button", name="Play", exact=True).wait_for()
    press(third, "Play")
    third.get_by_role("button", name="Pause", exact=True).wait_for()
