"""Workers are woken on other processors than their caller's, and then let go."""

import os
import sys
import threading

import pytest

from limpid.engines.native.processors import count_threads, kept_apart
from limpid.errors import ConfigError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone binds")


@pytest.fixture
def sleeper():
    """Return the system's number of a thread that waits."""
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    yield thread.native_id
    over.set()
    thread.join()


@pytest.fixture
def two_processors():
    """Return two processors this thread may use, and stay on one of them."""
    allowed = os.sched_getaffinity(0)
    if len(allowed) < 2:
        pytest.skip("this machine lends one processor")
    mine, other = sorted(allowed)[:2]
    yield mine, other
    os.sched_setaffinity(0, allowed)


def test_sleeper_keeps_off_the_callers_processor_for_the_while(sleeper):
    allowed = os.sched_getaffinity(0)
    if len(allowed) < 2:
        pytest.skip("this machine lends one processor")
    with kept_apart([sleeper]):
        inside = os.sched_getaffinity(sleeper)
    assert len(inside) == len(allowed) - 1
    assert inside < allowed
    assert os.sched_getaffinity(sleeper) == allowed


def test_only_processor_there_is_may_be_shared(sleeper, two_processors):
    mine, _ = two_processors
    os.sched_setaffinity(0, {mine})
    with kept_apart([sleeper]):
        assert os.sched_getaffinity(sleeper) == {mine}


def test_sleeper_is_let_go_after_an_error(sleeper):
    with pytest.raises(RuntimeError), kept_apart([sleeper]):
        raise RuntimeError
    assert os.sched_getaffinity(sleeper) == os.sched_getaffinity(0)


def test_thread_that_has_ended_is_no_error():
    with kept_apart([2**22 - 1]):
        pass


def test_threads_are_as_many_as_processors_unless_told(monkeypatch):
    monkeypatch.delenv("LIMPID_THREADS", raising=False)
    assert count_threads() == len(os.sched_getaffinity(0))
    monkeypatch.setenv("LIMPID_THREADS", "3")
    assert count_threads() == 3
    monkeypatch.setenv("LIMPID_THREADS", "many")
    with pytest.raises(ConfigError, match="expected a positive number"):
        count_threads()
