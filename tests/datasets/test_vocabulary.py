"""Texts as numbers, of characters and of words alike."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limpid.datasets import Vocabulary, sentences
from limpid.errors import DataError

LINES = ["to be or not", "to be"]


@given(st.lists(st.text(min_size=1), min_size=1, max_size=4))
def test_what_is_encoded_is_decoded(lines):
    vocabulary = Vocabulary.of(lines)
    for line in lines:
        numbers = vocabulary.encode(line)
        assert numbers[0] == Vocabulary.START
        assert vocabulary.decode(numbers) == line


def test_words_and_characters_share_one_interface():
    words = Vocabulary.of(LINES, words=True)
    assert words.symbols == ("be", "not", "or", "to")
    assert words.encode("to be").tolist() == [1, 6, 3]
    assert words.decode([1, 6, 3, 2, 6]) == "to be"
    letters = Vocabulary.of(LINES)
    assert letters.symbols == tuple(" benort")
    assert len(letters) == len(letters.names) == 10


def test_special_numbers_are_never_written():
    """LMG-11."""
    letters = Vocabulary.of(["ab"])
    assert letters.decode([0, 1, 3, 0, 4, 1, 2, 3]) == "ab"
    assert letters.decode([2]) == ""


def test_each_target_is_the_symbol_that_follows_up_to_the_end():
    x, y = Vocabulary.of(["ab", "b"]).examples(["ab", "b"])
    assert x.tolist() == [[1, 3, 4], [1, 4, 0]]
    assert y.tolist() == [[3, 4, 2], [4, 2, 0]]
    assert (x.dtype, y.dtype) == (np.float32, np.int64)


@pytest.mark.parametrize("length", [1, 3, 4, 100])
def test_pieces_of_long_lines_hold_every_step_once(length):
    letters = Vocabulary.of(["abcabc", "c"])
    x, y = letters.examples(["abcabc", "c"], length)
    whole_x, whole_y = letters.examples(["abcabc", "c"])
    assert x.shape[1] == min(length, 7)
    assert y[y > 0].tolist() == whole_y[whole_y > 0].tolist()
    assert x[y > 0].tolist() == whole_x[whole_y > 0].tolist()
    assert not x[y == 0].any()


def test_strange_symbol_and_missing_line_are_said():
    with pytest.raises(DataError, match=r"'q' is none of the 2 symbols"):
        Vocabulary.of(["ab"]).encode("aq")
    with pytest.raises(DataError, match="no line"):
        Vocabulary.of([]).examples([])


def test_sentences_are_their_own_vocabularys():
    (x, y), _ = sentences.load_data()
    for numbers, line in zip(y, sentences.SENTENCES, strict=True):
        assert sentences.decode(numbers) == line
    assert np.array_equal(x[:, 1:][y[:, 1:] > 0], y[:, :-1][y[:, 1:] > 0])
    assert sentences.DATASET.classes[:3] == ("PAD", "START", "END")
