"""Every command has its help; every failure one sentence and an exit code."""

import subprocess
import sys

import pytest
import typer
from tests.cli.conftest import limpid

from limpid.cli import _app, _errors
from limpid.errors import ArgumentError, ConfigError, DataError, LimpidFileError


def words_of(app, path=()):
    """Yield the words of every command."""
    for command in app.registered_commands:
        yield (*path, command.name)
    for group in app.registered_groups:
        yield from words_of(group.typer_instance, (*path, group.name))


COMMANDS = list(words_of(_app.make_app()))


def test_commands_are_those_that_the_work_needs():
    wanted = {"train", "recipes", "evaluate", "predict", "summary", "doctor", "report"}
    assert wanted < {words[0] for words in COMMANDS}
    assert {("data", name) for name in ("list", "get", "inspect")} < set(COMMANDS)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_help(words):
    said = limpid(*words, "--help")
    assert said.code == 0
    assert said.out.startswith(f"Usage: root {' '.join(words)}")
    assert len(said.out.splitlines()) > 4


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_refuses_unknown_options(words):
    said = limpid(*words, "--no-such-option")
    assert said.code == 2
    assert "--no-such-option" in said.err


def test_version_is_printed():
    said = limpid("--version")
    assert said.code == 0
    assert said.out.startswith("limpid 0.")


def test_python_runs_the_package_as_the_command():
    words = [sys.executable, "-m", "limpid", "--version"]
    ran = subprocess.run(words, capture_output=True, text=True, check=True)
    assert ran.stdout == limpid("--version").out


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConfigError("wrong name"), 2),
        (ArgumentError("wrong argument"), 2),
        (DataError("wrong data"), 1),
        (LimpidFileError("wrong file"), 1),
        (OSError(28, "No space left on device", "model"), 1),
        (MemoryError(), 1),
        (ZeroDivisionError("by zero"), 1),
        (KeyboardInterrupt(), 130),
    ],
    ids=lambda value: type(value).__name__,
)
def test_failure_is_one_sentence_and_an_exit_code(error, code, capsys):
    with pytest.raises(SystemExit) as exit_, _errors.report_anything(debug=False):
        raise error
    assert exit_.value.code == code
    sentence = capsys.readouterr().err
    assert sentence.startswith("limpid: ")
    assert sentence.endswith(".\n")
    assert sentence.count("\n") == 1


def test_debug_lets_errors_through():
    with pytest.raises(ZeroDivisionError), _errors.report_anything(debug=True):
        raise ZeroDivisionError


def test_own_exits_pass():
    with pytest.raises(typer.Exit), _errors.report_anything(debug=False):
        raise typer.Exit(1)


def run_process(code):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )


def test_main_takes_debug_with_any_command():
    code = "import sys; from limpid.cli import main; sys.argv[1:] = {}; main()"
    short = run_process(code.format(["summary", "nowhere"]))
    assert short.returncode == 2
    assert "Traceback" not in short.stderr
    long = run_process(code.format(["summary", "nowhere", "--debug"]))
    assert "Traceback" in long.stderr


def test_reader_who_leaves_early_hears_no_complaint():
    code = (
        "import subprocess, sys\n"
        "words = [sys.executable, '-m', 'limpid', 'recipes']\n"
        "p = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)\n"
        "p.stdout.close()\n"
        "sys.exit(p.stderr.read().decode() or p.wait())"
    )
    run = run_process(code)
    assert run.returncode == 0, run.stderr


def test_warning_is_one_sentence_without_code(capsys):
    _errors.say_warning(UserWarning("The cache is full."), UserWarning, "file.py", 7)
    assert capsys.readouterr().err == "limpid: The cache is full.\n"
