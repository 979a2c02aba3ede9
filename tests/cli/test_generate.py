"""`limpid generate`: texts of a trained run."""

import re

import pytest
from tests.cli.conftest import limpid

from limpid.datasets import sentences


@pytest.fixture(scope="module")
def writer(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    settings = ["--epochs", 40, "--name", "writer", "--runs-dir", folder]
    assert limpid("train", "sentences", *settings).code == 0
    return folder


def text_of(said):
    assert said.code == 0, said.err
    return said.out.partition("\n\n(")[0]


def test_same_seed_gives_the_same_text(writer):
    """LMG-12."""
    texts = [
        text_of(limpid("generate", "writer", "--seed", seed, "--runs-dir", writer))
        for seed in (1, 1, 2, 3)
    ]
    assert texts[0] == texts[1]
    assert len(set(texts)) > 1


def test_tokens_a_second_are_printed(writer):
    said = limpid("generate", "writer", "--length", 7, "--runs-dir", writer)
    found = re.search(r"\((\d+) tokens in .*: ([\d,]+) tokens a second", said.out)
    count, rate = found.groups()
    assert 1 <= int(count) <= 7
    assert int(rate.replace(",", "")) > 0


def test_text_goes_on_to_its_end_and_special_tokens_are_not_printed(writer):
    """LMG-11."""
    words = ["--start", "Rain f", "--temperature", 0, "--runs-dir", writer]
    text = text_of(limpid("generate", "writer", *words))
    assert text in sentences.SENTENCES
    assert text.startswith("Rain f")


def test_what_cannot_write_says_so(runs, writer):
    said = limpid("generate", "short", "--runs-dir", runs)
    assert said.code != 0
    assert "writes no text" in said.err
    said = limpid("generate", "writer", "--start", "Ω", "--runs-dir", writer)
    assert "none of the" in said.err
