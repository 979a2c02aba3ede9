"""The answers of a model, counted."""

import numpy as np

from limpid.runs import Examination
from limpid.runs.examination import probabilities_of

PROBABILITIES = np.array([[0.9, 0.1], [0.2, 0.8], [0.3, 0.7], [0.6, 0.4]])
EXAMINATION = Examination(
    figures={},
    classes=("cat", "dog"),
    labels=np.array([0, 0, 0, 1]),
    answers=PROBABILITIES.argmax(-1),
    probabilities=PROBABILITIES,
)


def test_confusion_counts_right_answers_in_rows():
    assert EXAMINATION.confusion.tolist() == [[1, 2], [1, 0]]


def test_surest_mistake_comes_first():
    assert EXAMINATION.mistakes.tolist() == [1, 2, 3]


def test_single_output_is_the_probability_of_the_second_class():
    assert probabilities_of(np.array([[0.25]])).tolist() == [[0.75, 0.25]]
