"""The commands explain, exercise, gradcheck and numbers, as a user types them."""

import sys
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

import limpid.numbers  # noqa: F401 - one test replaces a part of it
from limpid.cli._app import make_app


def run(*words):
    return CliRunner().invoke(make_app(), words)


LECTURE = ("explain", "(x+y)*z", "--at", "x=-2", "--at", "y=5", "--at", "z=-4")


def test_explain_draws_the_lecture_graph():
    result = run(*LECTURE)
    assert result.exit_code == 0
    assert "-12" in result.stdout
    assert "(×-4)" in result.stdout


def test_explain_writes_a_picture_to_a_file(tmp_path):
    path = tmp_path / "graph.svg"
    assert run(*LECTURE, "--format", "svg", "--output", str(path)).exit_code == 0
    ET.parse(path)  # noqa: S314 - limpid wrote it
    assert r"\frac{\partial f}" in run(*LECTURE, "--format", "latex").stdout


@pytest.mark.parametrize(
    "words",
    [
        ("explain", "9**9**9"),
        ("explain", "x.real", "--at", "x=1"),
        ("explain", "x", "--at", "x"),
        ("explain", "x", "--at", "x=1", "--format", "png"),
        ("exercise", "--kind", "algebra"),
        ("exercise", "--count", "0"),
        ("gradcheck", "Dens"),
        ("numbers", "no-such-case"),
    ],
)
def test_wrong_usage_exits_with_2(words):
    result = run(*words)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_exercise_prints_a_sheet_of_the_kinds_wanted():
    result = run(
        "exercise", "--kind", "perceptron_rule", "--count", "2", "--no-solutions"
    )
    assert result.exit_code == 0
    assert result.stdout.count("perceptron rule") == 2
    assert "Solution" not in result.stdout


WRONG = """
from dataclasses import dataclass
from limpid.graph import Unary

@dataclass(frozen=True)
class Cube(Unary):
    def reference(self, x):
        return x**3

    def vjp(self, g, y, x):
        return (g * 2 * x,)
"""


def test_gradcheck_exits_with_1_above_the_limit(tmp_path):
    path = tmp_path / "block.py"
    path.write_text(WRONG, encoding="utf-8")
    result = run("gradcheck", f"{path}:Cube")
    assert result.exit_code == 1
    assert "ABOVE THE LIMIT" in result.stdout
    assert run("gradcheck", f"{path}:Cube", "--limit", "10").exit_code == 0
    assert run("gradcheck", "tanh").exit_code == 0


def test_numbers_prints_a_verdict_for_each_value_and_what_is_left_out():
    result = run("numbers")
    assert result.exit_code == 0
    assert "marked error" in result.stdout
    assert " 0 disagree." in result.stdout
    assert "ngram-bigram: word vectors" in result.stdout


def test_numbers_exits_with_1_if_one_disagrees(monkeypatch):
    # The package's own `replay` is the function; the module is found by its full name.
    module = sys.modules["limpid.numbers.replay"]
    functions = {"hinge_binary": lambda _: {"loss": [0.0] * 5}}
    monkeypatch.setattr(module, "_functions", lambda: functions)
    result = run("numbers", "hinge-binary")
    assert result.exit_code == 1
    assert "FAILS" in result.stdout
