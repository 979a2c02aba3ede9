"""Races: limpid alone in processes of its own, and the tables of made-up results."""

import math

import pytest

from limpid.bench import contestant, random_race, table
from limpid.bench.contestant import Contestant, Dropped, Process, Turn
from limpid.bench.network import Dense
from limpid.bench.race import Result, Timing, race
from limpid.bench.report import publish
from limpid.bench.startup import startup_times
from limpid.bench.workload import Workload, find

WORKLOAD = Workload("tiny", "a tiny net", (2,), (Dense(2),), 5, 10, target=3)
OWN, TORCH = Contestant("own", 1), Contestant("torch_channels_last", 2)


def turns(seconds, megabytes):
    return [Turn(s, 2 * s, megabytes) for s in (seconds, seconds / 2)]


def result(own_seconds, peer_seconds, peer_loss=1.0, dropped=None):
    timings = [
        Timing(OWN, 1.0, turns(own_seconds, 100)),
        Timing(TORCH, peer_loss, turns(peer_seconds, 300)),
    ]
    return Result(WORKLOAD, timings, dropped or {}, 0.5)


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """Return the race of limpid against nobody."""
    return race(find("playground"), [OWN], seconds=0.1)


def test_limpid_races_in_a_process_of_its_own(alone):
    [timing] = alone.timings
    assert not alone.dropped
    assert len(timing.turns) >= 3
    assert 0 < timing.least <= timing.median < 10
    assert timing.megabytes > 20


def test_race_against_nobody_has_no_ratio(alone):
    assert math.isnan(alone.ratio)
    assert not random_race.is_slow(alone)
    assert "| none |" in table.overview([alone])


def test_turn_that_takes_too_long_is_cut(monkeypatch):
    monkeypatch.setattr(contestant, "LOADING_LIMIT_SECONDS", 0.01)
    with Process(OWN) as process, pytest.raises(Dropped, match=r"longer than 0\.01 s"):
        process.load("mlp")


def test_party_that_is_not_meant_for_a_workload_says_why():
    pytest.importorskip("sklearn")
    with (
        Process(Contestant("scikit_learn", 1)) as process,
        pytest.raises(Dropped, match="it has only full connections, and labels"),
    ):
        process.load("playground")


def test_ratio_is_the_peers_time_by_limpids():
    assert result(2.0, 6.0).ratio == 3
    assert result(2.0, 6.0).ratio_of_least == 3


def test_who_computes_another_loss_is_no_peer():
    other = result(2.0, 1.0, peer_loss=1.1)
    assert not other.peers
    assert "1.10000 (differs, so no peer)" in table.details(other)


def test_overview_is_in_microseconds_a_step():
    row = table.overview([result(0.002, 0.006)]).splitlines()[-1]
    assert row == (
        "| a tiny net | 750 (500) | PyTorch channels-last, 2 threads | 2,250 (1,500) "
        "| 3.00 (3.00) | ≥ 3 | 100 | 300 |"
    )


def test_details_say_once_why_somebody_is_missing():
    reasons = dict.fromkeys([Contestant("jax_scan", 1), Contestant("jax_scan", 2)], "a")
    lines = table.details(result(1.0, 1.0, dropped=reasons)).splitlines()
    assert lines[-1] == "Left out: JAX scan (a)."


@pytest.mark.parametrize(
    ("own_seconds", "peer_seconds", "slow"),
    [(1.0, 0.8, True), (1.0, 0.95, False), (1.0, 2.0, False), (1e-4, 1e-5, False)],
)
def test_slow_is_a_tenth_slower_at_fifty_microseconds_a_step(
    own_seconds, peer_seconds, slow
):
    assert random_race.is_slow(result(own_seconds, peer_seconds)) is slow


def test_verdict_lists_the_slower_ones():
    text = random_race._verdict([result(1.0, 0.5), result(1.0, 3.0)])
    assert "2 drawn, 2 raced" in text
    assert "at 50 µs a step or more: 1." in text
    assert text.count("**slower**") == 1


def test_report_is_printed_and_kept_as_far_as_it_is(tmp_path, capsys):
    def parts():
        yield "first"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(parts(), tmp_path / "races.md")
    assert capsys.readouterr().out == "first\n\n"
    assert (tmp_path / "races.md").read_text() == "first\n"


def test_start_is_timed_cold_and_cached(monkeypatch):
    monkeypatch.setattr("limpid.bench.startup._IMPORT_TURNS", 1)
    *_, compiled = startup_times(["playground"])
    milliseconds = compiled.splitlines()[-1].strip("| ").split(" | ")[1:]
    assert len(milliseconds) == 4
    assert all(float(number.replace(",", "")) > 0 for number in milliseconds)
