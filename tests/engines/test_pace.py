"""A program runs alone while others keep the processors busy, and together else."""

import math

import pytest

from limpid.engines.native.pace import TICK, Pace

IDLE, BUSY = 0.99, 0.6
# Alone a thread has its processor, whoever has the others.
ALONE = 1.0


def runs(pace, ms_together, ms_alone, share, count):
    """Return how many of the next runs were made alone."""
    alone = 0
    for _ in range(count):
        alone += pace.is_alone
        if pace.is_alone:
            pace.note(ms_alone / 1e3, ALONE)
        else:
            pace.note(ms_together / 1e3, share)
    return alone


def test_idle_machine_runs_together():
    assert runs(Pace(), 1.0, 1.9, IDLE, 1000) == 0


def test_busy_machine_where_together_is_slower_sees_few_runs_together():
    assert runs(Pace(), 5.0, 2.0, BUSY, 1000) > 970


def test_busy_machine_where_together_is_faster_sees_few_runs_alone():
    assert runs(Pace(), 2.0, 3.0, BUSY, 1000) < 30


@pytest.mark.parametrize("before", [10, 1000])
def test_pace_follows_the_load(before):
    pace = Pace()
    runs(pace, 1.0, 1.9, IDLE, before)
    assert runs(pace, 6.0, 2.5, BUSY, 300) > 280
    # Within two seconds of the load's end it is tried whether there is room again.
    assert runs(pace, 1.0, 1.9, IDLE, 3000) <= 2000 / 1.9 + 1


def test_long_runs_return_after_two_at_most():
    pace = Pace()
    runs(pace, 6000.0, 2500.0, BUSY, 30)
    assert runs(pace, 1000.0, 1900.0, IDLE, 30) <= 2


def test_runs_of_many_steps_are_compared_by_the_step():
    pace = Pace()
    pace.note(0.006, BUSY, work=1)
    assert pace.is_alone
    pace.note(0.025, ALONE, work=10)
    assert not pace.is_alone
    pace.note(0.006, BUSY, work=1)
    assert pace.is_alone
    pace.note(0.025, ALONE, work=2)
    assert not pace.is_alone


def test_lone_hiccup_costs_the_runs_of_a_tick():
    pace = Pace()
    runs(pace, 1.0, 1.9, IDLE, 100)
    pace.note(9.0, BUSY)
    assert runs(pace, 1.0, 1.9, IDLE, 100) == math.ceil(TICK / 1.9e-3)


def test_short_runs_that_are_slow_for_a_tick_are_soon_together_again():
    pace, tick = Pace(), int(TICK / 27e-6) + 1
    runs(pace, 15e-3, 27e-3, None, 1_000_000)
    runs(pace, 1.0, 27e-3, None, math.ceil(TICK / 1e-3))
    assert runs(pace, 15e-3, 27e-3, None, 100_000) < 3 * tick


def test_short_runs_that_are_late_now_and_then_stay_together():
    pace, alone = Pace(), 0
    for i in range(100_000):
        alone += pace.is_alone
        seconds = 28e-6 if pace.is_alone else 15e-6
        pace.note(seconds if i % 100 else 60e-6, None)
    assert alone < 3_000


def test_short_runs_of_which_some_wait_a_tick_for_a_processor_are_made_alone():
    pace, alone = Pace(), 0
    for i in range(100_000):
        alone += pace.is_alone
        together = 15e-6 if i % 50 else 4e-3
        pace.note(28e-6 if pace.is_alone else together, None)
    assert alone > 97_000


def test_a_run_that_woke_the_others_tells_nothing_if_the_next_finds_them_awake():
    pace = Pace()
    for _ in range(100):
        pace.note(0.1, BUSY, woke=True)
        assert not pace.is_alone
        assert runs(pace, 0.02, 0.04, IDLE, 10) == 0


def test_short_runs_that_wake_the_others_each_time_are_made_alone():
    pace, alone = Pace(), 0
    for _ in range(10_000):
        alone += pace.is_alone
        if pace.is_alone:
            pace.note(40e-6, ALONE)
        else:
            pace.note(100e-6, BUSY, woke=True)
    assert alone > 9_700


def test_a_load_that_was_found_long_ago_is_no_reason_to_run_alone():
    pace = Pace()
    runs(pace, 200.0, 55.0, BUSY, 4)
    pace.rest(25.0)
    assert runs(pace, 29.0, 55.0, IDLE, 10) == 0


def test_runs_alone_before_a_rest_are_not_counted_among_those_together_after_it():
    pace = Pace()
    runs(pace, 200.0, 55.0, BUSY, 4)
    pace.note(0.9 * TICK, ALONE)
    pace.rest(25.0)
    assert not pace.is_alone
    for _ in range(100):
        pace.note(15e-6, None)
        assert not pace.is_alone


def test_short_rests_are_no_reason_to_try_again():
    pace, alone = Pace(), 0
    for _ in range(1000):
        alone += runs(pace, 5.0, 2.0, BUSY, 1)
        pace.rest(20e-6)
    assert alone > 960
