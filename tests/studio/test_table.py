import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from limpid.errors import DataError
from limpid.studio.table import classes_of, numbers_of, read_table, scaled

ROWS = "1,2,a\n3,4,b\n5,6,a\n-7,.8,b\n"


@pytest.mark.parametrize("mark", [",", ";", "\t", " "])
def test_columns_are_parted_by_what_people_use(mark):
    table = read_table(ROWS.replace(",", mark))
    assert table.x.tolist() == [[1, 2], [3, 4], [5, 6], [-7, 0.8]]
    assert table.labels == ["a", "b", "a", "b"]


def test_heading_names_the_axes():
    assert read_table("width, height, kind\n" + ROWS).names[:2] == ("width", "height")


def test_columns_between_are_left_out():
    table = read_table("1,2,9,a\n3,4,9,b\n5,6,9,a\n7,8,9,b")
    assert table.labels == ["a", "b", "a", "b"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty"),
        ("\n \n", "is empty"),
        ("1,2,a", "too few rows, 1"),
        ("1,2\n1,2\n1,2\n1,2", "Row 1 has 2 columns"),
        ("x,y,c\n" + ROWS + "one,2,a", "Row 6 holds 'one'"),
        (ROWS + "1,,a", "Row 5 holds an empty cell"),
        (ROWS + "1,inf,a", "'inf'"),
        (ROWS + "1,2,", "Row 5 has no label"),
        ("\0" + ROWS, "no UTF-8"),
        ("\ufffd" + ROWS, "no UTF-8"),
        ("1,2,a\n" * 20_001, "20,001 rows"),
        ("1,2,a\n" * 200_000, "characters"),
    ],
)
def test_wrong_table_is_said_in_a_sentence(text, sentence):
    with pytest.raises(DataError, match=sentence):
        read_table(text)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    try:
        table = read_table(text)
    except DataError:
        return
    assert table.x.shape == (len(table.labels), 2)
    assert np.isfinite(table.x).all()


def test_classes_are_in_order_of_value_then_name():
    numbers, names = classes_of(["10", "9", "b", "a", "10"], 6)
    assert names == ["9", "10", "a", "b"]
    assert numbers.tolist() == [1, 0, 3, 2, 1]


@pytest.mark.parametrize("labels", [["a"] * 4, list("abcdefgh")])
def test_too_few_or_many_classes_are_said(labels):
    with pytest.raises(DataError, match="2 to 6"):
        classes_of(labels, 6)


def test_words_are_no_values():
    with pytest.raises(DataError, match="Row 6 holds 'high'"):
        numbers_of(read_table("a,b,c\n\n1,2,3\n1,2,3\n1,2,3\n1,2,high"))


def test_scaled_columns_fill_the_plane_and_a_constant_one_is_its_middle():
    x = scaled(np.array([[1.0, 7.0], [3.0, 7.0], [2.0, 7.0]]))
    assert x.tolist() == [[-5, 0], [5, 0], [0, 0]]
