"""Scalar expressions as text mean what they are the text of."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from limpid.engines.native.text_words import TextWords, element, write

WORDS = TextWords()
NAMES = {"x": 3.0, "y": -2.0, "z": 0.5}


def float_(name):
    return element(name, "float32")


def trees():
    """Draw expressions as (word, parts), of binary words, negation and choice."""
    leaf = st.sampled_from(sorted(NAMES))
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.tuples(st.sampled_from(["add", "sub", "mul"]), inner, inner),
            st.tuples(st.just("neg"), inner),
            st.tuples(st.just("choose"), inner, inner, inner),
        ),
        max_leaves=12,
    )


def as_term(tree):
    if isinstance(tree, str):
        return float_(tree)
    word, *parts = tree
    terms = [as_term(part) for part in parts]
    if word == "choose":
        return WORDS.select(WORDS.compare(terms[0], terms[1], "<"), *terms[1:])
    return getattr(WORDS, word)(*terms)


def value(tree):
    if isinstance(tree, str):
        return NAMES[tree]
    word, *parts = tree
    x, *rest = map(value, parts)
    return {
        "add": lambda: x + rest[0],
        "sub": lambda: x - rest[0],
        "mul": lambda: x * rest[0],
        "neg": lambda: -x,
        "choose": lambda: rest[0] if x < rest[0] else rest[1],
    }[word]()


def run(lines, text):
    """Return the value of an expression after its statements; all are Python."""
    names = dict(NAMES)
    for line in lines:
        name, _, right = line.partition(" = ")
        names[name] = evaluate(right, names)
    return evaluate(text, names)


def evaluate(text, names):
    return eval(text, {"__builtins__": {}}, names)  # noqa: S307 - our own expressions


@given(trees())
def test_text_has_the_value_of_the_expression(tree):
    lines, [text] = write([as_term(tree)])
    assert run(lines, text) == value(tree)


def test_parentheses_stand_only_where_they_count():
    x, y, z = map(float_, "xyz")
    assert write([WORDS.add(WORDS.mul(x, y), z)])[1] == ["x * y + z"]
    assert write([WORDS.mul(WORDS.add(x, y), z)])[1] == ["(x + y) * z"]
    assert write([WORDS.sub(x, WORDS.sub(y, z))])[1] == ["x - (y - z)"]
    assert write([WORDS.neg(WORDS.add(x, y))])[1] == ["-(x + y)"]


def test_choices_inside_choices_are_told_apart():
    x, y, z = map(float_, "xyz")
    inner = WORDS.select(WORDS.compare(x, y, "<"), x, y)
    outer = WORDS.select(WORDS.compare(y, z, "<"), inner, z)
    assert write([outer])[1] == ["(x if x < y else y) if y < z else z"]


def test_what_is_used_twice_is_written_once():
    square = WORDS.mul(float_("x"), float_("y"))
    lines, texts = write([WORDS.add(square, square), square])
    assert lines == ["t0 = x * y"]
    assert texts == ["t0 + t0", "t0"]


def test_long_expressions_are_cut():
    total = float_("x")
    for _ in range(100):
        total = WORDS.add(WORDS.mul(total, float_("y")), float_("z"))
    lines, [text] = write([total])
    assert max(map(len, [*lines, text])) < 80


def test_truth_values_are_joined_in_words():
    truth = WORDS.compare(float_("x"), float_("y"), "<")
    other = WORDS.compare(float_("y"), float_("z"), "<")
    assert write([WORDS.mul(truth, other)])[1] == ["x < y and y < z"]


def test_words_without_a_form_are_calls():
    assert write([WORDS.tanh(float_("x"))])[1] == ["tanh(x)"]
    assert write([WORDS.function("atan2", float_("x"), float_("y"))])[1] == [
        "atan2(x, y)"
    ]


@pytest.mark.parametrize("number", [0.1, math.inf, -0.0, 1e-7])
def test_numbers_are_as_short_as_their_type_allows(number):
    assert write([WORDS.number(number, "float32")])[1] == [str(number)]
