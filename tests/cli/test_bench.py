"""`limpid bench`: what it refuses, and a race without peers."""

import pytest
from tests.cli.conftest import limpid

from limpid.bench import report


def test_race_is_printed_and_written(monkeypatch, tmp_path):
    monkeypatch.setattr(report, "PARTIES", {"own": "limpid"})
    monkeypatch.setattr(report, "THREADS", (1,))
    monkeypatch.setattr(report, "_QUICK_SECONDS", 0.0)
    path = tmp_path / "races.md"
    said = limpid("bench", "playground", "--quick", "--output", path)
    assert said.code == 0, said.err
    assert "| limpid, 1 thread |" in said.out
    assert path.read_text().rstrip() == said.out.rstrip()


def test_unknown_workload_is_refused_in_a_sentence():
    said = limpid("bench", "lenet6")
    assert said.code == 2
    assert "did you mean 'lenet5'?" in said.err


@pytest.mark.parametrize(
    "words",
    [("--random", 2, "--startup"), ("lenet5", "--command"), ("--random", 0)],
    ids=str,
)
def test_what_does_not_go_together_is_refused(words):
    assert limpid("bench", *words).code == 2
