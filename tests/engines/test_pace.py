"""A program runs alone while others keep the processors busy, and together else."""

import pytest

from limpid.engines.native.pace import Pace

IDLE, BUSY = 0.99, 0.4


def runs(pace, seconds_together, seconds_alone, share, count):
    """Return how many of the next runs were made alone."""
    alone = 0
    for _ in range(count):
        alone += pace.is_alone
        pace.note(seconds_alone if pace.is_alone else seconds_together, share)
    return alone


def test_idle_machine_runs_together():
    assert runs(Pace(), 1.0, 1.9, IDLE, 1000) == 0


def test_busy_machine_where_together_is_slower_sees_few_runs_together():
    assert runs(Pace(), 5.0, 2.0, BUSY, 1000) > 930


def test_busy_machine_where_together_is_faster_sees_few_runs_alone():
    assert runs(Pace(), 2.0, 3.0, BUSY, 1000) < 70


@pytest.mark.parametrize("before", [10, 1000])
def test_pace_follows_the_load(before):
    pace = Pace()
    runs(pace, 1.0, 1.9, IDLE, before)
    assert runs(pace, 6.0, 2.5, BUSY, 300) > 250
    assert runs(pace, 1.0, 1.9, IDLE, 300) <= 1


def test_lone_hiccup_costs_one_run():
    pace = Pace()
    runs(pace, 1.0, 1.9, IDLE, 100)
    pace.note(9.0, BUSY)
    assert runs(pace, 1.0, 1.9, IDLE, 100) == 1
