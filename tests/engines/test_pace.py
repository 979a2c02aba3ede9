"""A program runs alone while others keep the processors busy, and together else."""

import pytest

from limpid.engines.native.pace import Pace


def runs(pace, seconds_together, seconds_alone, count):
    """Return how many of the next runs were made alone."""
    alone = 0
    for _ in range(count):
        alone += pace.is_alone
        pace.note(seconds_alone if pace.is_alone else seconds_together)
    return alone


def test_idle_machine_sees_one_run_alone():
    assert runs(Pace(), 1.0, 1.9, 1000) <= 1


def test_busy_machine_sees_few_runs_together():
    assert runs(Pace(), 5.0, 2.0, 1000) > 950


@pytest.mark.parametrize("before", [10, 1000])
def test_pace_follows_the_load(before):
    pace = Pace()
    runs(pace, 1.0, 1.9, before)
    assert runs(pace, 6.0, 2.5, 300) > 250
    assert runs(pace, 1.0, 1.9, 300) < 80


def test_lone_hiccup_costs_one_run():
    pace = Pace()
    runs(pace, 1.0, 1.9, 100)
    pace.note(9.0)
    assert runs(pace, 1.0, 1.9, 100) <= 2
