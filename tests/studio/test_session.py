"""A session records what happens, and can go back to any of it."""

import json

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.studio.conftest import Talk

from limpid.errors import ConfigError
from limpid.studio import messages
from limpid.studio.messages import Picture, pack
from limpid.studio.record import MAX_CHECKPOINTS
from limpid.studio.session import Session

EPOCH = 25  # batches of the playground's first state


def weights(talk):
    return [array for pair in talk.screen.looks.weights() for array in pair]


def same(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.fixture
def play(talk):
    """Return a talk about an open playground."""
    talk.ask("open", screen="playground")
    return talk


def test_stepping_and_running_end_at_the_same_weights(play):
    for _ in range(EPOCH):
        play.ask("step", unit="batch")
    stepped = weights(play)
    play.ask("open", screen="playground")
    play.ask("step", unit="epoch")
    assert same(weights(play), stepped)


def test_rewound_and_played_again_is_the_same(play):
    for _ in range(4):
        play.ask("step", unit="epoch")
    last = weights(play)
    play.ask("rewind", position=30)
    assert play.screen.position == 30
    play.ask("rewind", position=4 * EPOCH)
    assert same(weights(play), last)


def test_rewinding_stops_at_the_ends(play):
    play.ask("step", unit="epoch")
    play.ask("rewind", position=10_000)
    assert play.screen.position == EPOCH
    play.ask("rewind", position=-5)
    assert play.screen.position == 0


def test_change_that_is_live_goes_on_from_here(play):
    play.ask("step", unit="epoch")
    play.ask("set", state={"learning_rate": 0.5})
    assert play.screen.position == EPOCH


def test_change_of_the_network_starts_anew(play):
    play.ask("step", unit="epoch")
    play.ask("set", state={"activation": "relu"})
    assert play.screen.position == 0


def test_recorded_changes_happen_again_when_played_again(play):
    play.ask("step", unit="epoch")
    play.ask("set", state={"learning_rate": 0.5})
    play.ask("act", name="set_bias", arguments={"layer": 0, "target": 1, "value": 2})
    play.ask("step", unit="epoch")
    last, record = weights(play), play.session.line.entries
    play.ask("rewind", position=0)
    assert play.screen.state.learning_rate == 0.03
    play.ask("rewind", position=2 * EPOCH)
    assert same(weights(play), last)
    play.ask("open", screen="playground", record=record, position=2 * EPOCH)
    assert same(weights(play), last)


def test_change_in_the_past_leaves_what_followed_in_another_branch(play):
    for _ in range(3):
        play.ask("step", unit="epoch")
    last = weights(play)
    play.ask("rewind", position=EPOCH)
    play.ask("set", state={"learning_rate": 1.0})
    play.ask("step", unit="epoch")
    assert len(play.session.branches.lines) == 2
    play.ask("switch", branch=0)
    play.ask("rewind", position=3 * EPOCH)
    assert same(weights(play), last)


def test_what_is_looked_at_is_no_part_of_the_course(play):
    for _ in range(3):
        play.ask("step", unit="epoch")
    last = weights(play)
    play.ask("rewind", position=EPOCH)
    play.ask("set", state={"show_test": True, "probe": [1, 2]})
    assert len(play.session.branches.lines) == 1
    assert play.session.line.entries == []
    play.ask("rewind", position=3 * EPOCH)
    assert same(weights(play), last)
    play.ask("rewind", position=0)
    assert play.screen.state.probe == (1, 2)


def test_looks_stay_in_every_branch_and_in_what_the_page_starts_from(play):
    play.ask("step", unit="epoch")
    play.ask("set", state={"probe": [1, 2]})
    play.ask("branch")
    play.ask("set", state={"probe": [3, 4]})
    play.ask("switch", branch=0)
    assert play.screen.state.probe == (3, 4)
    assert play.session.line.first.probe == (3, 4)


def test_branch_goes_on_alike_until_it_is_changed(play):
    play.ask("step", unit="epoch")
    play.ask("branch")
    play.ask("step", unit="epoch")
    branch = weights(play)
    play.ask("switch", branch=0)
    play.ask("step", unit="epoch")
    assert same(weights(play), branch)


def test_dragging_leaves_one_entry(play):
    play.ask("step", unit="batch")
    for x in (1.0, 2.0, 3.0):
        play.ask("act", name="move_point", arguments={"index": 4, "x1": x, "x2": 0})
    play.ask("act", name="move_point", arguments={"index": 5, "x1": 0, "x2": 0})
    assert [e[2]["index"] for e in play.session.line.entries] == [4, 5]
    assert play.screen.problem.x[play.screen.train[4], 0] == 3.0


def test_looking_leaves_no_entry(play):
    play.ask("act", name="keras_code")
    assert play.session.line.entries == []


def test_checkpoints_stay_few(play):
    for _ in range(3 * MAX_CHECKPOINTS):
        play.ask("step", unit="batch")
    assert len(play.session.line.checkpoints) <= MAX_CHECKPOINTS


@pytest.mark.parametrize(
    ("kind", "given", "sentence"),
    [
        (
            "set",
            {"state": {"noise": 51}},
            "Noise (%): expected a whole number of at most 50.",
        ),
        ("set", {"state": {"seed": 0.5}}, "Seed: expected a whole number."),
        ("set", {"state": {"loss": "int"}}, "Loss: 'int' is none of the choices."),
        ("set", {"state": {"nonsense": 1}}, "unknown field nonsense"),
        ("set", {"state": {"data": "plane"}}, "no data set for classification"),
        ("set", {"state": {"features": ["x1 +"]}}, "no expression"),
        ("set", {"state": {"features": ["1/x3"]}}, "'x3' has no value"),
        ("set", {"state": {"features": ["__import__"]}}, "has no value"),
        ("set", {"state": {"features": ["9**9**9"]}}, "too large"),
        ("set", {"state": {"features": ["(" * 10**5]}}, "at most 60 characters"),
        ("set", {"state": {"features": ["(" * 59]}}, "deeper"),
        ("act", {"name": "set_wait", "arguments": {}}, "did you mean 'set_weight'"),
        ("act", {"name": "__init__", "arguments": {}}, "no action"),
        ("step", {"unit": "year"}, "steps by batch or epoch"),
        ("switch", {"branch": 3}, "1 branches"),
        ("derive", {"number": "kernel/9/9/9"}, "no kernel"),
        ("derive", {"number": "../etc"}, "no derivation"),
        ("open", {"screen": "playgruond"}, "did you mean 'playground'"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(play, kind, given, sentence):
    before, state = weights(play), play.screen.state
    assert sentence in play.ask(kind, **given)
    assert same(weights(play), before)
    assert play.screen.state == state


def test_nothing_works_before_a_screen_is_open(talk):
    assert "No screen is open" in talk.ask("play")


def test_frames_wait_for_the_page(play):
    for _ in range(5):
        play.ask("set", state={"discretize": True})
        play.session.work()
    frames = [said for said in play.said if isinstance(said, bytes)]
    assert len(frames) == 2


def test_unwatched_training_pauses(play):
    play.ask("play")
    play.session.player.unwatched_seconds = -1
    play.session.work()
    assert not play.session.player.playing
    assert b"nobody watched" in play.said[-1]


def test_link_to_a_far_moment_keeps_the_page_answering(play):
    play.ask("open", screen="playground", position=10**12)
    assert play.session.player.goal == 10**12
    before = play.screen.position
    play.session.work()
    assert play.screen.position > before
    play.ask("pause")
    assert not play.session.is_busy or play.session.player.goal is None


def test_link_past_the_end_of_a_course_leads_to_its_end(play):
    play.ask("open", screen="graph_stepper", position=100)
    assert play.screen.position == play.screen.last_position()
    assert not play.session.player.is_moving


class NoRoom:
    """As many others play as may."""

    def enter(self, title):
        raise ConfigError(f"{title} must wait.")

    def leave(self):
        pass


def test_screen_that_may_not_play_says_so_and_takes_single_steps():
    talk = Talk(permit=NoRoom())
    talk.ask("open", screen="playground")
    assert talk.ask("play") == "Playground must wait."
    assert not talk.session.player.is_moving
    talk.ask("step", unit="epoch")
    assert talk.screen.position == EPOCH


def test_far_journey_that_may_not_go_on_stays_where_it_came_to_and_says_why():
    talk = Talk(permit=NoRoom())
    talk.ask("open", screen="playground", position=10**12)
    assert not talk.session.player.is_moving
    assert talk.screen.position > 0
    talk.session.work()
    assert b"Playground must wait." in talk.said[-1]


def test_branches_are_limited(play):
    said = [play.ask("branch") for _ in range(25)]
    assert "20 branches" in said[-1]
    assert len(play.session.branches.lines) == 20


def test_playing_ends_just_at_the_last_epoch(play):
    play.ask("set", state={"stop_epochs": 7})
    play.ask("play")
    for _ in range(100):
        play.session.work()
        play.ask("shown", frame=1)
    assert play.screen.position == 7 * EPOCH
    assert not play.session.player.playing


@settings(deadline=None)
@given(st.text() | st.binary())
def test_any_message_is_answered(message):
    said = []
    Session(said.append).receive(message)
    assert "error" in json.loads(said[0])


class View(msgspec.Struct):
    parts: list[messages.Array]
    picture: Picture


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.sampled_from(["f2", "f4", "f8", "i8", "u1", "?"]), max_size=5),
    st.integers(0, 9),
)
def test_arrays_lie_where_the_header_says(kinds, count):
    arrays = [np.arange(count).astype(kind) for kind in kinds]
    packed = pack(View(arrays, Picture(np.array([[-1.0, np.nan, 3.0]]), -1, 1)))
    start = 4 + int.from_bytes(packed[:4], "little")
    header = json.loads(packed[4:start])
    for array, place in zip(arrays, header["parts"], strict=True):
        about = place["$array"]
        at = start + about["at"]
        assert at % np.dtype(about["type"]).itemsize == 0
        read = np.frombuffer(packed, about["type"], count, at)
        assert read.tolist() == array.astype(float).tolist()
    at = start + header["picture"]["$array"]["at"]
    assert list(packed[at : at + 3]) == [0, 128, 255]
