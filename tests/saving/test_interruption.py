"""A run that was killed goes on as if nothing had happened."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("interrupted_run.py")
LONGEST_RUN_SECONDS = 60


def start(backups, result, freq, delay=0.0):
    command = [sys.executable, str(SCRIPT), str(backups), str(result), freq, str(delay)]
    return subprocess.Popen(command, stderr=subprocess.PIPE)


def finish(*arguments):
    process = start(*arguments)
    _, errors = process.communicate(timeout=LONGEST_RUN_SECONDS)
    assert process.returncode == 0, errors.decode()


def wait_for_backup(backups, process):
    """Wait until a first backup is there, so that a kill is a kill of training."""
    while process.poll() is None and not list(backups.glob("step-*")):
        time.sleep(0.005)


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory):
    """Return what the run comes to when nobody disturbs it."""
    folder = tmp_path_factory.mktemp("whole")
    finish(folder / "backups", folder / "result", "epoch")
    return (folder / "result").read_text()


def run_with_kills(folder, freq, kills, seed):
    """Run the script, killed so often at random moments, to its end."""
    backups, result = folder / "backups", folder / "result"
    draw = random.Random(seed)  # noqa: S311
    killed = 0
    for _ in range(kills):
        # With slow writing most of the time passes inside a backup.
        process = start(backups, result, freq, delay=0.02)
        wait_for_backup(backups, process)
        time.sleep(draw.uniform(0, 0.25))
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        process.stderr.close()
    finish(backups, result, freq)
    return killed, result.read_text()


@pytest.mark.parametrize(("freq", "seed"), [("1", 0), ("4", 1), ("epoch", 2)])
def test_killed_run_goes_on_bit_for_bit(freq, seed, uninterrupted, tmp_path):
    killed, result = run_with_kills(tmp_path, freq, 2, seed)
    assert killed > 0
    assert result == uninterrupted


@pytest.mark.slow
@pytest.mark.parametrize("freq", ["1", "3", "epoch"])
def test_run_killed_twenty_times_goes_on_bit_for_bit(freq, uninterrupted, tmp_path):
    killed, result = run_with_kills(tmp_path, freq, 20, 3)
    assert killed > 1
    assert result == uninterrupted


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_training_with_a_backup(number, uninterrupted, tmp_path):
    backups, result = tmp_path / "backups", tmp_path / "result"
    process = start(backups, result, "epoch", delay=0.1)
    wait_for_backup(backups, process)
    process.send_signal(number)
    _, errors = process.communicate(timeout=LONGEST_RUN_SECONDS)
    # After Ctrl-C fit returns; after SIGTERM the process ends as its sender expects.
    assert process.returncode == (143 if number == signal.SIGTERM else 0), errors
    steps = sorted(int(path.stem[5:]) for path in backups.glob("step-*"))
    assert steps
    assert max(steps) < 54
    result.unlink(missing_ok=True)
    finish(backups, result, "epoch")
    assert result.read_text() == uninterrupted


def test_second_signal_ends_the_process_at_once(tmp_path):
    process = start(tmp_path / "backups", tmp_path / "result", "1", delay=0.5)
    wait_for_backup(tmp_path / "backups", process)
    while process.poll() is None:
        process.terminate()
        time.sleep(0.05)
    process.stderr.close()
    assert process.returncode == -signal.SIGTERM
    assert not (tmp_path / "result").exists()


def test_finished_run_leaves_no_backups(tmp_path):
    finish(tmp_path / "backups", tmp_path / "result", "2")
    assert [path.name for path in tmp_path.iterdir()] == ["result"]
