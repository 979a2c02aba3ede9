"""Hints help: one near name, all of few, the most alike of many."""

from limpid.errors import nearest


def test_hint_names_the_nearest_all_or_the_most_alike():
    assert nearest("rleu", ["relu", "tanh"]) == "did you mean 'relu'?"
    assert nearest("zzz", ["relu", "tanh"]) == "known: relu, tanh"
    many = nearest("zzz", [f"name{i}" for i in range(50)])
    assert many.startswith("most alike of 50: ")
    assert many.count(",") == 4
