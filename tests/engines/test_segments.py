"""Where threads wait for each other: before a step touches what others have."""

from types import SimpleNamespace

import pytest

from limpid.engines.native.memory import Buffer
from limpid.engines.native.nest import Access, Nest
from limpid.engines.native.segments import Meetings

LARGE, SMALL = 256, 2


def meetings(*places):
    """Return meetings over float64 arrays at these places of the arena, in bytes."""
    buffers = [Buffer(LARGE, "float64", "arena", place) for place in places]
    return Meetings(SimpleNamespace(buffers=buffers, in_place={}))


def nest(read, written, size=LARGE):
    """Return a nest that copies one buffer to another."""
    loads, stores = ((Access(n, "float64", (0, 1)),) for n in (read, written))
    return Nest((size, size), 2, loads, stores, lambda _, loaded: loaded)


@pytest.mark.parametrize(
    ("first", "second", "needed"),
    [
        pytest.param((0, 1), (1, 2), True, id="reads what the first wrote"),
        pytest.param((0, 1), (2, 0), True, id="writes what the first read"),
        pytest.param((0, 1), (2, 1), True, id="writes what the first wrote"),
        pytest.param((0, 1), (0, 2), False, id="reads what the first read"),
        pytest.param((0, 1), (2, 3), False, id="touches nothing of the first"),
    ],
)
def test_threads_meet_before_a_step_that(first, second, needed):
    threads = meetings(0, 10_000, 20_000, 30_000)
    assert not threads.needed_before(nest(*first))
    assert threads.needed_before(nest(*second)) is needed


@pytest.mark.parametrize(("place", "needed"), [(2047, True), (2048, False)])
def test_buffers_that_share_one_byte_are_in_each_others_way(place, needed):
    threads = meetings(0, place, 10_000)
    threads.needed_before(nest(2, 0))
    assert threads.needed_before(nest(2, 1)) is needed


@pytest.mark.parametrize(("second", "needed"), [((0, 2), True), ((1, 2), False)])
def test_outputs_are_each_a_place_of_their_own(second, needed):
    buffers = [Buffer(LARGE, "float64", "output", number) for number in range(3)]
    threads = Meetings(SimpleNamespace(buffers=buffers, in_place={}))
    threads.needed_before(nest(1, 0))
    assert threads.needed_before(nest(*second)) is needed


def test_an_output_in_place_of_an_input_is_where_that_is():
    buffers = [Buffer(LARGE, "float64", "input", number) for number in range(3)]
    threads = Meetings(SimpleNamespace(buffers=buffers, in_place={2: 0}))
    threads.needed_before(nest(0, 1))
    assert threads.needed_before(nest(2, 2))


def test_one_thread_alone_waits_for_nobody():
    threads = meetings(0, 10_000, 20_000)
    assert not threads.needed_before(nest(0, 1, SMALL))
    assert not threads.needed_before(nest(1, 2, SMALL))
    assert threads.needed_before(nest(2, 0))


def test_what_was_touched_before_a_meeting_is_forgotten():
    threads = meetings(0, 10_000, 20_000, 30_000)
    threads.needed_before(nest(0, 1))
    assert threads.needed_before(nest(1, 2))
    assert not threads.needed_before(nest(3, 0))
