"""The walk-through's numbers: the lectures', NumPy's, and the true gradient's."""

import numpy as np
import pytest

from limpid.errors import LimpidError
from limpid.numbers import load_cases
from limpid.schedules import walk_through
from limpid.studio.screens.walk_through import CLICKS, COUNT, WalkThrough
from limpid.studio.screens.walk_through import WalkThroughState as State

CASE = {case.id: case for case in load_cases()}["walkthrough-3-2-1"]


def walked(position, **state):
    screen = WalkThrough(State(**state))
    screen.advance_to(position)
    return screen


def by_layer(view, name):
    return [
        np.array([getattr(one, name) for one in view.neurons if one.layer == layer])
        for layer in range(3)
    ]


def test_first_example_has_the_lectures_numbers():
    view = walked(CLICKS - 1).show()
    exact = CASE.more_exact
    assert view.x[0].tolist() == CASE.inputs["x"]
    assert view.rate == CASE.inputs["eta"]
    for found, want in zip(by_layer(view, "y"), exact["forward"], strict=True):
        np.testing.assert_allclose(found, want, rtol=1e-12)
    page, true = exact["walkthrough"], exact["true_gradient"]
    errors = [page["delta_hidden1"], page["delta_hidden2"], exact["delta_output"]]
    for found, want in zip(by_layer(view, "d"), errors, strict=True):
        np.testing.assert_allclose(found, want, rtol=1e-12)
    for i in range(3):
        step = f"step_W{i + 1}"
        np.testing.assert_allclose(by_layer(view, "page")[i], page[step], rtol=1e-12)
        found = by_layer(view, "gradient")[i]
        np.testing.assert_allclose(found, true[step], rtol=1e-9)


def test_each_click_adds_one_neuron_forward_then_backward_then_its_weights():
    known = []
    for clicks in range(CLICKS):
        neurons = walked(clicks).show().neurons
        known.append([
            sum(getattr(one, name) is not None for one in neurons)
            for name in ("y", "d", "page")
        ])  # fmt: skip
    want = [
        [min(max(n - k * COUNT, 0), COUNT) for k in range(3)] for n in range(CLICKS)
    ]
    assert known == want


def test_signals_come_back_from_the_last_neuron():
    active = [walked(clicks).show().active for clicks in range(CLICKS)]
    forward = list(range(COUNT))
    assert active == [None, *forward, 5, 3, 4, 0, 1, 2, *forward]


def test_page_and_gradient_agree_for_the_last_layer_only():
    view = walked(CLICKS - 1).show()
    assert [one.agree for one in view.neurons] == [False] * 5 + [True]


def test_they_agree_everywhere_where_nothing_bends_the_signal():
    view = walked(CLICKS - 1, activation="linear").show()
    assert all(one.agree for one in view.neurons)


@pytest.mark.parametrize("rule", ["page", "gradient"])
def test_next_example_has_the_new_weights_and_the_next_row(rule):
    before = walked(CLICKS - 1, rule=rule)
    told = before.show()
    before.advance_to(CLICKS)
    after = before.show()
    assert (after.learned, after.row, after.phase) == (1, 1, "start")
    for old, new in zip(told.neurons, after.neurons, strict=True):
        np.testing.assert_array_equal(new.weights, old.weights)
    name = "walkthrough" if rule == "page" else "true_gradient"
    for i, found in enumerate(by_layer(after, "weights"), 1):
        want = np.array(CASE.inputs[f"W{i}"]) + CASE.more_exact[name][f"step_W{i}"]
        np.testing.assert_allclose(found, want, rtol=1e-9)


@pytest.mark.parametrize("rule", ["page", "gradient"])
def test_both_rules_lower_the_error_over_all_examples(rule):
    def total(passes):
        ends = [walked((4 * passes + i) * CLICKS + COUNT, rule=rule) for i in range(4)]
        return sum(one.show().loss for one in ends)

    assert total(50) < total(0)


@pytest.mark.parametrize("method", [1, 2])
def test_rate_goes_as_the_schedule_of_the_library(method):
    schedule = walk_through(method, 0.5, 20)
    for example in (0, 5, 19):
        screen = walked(example * CLICKS, rate=f"walk-through {method}", examples=20)
        assert screen.show().rate == pytest.approx(float(schedule(example)), rel=1e-12)


def test_phases_and_examples_end_where_they_should():
    ends = [walked(n).next_position("phase") for n in (0, 5, 6, 12, 18, CLICKS)]
    assert ends == [6, 6, 12, 18, CLICKS, CLICKS + 6]
    assert walked(3).next_position("example") == CLICKS
    assert walked(CLICKS).next_position("neuron") == CLICKS + 1


def test_every_derivation_ends_at_its_value_and_gradients_are_checked():
    screen = walked(2 * CLICKS)
    for name in screen.derivable():
        found, field = screen.derive(name), name.partition("/")[0]
        assert found.lines[0].value == screen.numbers.value(*screen.numbers.find(name))
        assert (found.gradient is not None) == (field in {"page", "gradient", "weight"})
        if found.gradient is not None:
            assert found.check == pytest.approx(found.gradient, rel=1e-4, abs=1e-9)


@pytest.mark.parametrize("name", ["e/3/0", "e/0", "e", "page/0/0/2", "word/0/0", "e/x"])
def test_unknown_number_is_refused_in_a_sentence(name):
    with pytest.raises(LimpidError, match="no derivation"):
        walked(0).derive(name)


def test_printed_program_has_the_same_step():
    screen = walked(3 * CLICKS, rate="walk-through 2", activation="tanh")
    exec(screen.code(), names := {})  # noqa: S102 - it is what the test is about
    for found, one in zip(
        names["step"].layers, screen.numbers.step.layers, strict=True
    ):
        np.testing.assert_array_equal(found.changes["kernel"], one.changes["kernel"])


def test_rewind_and_replay_come_to_the_same_bits(talk):
    talk.ask("open", screen="walk_through")
    for _ in range(3):
        talk.ask("step", unit="example")
    talk.ask("step", unit="phase")
    first = talk.screen.show().loss
    talk.ask("rewind", position=4)
    assert talk.screen.show().learned == 0
    talk.ask("rewind", position=3 * CLICKS + COUNT)
    assert talk.screen.show().loss == first


def test_rule_and_rate_change_in_the_middle_of_an_example(talk):
    talk.ask("open", screen="walk_through")
    talk.ask("step", unit="phase")
    talk.ask("set", state={"learning_rate": 2.0, "rule": "gradient"})
    assert talk.screen.position == COUNT
    assert talk.screen.show().rate == 2.0


def test_runaway_weights_stop_with_a_sentence():
    screen = walked(60 * CLICKS, activation="linear", learning_rate=100.0)
    assert "lower the rate" in screen.stop_reason()
    screen.show()
