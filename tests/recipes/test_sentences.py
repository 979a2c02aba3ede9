"""The recipe that learns sentences by heart, whole: it takes seconds."""

import numpy as np
import pytest

from limpid.datasets import sentences
from limpid.models.generate import generate
from limpid.models.stateful_copy import stateful_copy
from limpid.recipes import find
from limpid.runs import complete, create_run, fit, start


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    training = start(find("sentences"), 0)
    directory = create_run(tmp_path_factory.mktemp("runs"), "by-heart")
    assert fit(training, directory, verbose=0)
    return training, directory, complete(training, directory)


def test_it_knows_its_sentences_by_heart(run):
    """LMG-08."""
    training, _, result = run
    assert result.passed
    assert result.figures["test_perplexity"] < 1.5
    writer = stateful_copy(training.model, 100)
    first = [sentences.encode("")] * 100
    numbers = generate(writer, first, 80, temperature=0.3, seed=1, end=sentences.END)
    lines = [sentences.decode(row) for row in numbers]
    real = [any(s.startswith(line) for s in sentences.SENTENCES) for line in lines]
    assert np.mean(real) >= 0.9
    assert len(set(lines)) > 10


def test_perplexity_and_bits_a_character_say_the_same(run):
    """LMG-06."""
    figures = run[2].figures
    bits = figures["test_bits_per_character"]
    assert 2**bits == pytest.approx(figures["test_perplexity"], rel=1e-4)
    # The loss is a mean of batches; symbols weigh alike in the other two.
    assert figures["test_loss"] == pytest.approx(bits * np.log(2), rel=0.01)


def test_report_shows_what_it_writes(run):
    page = run[1].report_file.read_text(encoding="utf-8")
    assert "What it makes up" in page
    assert "Temperature 0.0" in page
    assert sum(s in page for s in sentences.SENTENCES) > 3
