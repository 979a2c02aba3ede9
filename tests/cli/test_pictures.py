"""A few examples as text, side by side."""

import numpy as np

from limpid.cli._pictures import row_of_pictures
from limpid.datasets import digits

CLASSES = tuple("0123456789")


def test_pictures_fit_the_terminal_and_are_named():
    (x, y), _ = digits.load_data()
    lines = row_of_pictures(x, y, CLASSES).splitlines()
    assert len(lines) == 9
    assert all(len(line) <= 79 for line in lines)
    assert lines[-1].split() == ["0", "2", "4", "6", "9"]


def test_large_pictures_are_halved_in_height():
    x, y = np.zeros((10, 28, 28), np.uint8), np.arange(10)
    x[:, 4:24, 4:24] = 255
    lines = row_of_pictures(x, y, CLASSES).splitlines()
    assert len(lines) == 11
    assert lines[0].split() == ["█" * 20] * 3


def test_what_is_no_picture_is_not_drawn():
    assert row_of_pictures(np.zeros((4, 2)), np.zeros(4), ("0", "1")) == ""
