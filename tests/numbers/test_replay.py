"""The worked numbers of the lectures come out of limpid's own operations."""

import pytest

from limpid.errors import ConfigError
from limpid.numbers import LEFT_OUT, Case, compare, load_cases, replay
from limpid.numbers.compare import as_printed, close

CASES = {case.id: case for case in load_cases()}
REPLAYED = [name for name in CASES if name not in LEFT_OUT]


@pytest.mark.parametrize("case_id", REPLAYED)
def test_limpid_computes_the_case(case_id):
    findings = replay(case_id)
    assert [f for f in findings if not f.agrees] == []
    computed = {f.key for f in findings if f.value is not None}
    assert {
        k for k, v in CASES[case_id].verdict.items() if v != "not-checkable"
    } <= computed


def test_every_case_is_replayed_or_left_out_for_a_reason():
    assert len(REPLAYED) + len(LEFT_OUT) == len(CASES)
    assert set(LEFT_OUT) <= set(CASES)


def test_only_values_marked_as_errors_or_chain_rounded_may_differ_from_the_printed():
    unlike = [
        (f.case, f.key) for name in REPLAYED for f in replay(name) if f.verdict != "ok"
    ]
    marked = [
        (case.id, key)
        for case in CASES.values()
        for key, verdict in case.verdict.items()
        if verdict in {"error", "chain-rounded"} and case.id not in LEFT_OUT
    ]
    assert sorted(unlike) == sorted(marked)


def case_of(printed, exact, verdict):
    return Case("made-up", "", {}, {"v": printed}, {"v": exact}, {}, {"v": verdict})


@pytest.mark.parametrize(
    ("value", "exact", "printed", "verdict", "agrees"),
    [
        (0.3775, 0.3775, "0.38", "rounded", True),
        (0.3775, 0.3775, "0.37", "rounded", False),
        (0.3775, 0.3775, "0.37", "truncated", True),
        (0.3775001, 0.3775, "0.38", "rounded", False),
        (2.0, 2.0, "3.0", "error", True),
        (3.0, 2.0, "3.0", "error", False),
        (None, 2.0, "2.0", "exact", False),
    ],
)
def test_a_verdict_follows_the_printed_precision_and_the_exact_value(
    value, exact, printed, verdict, agrees
):
    (finding,) = compare(case_of(printed, exact, verdict), {"v": value})
    assert finding.agrees is agrees


def test_half_a_unit_of_the_last_printed_digit_counts_as_agreement():
    assert as_printed(0.125, "0.13", 0.5)
    assert as_printed(-0.00240649, "-2.406e-3", 0.5)
    assert not as_printed(-0.0024066, "-2.406e-3", 0.5)


def test_closeness_compares_nested_lists_words_and_missing_values():
    assert close([[1.0], [2.0, 3.0]], [[1.0], [2.0, 3.0]])
    assert close([None, "cat", 1.0], [None, "cat", 1.0])
    assert not close([1.0, 2.0], [1.0])
    assert not close([1.0, "dog"], [1.0, "cat"])
    assert not close(1.0 + 1e-10, 1.0)


def test_an_unknown_or_left_out_case_is_refused_with_the_reason():
    with pytest.raises(ConfigError, match="did you mean 'net-2-2-2-mazur'"):
        replay("net-2-2-2-mazr")
    with pytest.raises(ConfigError, match="sequences"):
        replay("ngram-bigram")
