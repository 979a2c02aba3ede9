"""What a nest becomes before it is cut: fewer axes, the same elements."""

import pytest

from limpid.engines.native.nest import Access, Nest


def nest(sizes, kept, loaded, stored, **settings):
    """Return a nest of one load and one store with these strides."""
    load, store = Access(0, "float32", loaded), Access(1, "float32", stored)
    return Nest(sizes, kept, (load,), (store,), lambda _, v: v, **settings)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            nest((3, 4, 5), 3, (20, 5, 1), (20, 5, 1)),
            nest((60,), 1, (1,), (1,)),
            id="one run",
        ),
        pytest.param(
            nest((3, 4, 5), 3, (20, 5, 1), (5, 15, 1)),
            nest((3, 4, 5), 3, (20, 5, 1), (5, 15, 1)),
            id="two orders",
        ),
        pytest.param(
            nest((3, 1, 5), 3, (5, 7, 2), (6, 9, 1)),
            nest((3, 5), 2, (5, 2), (6, 1)),
            id="an axis of size 1",
        ),
        pytest.param(
            nest((3, 4, 5, 2), 2, (40, 10, 2, 1), (4, 1, 0, 0), reduction="sum"),
            nest((12, 10), 1, (10, 1), (1, 0), reduction="sum"),
            id="kept and reduced axes apart",
        ),
        pytest.param(
            nest((3, 4), 1, (4, 1), (0, 0), reduction="sum"),
            nest((3, 4), 1, (4, 1), (0, 0), reduction="sum"),
            id="no kept axis with a reduced one",
        ),
        pytest.param(
            nest((1, 4, 5), 3, (20, 5, 1), (20, 5, 1), sequential=True),
            nest((1, 4, 5), 3, (20, 5, 1), (20, 5, 1), sequential=True),
            id="nothing of a sequence",
        ),
    ],
)
def test_axes_that_are_walked_as_one_become_one(before, after):
    got = before.simplified()
    assert (got.sizes, got.kept) == (after.sizes, after.kept)
    assert (got.loads, got.stores) == (after.loads, after.stores)
