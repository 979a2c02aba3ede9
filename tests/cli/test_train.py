"""`limpid train`: what it shows, keeps and refuses."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time

import pytest
from tests.cli.conftest import limpid


def test_training_without_words_trains_the_digits(runs):
    said = limpid("train", "--epochs", 1, "--runs-dir", runs, "--name", "one")
    assert said.code == 0
    for part in (
        "1,438 examples to train on, 359 to test",
        "CC BY 4.0",
        "█",
        "53,002",
        "epoch 1/1",
        "Test accuracy",
        "of 359",
        "report.html",
    ):
        assert part in said.out
    assert (runs / "one" / "report.html").is_file()


def test_check_turns_a_missed_figure_into_an_exit_code(tmp_path):
    words = ("train", "xor", "--runs-dir", tmp_path, "--verbose", 0, "--check")
    assert limpid(*words).code == 0
    missed = limpid(*words, "--set", "epochs=1")
    assert missed.code == 1
    assert "missed" in missed.out


def test_settings_reach_the_run(tmp_path):
    words = ("--set", "units=3", "--set", "activation=relu", "--seed", 5, "--name", "a")
    said = limpid("train", "xor", "--epochs", 1, *words, "--runs-dir", tmp_path)
    assert said.code == 0
    config = (tmp_path / "a" / "config.json").read_text()
    for part in ('"units": 3', '"activation": "relu"', '"seed": 5', '"epochs": 1'):
        assert part in config


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["digit"], "did you mean 'digits'"),
        (["--set", "epoch=3"], "did you mean 'epochs'"),
        (["--set", "epochs"], "expected KEY=VALUE"),
        (["--set", "=3"], "expected KEY=VALUE"),
        (["--set", "epochs=many"], "expected a whole number"),
        (["--set", "activation=rleu"], "did you mean 'relu'"),
        (["--set", "loss=crossentropy"], "did you mean"),
        (["--epochs", "0"], "--epochs"),
        (["--seed", "-1"], "--seed"),
        (["--name", "../up"], "cannot name a run"),
        (["--resume"], "no interrupted run"),
        (["--resume", "nowhere"], "no run 'nowhere'"),
        (["--resume", "--seed", "3"], "--resume goes on with the settings"),
    ],
)
def test_wrong_word_is_refused_before_anything_is_written(tmp_path, words, sentence):
    said = limpid("train", *words, "--runs-dir", tmp_path)
    assert said.code == 2
    assert sentence in said.err.replace("\n", " ")
    assert "Traceback" not in said.err
    assert list(tmp_path.iterdir()) == []


def test_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    said = limpid("train", "xor", "--runs-dir", tmp_path / "file")
    assert said.code == 1
    assert "--runs-dir" in said.err


def test_complete_run_is_not_resumed(runs):
    said = limpid("train", "--resume", "short", "--runs-dir", runs)
    assert said.code == 2
    assert "is complete" in said.err


@pytest.mark.skipif(os.name != "posix", reason="terminals are opened in POSIX's way")
def test_terminal_shows_rate_loss_accuracy_and_time_left(tmp_path):
    import pty

    ours, theirs = pty.openpty()
    words = ["train", "--epochs=3", "--runs-dir", str(tmp_path)]
    command = [sys.executable, "-m", "limpid", *words]
    with subprocess.Popen(command, stdout=theirs, env={**os.environ, "COLUMNS": "80"}):
        os.close(theirs)
        text = read_all(ours)
    pattern = (
        r"epoch [123]/3.*\d+ batches/s loss \d\.\d+ +accuracy 0\.\d+.*\d\d:\d\d.*left"
    )
    assert re.search(pattern, text)
    assert "Test accuracy" in text


def read_all(terminal):
    """Return what is written to a terminal until it is closed."""
    parts = []
    # Linux reports the other end's closing as an error.
    with contextlib.suppress(OSError):
        while part := os.read(terminal, 65536):
            parts.append(part)
    os.close(terminal)
    return b"".join(parts).decode()


@pytest.mark.skipif(os.name != "posix", reason="limits are set in POSIX's way")
def test_full_disk_is_one_sentence(tmp_path):
    code = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (400, 400))\n"
        "from limpid.cli import main\n"
        "sys.argv[1:] = ['train', 'xor', '--epochs=3', '--runs-dir']\n"
        f"sys.argv.append({str(tmp_path)!r})\n"
        "main()"
    )
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 1
    assert run.stderr.startswith("limpid: ")
    assert "cannot be written" in run.stderr
    assert run.stderr.count("\n") == 1


def start_run(folder, name):
    words = ["train", "xor", "--verbose=0", "--runs-dir", str(folder), "--name", name]
    return subprocess.Popen(
        [sys.executable, "-m", "limpid", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def wait_for_lines(file, count):
    """Wait until a file of metrics has so many lines."""
    while not file.is_file() or file.read_bytes().count(b"\n") < count:
        time.sleep(0.001)


@pytest.mark.skipif(os.name != "posix", reason="signals are sent in POSIX's way")
def test_run_killed_at_any_moment_goes_on_bit_for_bit(tmp_path):
    with start_run(tmp_path, "whole") as whole:
        whole.communicate()
    expected = (tmp_path / "whole" / "model.safetensors").read_bytes()
    for count in (1, 90):
        name = f"killed-{count}"
        with start_run(tmp_path, name) as process:
            wait_for_lines(tmp_path / name / "metrics.jsonl", count)
            process.kill()
        assert not (tmp_path / name / "result.json").exists()
        words = [sys.executable, "-m", "limpid", "train", "--resume", name]
        rest = subprocess.run(
            [*words, "--runs-dir", str(tmp_path), "--verbose=0"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert rest.returncode == 0, rest.stderr
        assert (tmp_path / name / "model.safetensors").read_bytes() == expected


@pytest.mark.skipif(os.name != "posix", reason="signals are sent in POSIX's way")
def test_control_c_keeps_the_run_and_says_how_to_go_on(tmp_path):
    with start_run(tmp_path, "broken") as process:
        wait_for_lines(tmp_path / "broken" / "metrics.jsonl", 5)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert "go on with: limpid train --resume broken" in out
    assert (tmp_path / "broken" / "model.safetensors").is_file()
    said = limpid("train", "--resume", "xor", "--runs-dir", tmp_path, "--verbose", 0)
    assert said.code == 0, said.err
