"""A screen in a notebook's cell: the same session, through anywidget's messages."""

import json
import time

import msgspec
import numpy as np
import pytest

from limpid.studio import Playground
from limpid.studio.page import page, recording
from limpid.studio.screens.playground import PlaygroundState

pytest.importorskip("anywidget")


@pytest.fixture
def shown():
    """Return a screen, its widget, and what it sends."""
    from limpid.studio.widget import widget

    screen = Playground(state=PlaygroundState(seed=4))
    made = widget(screen)
    sent = []
    made.send = lambda content, buffers=None: sent.append((content, buffers))
    made._handle_custom_msg({"views": 1}, [])
    return screen, made, sent


def ask(made, sent, kind, **given):
    """Send a command as the page does; return the answer."""
    made._handle_custom_msg({"text": json.dumps({"type": kind, "id": 9, **given})}, [])
    for _ in range(200):
        for content, _ in sent:
            if "text" in content and json.loads(content["text"])["id"] == 9:
                sent.clear()
                return json.loads(content["text"])
        time.sleep(0.05)
    raise AssertionError("no answer")


def test_class_is_found_by_its_name():
    import limpid.studio

    with pytest.raises(AttributeError, match="no 'Playgroud'"):  # typos: ignore
        limpid.studio.Playgroud  # noqa: B018 - typos: ignore


def test_saved_notebook_holds_a_picture(shown):
    _, made, _ = shown
    assert made.screen == "playground"
    length = int.from_bytes(made.still[:4], "little")
    assert json.loads(made.still[4 : 4 + length])["state"]["seed"] == 4


def test_one_script_holds_all_and_imports_nothing(shown):
    _, made, _ = shown
    script = str(made._esm)
    assert "export default" in script
    assert "http://" not in script.replace("http://www.w3.org", "")


def test_page_moves_the_screen_of_the_notebook(shown):
    screen, made, sent = shown
    assert "error" not in ask(made, sent, "open", screen="playground", state={})
    assert "error" not in ask(made, sent, "step", unit="epoch")
    assert screen.position == 25


def test_variable_of_the_notebook_is_what_its_cell_shows(shown):
    screen, made, sent = shown
    ask(made, sent, "step", unit="epoch")
    weights = screen.model.get_weights()
    ask(made, sent, "rewind", position=0)
    assert screen.position == 0
    assert not np.array_equal(screen.model.get_weights()[0], weights[0])
    ask(made, sent, "set", state={"seed": 5})
    assert screen.state.seed == 5
    ask(made, sent, "step", unit="epoch")
    assert screen.position == 25
    assert screen.runner.session.screen.position == 25


def test_message_that_is_no_command_is_left_alone(shown):
    _, made, sent = shown
    nonsense = ({}, {"text": 3}, "x", {"text": "a" * 2_000_000}, {"views": [1]})
    for content in nonsense:
        made._handle_custom_msg(content, [])
    assert not sent


def another(screen):
    """Return a widget of a screen, seen in a cell, and what it sends."""
    from limpid.studio.widget import widget

    made, sent = widget(screen), []
    made.send = lambda content, buffers=None: sent.append((content, buffers))
    made._handle_custom_msg({"views": 1}, [])
    return made, sent


def wait_until(true):
    end = time.monotonic() + 10
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    assert true()


def test_two_cells_that_show_one_screen_see_the_same_course(shown):
    screen, made, sent = shown
    other, others = another(screen)
    ask(made, sent, "step", unit="epoch")
    assert screen.position == 25
    wait_until(lambda: any(buffers for _, buffers in others))
    others.clear()
    ask(other, others, "step", unit="epoch")
    assert screen.position == 50


def test_third_cell_that_plays_is_refused_until_one_of_two_pauses_or_is_gone():
    screens = [Playground() for _ in range(3)]
    cells = [another(screen) for screen in screens]
    for made, sent in cells[:2]:
        assert "error" not in ask(made, sent, "play")
    refused = ask(*cells[2], "play")["error"]
    assert refused.startswith("2 trainings run already, elsewhere: Playground and")
    assert "error" not in ask(*cells[2], "step", unit="epoch")
    ask(*cells[0], "pause")
    assert "error" not in ask(*cells[2], "play")
    for screen, (made, _) in zip(screens[1:], cells[1:], strict=True):
        made._handle_custom_msg({"views": -1}, [])
        player = screen.runner.session.player
        wait_until(lambda player=player: not player.playing)
    assert "error" not in ask(*cells[0], "play")
    ask(*cells[0], "pause")


def test_fault_of_ones_own_code_is_said_and_the_cell_goes_on(shown, monkeypatch):
    screen, made, sent = shown

    def break_down(position):
        raise ZeroDivisionError("no such share")

    monkeypatch.setattr(screen, "advance_to", break_down)
    assert ask(made, sent, "step", unit="epoch")["error"] == (
        "ZeroDivisionError: no such share"
    )
    monkeypatch.undo()
    assert "error" not in ask(made, sent, "step", unit="epoch")


def test_recording_ends_with_the_numbers_of_the_library():
    made = recording(Playground(), 100)
    other = Playground()
    other.advance_to(100)
    assert made["positions"][0] == 0
    assert made["positions"][-1] == 100
    value = made["derivations"]["kernel/0/0/0"]["lines"][0]["value"]
    assert value == pytest.approx(other.looks.weights()[0][0][0, 0])


def test_exported_page_cannot_be_ended_early_by_its_content():
    table = "1,2,</script><script>alert(1)</script>\n" * 4 + "1,2,b"
    screen = Playground(state=PlaygroundState(data="own", table=table))
    assert page(screen, 5).count("</script>") == 2
    assert np.isfinite(screen.losses()[0])


def test_recording_holds_every_operation_of_the_next_batch_with_its_derivations():
    screen = Playground()
    made = recording(screen, 50)
    peeks = {json.dumps(peek["given"]): peek for peek in made["peeks"]}
    assert screen.state.inside is None
    # Ten examples of three layers forward, the loss, three back; then three updates.
    assert len(peeks) == 1 + 10 * 7 + 3
    peek = peeks['{"inside": [3, 5]}']
    other = Playground(state=PlaygroundState(inside=(3, 5)))
    other.advance_to(50)
    numbers = [name for row in other.show().inside.numbers for name in row]
    assert list(peek["derivations"]) == numbers
    for name in numbers[:3]:
        assert peek["derivations"][name] == msgspec.to_builtins(other.derive(name))


def test_recording_of_a_large_batch_has_no_operations():
    screen = Playground(state=PlaygroundState(batch_size=300))
    assert not recording(screen, 2)["peeks"]


def test_cell_that_went_without_a_word_is_paused(shown, monkeypatch):
    screen, made, sent = shown
    player = screen.runner.session.player
    assert player.unwatched_seconds == 90
    ask(made, sent, "play")
    player.unwatched_seconds = 0.3
    until = time.monotonic() + 0.6
    while time.monotonic() < until:
        made._handle_custom_msg({"views": 0}, [])
        time.sleep(0.02)
        assert player.playing
    wait_until(lambda: not player.playing)
