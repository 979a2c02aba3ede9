"""At most two trainings at once, and none that hangs for ever."""

import multiprocessing
import os
import signal
import time

import pytest

from limpid.errors import ConfigError
from limpid.studio.server import board
from limpid.studio.server.board import Board
from limpid.studio.server.worker import Worker

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")


@pytest.fixture
def places():
    """Four places on one board."""
    made = Board(4)
    return [made.take() for _ in range(4)]


def test_third_training_is_refused_with_the_names_of_the_others(places):
    places[0].enter("Playground")
    places[3].enter("Perceptron")
    with pytest.raises(ConfigError, match=r"Perceptron and Playground; pause one"):
        places[1].enter("Optimizer race")


def test_training_that_stops_makes_room(places):
    places[0].enter("Playground")
    places[1].enter("Perceptron")
    places[0].leave()
    places[2].enter("Optimizer race")


def test_who_plays_already_may_play_on(places):
    places[0].enter("Playground")
    places[1].enter("Perceptron")
    places[1].enter("Perceptron")


def test_refused_training_takes_no_room(places):
    places[0].enter("Playground")
    places[1].enter("Perceptron")
    with pytest.raises(ConfigError):
        places[2].enter("Optimizer race")
    places[1].leave()
    places[3].enter("Graph stepper")


def test_place_given_back_is_empty():
    made = Board(3)
    places = [made.take() for _ in range(3)]
    for place in places[:2]:
        place.enter("Playground")
        made.give_back(place)
    places[2].enter("Perceptron")
    made.take().enter("Optimizer race")


def enter_at(moment, place, results):
    """Enter a place at a moment; tell whether that was allowed."""
    time.sleep(max(0.0, moment - time.time()))
    try:
        place.enter("Playground")
    except ConfigError:
        results.put(False)
    else:
        results.put(True)


def test_processes_that_start_at_once_are_never_three(places):
    context = multiprocessing.get_context("spawn")
    results, moment = context.Queue(), time.time() + 1.5
    started = [
        context.Process(target=enter_at, args=(moment, place, results))
        for place in places
    ]
    for process in started:
        process.start()
    allowed = [results.get(timeout=20) for _ in started]
    for process in started:
        process.join()
    assert sum(allowed) <= 2


def test_waiting_for_the_page_is_no_work(places, monkeypatch):
    monkeypatch.setattr(board, "MAX_WORK_SECONDS", 0.01)
    with places[0].working():
        time.sleep(0.02)
        assert places[0].is_overdue()
        with places[0].waiting():
            assert not places[0].is_overdue()
        assert not places[0].is_overdue()
    assert not places[0].is_overdue()


@posix
def test_worker_that_hangs_is_ended_and_the_reason_said(monkeypatch):
    place = Board(1).take()
    worker = Worker(place)
    worker.pipe.send_bytes(b'{"type":"open","screen":"playground"}')
    worker.pipe.send_bytes(b'{"type":"play"}')
    worker.pipe.recv_bytes()
    while not place.own.since:
        time.sleep(0.001)
    # It stands still in the midst of its work, as in a loop that never ends.
    os.kill(worker.process.pid, signal.SIGSTOP)
    monkeypatch.setattr(board, "MAX_WORK_SECONDS", 0.0)
    assert place.own.training == b"Playground"
    assert "longer than 60 s" in worker.end()
    assert not worker.process.is_alive()
