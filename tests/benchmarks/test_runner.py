"""Contestants take turns, each in a process of its own."""

from textwrap import dedent

from benchmarks.runner import Timing, race, table


def test_contestants_are_timed_and_absent_ones_left_out(tmp_path, monkeypatch):
    script = tmp_path / "sleep.py"
    script.write_text(
        dedent(
            """
            import time
            from benchmarks.runner import main

            def short(): return lambda: time.sleep(0.001)
            def long(): return lambda: time.sleep(0.03)
            def absent(): import no_such_library

            main(__file__, {"short": short, "long": long, "absent": absent})
            """
        )
    )
    monkeypatch.setenv("PYTHONPATH", ".")
    timings = race(str(script), ["short", "long", "absent"], turns=3)
    assert [timing.name for timing in timings] == ["short", "long"]
    short, long = (timing.seconds for timing in timings)
    assert len(short) == len(long) == 3
    assert min(short) >= 0.001
    assert min(long) >= 0.03


def test_table_gives_the_ratio_to_the_first():
    text = table([Timing("slow", [0.2, 0.4, 0.3]), Timing("fast", [0.1, 0.2, 0.15])])
    assert "300.00     200.00    1.00" in text
    assert "150.00     100.00    0.50" in text
