"""The character screen's numbers, against NumPy and the code that it prints."""

import json
import math

import msgspec
import numpy as np
import pytest

from limpid import gradients, ops
from limpid.datasets.sentences import SENTENCES
from limpid.errors import LimpidError
from limpid.models.generate import generate
from limpid.models.stateful_copy import stateful_copy
from limpid.studio.screens._char_rnn_text import bracketed, nesting
from limpid.studio.screens.char_rnn import CharRNN, CharRNNState

SMALL = {"units": (12,), "source": "own", "text": "abba ab\nbaab\nabab b"}
CELLS = ("SimpleRNN", "LSTM", "GRU")


def char_rnn(ticks=0, **state):
    screen = CharRNN(CharRNNState(**state))
    screen.advance_to(ticks)
    return screen


def look(screen, **changes):
    screen.retune(msgspec.structs.replace(screen.state, **changes))
    return screen.show()


@pytest.fixture(scope="module")
def trained():
    return char_rnn(1200)


def test_it_learns_its_sentences_by_heart(trained):
    """EXR-11, LMG-08: what it writes are real lines."""
    view = trained.show()
    assert view.perplexity < 1.5
    lines = [trained.written(0.2, seed) for seed in range(100)]
    real = [any(s.startswith(line) for s in SENTENCES) for line in lines]
    assert np.mean(real) >= 0.9
    assert view.guessing == view.num_symbols + 3


def test_perplexity_is_numpys(trained):
    """LMG-06: and the bits a symbol are its logarithm to base 2."""
    x, y = trained.judged
    chances = trained.model.predict(x, verbose=0).astype(float)
    own = np.take_along_axis(chances, y[..., None], -1)[..., 0][y > 0]
    view = trained.show()
    assert view.perplexity == pytest.approx(np.exp(-np.log(own).mean()), rel=1e-4)
    assert view.bits == pytest.approx(np.log2(view.perplexity))
    derived = {line.symbol: line.value for line in trained.derive("perplexity").lines}
    assert derived["perplexity"] == view.perplexity
    assert derived["bits"] == pytest.approx(view.bits)


def test_next_characters_are_what_softmax_of_the_library_says(trained):
    """LMG-09, LMG-13."""
    settings = trained.state
    for temperature in (0.3, 1.0, 2.0):
        found = look(trained, prefix="The t", temperature=temperature).expected
        numbers = trained.vocabulary.encode("The t")[None]
        chances = trained.model.predict(numbers, verbose=0)[0, -1].astype(float)
        warm = chances ** (1 / temperature) / np.sum(chances ** (1 / temperature))
        order = np.argsort(-warm)[:10]
        assert [one.number for one in found.nexts] == order.tolist()
        got = [one.probability for one in found.nexts]
        np.testing.assert_allclose(got, warm[order], rtol=1e-3, atol=1e-9)
        assert found.entropy == pytest.approx(-np.sum(warm * np.log(warm)), rel=1e-3)
        for one in found.nexts[:3]:
            lines = trained.derive(f"next/{one.number}").lines
            assert lines[-1].value == one.probability
            score, top, whole = (line.value for line in lines[:3])
            again = math.exp((score - top) / temperature) / whole
            assert again == pytest.approx(one.probability, rel=1e-3)
    assert trained.derive("entropy").lines[0].value == pytest.approx(found.entropy)
    trained.retune(settings)


def test_entropy_rises_with_temperature(trained):
    """LMG-09: at 0 nothing is open, and the likeliest is certain."""
    settings = trained.state
    found = [
        look(trained, prefix="The ", temperature=t).expected
        for t in (0, 0.1, 0.5, 1.0, 2.0, 5.0)
    ]
    assert np.all(np.diff([one.entropy for one in found]) > 0)
    assert (found[0].entropy, found[0].nexts[0].probability) == (0, 1)
    assert found[-1].entropy < found[-1].most == pytest.approx(math.log(43))
    trained.retune(settings)


def test_next_words_are_those_that_go_on_with_the_letters_written():
    """LMG-13, LMG-06: words and characters share everything but the split."""
    screen = char_rnn(300, symbols="words", units=(24,), prefix="The c")
    found = screen.show().expected
    assert found.beginning == ["START", "The"]
    assert found.partial == "c"
    wanted = [s for s in screen.vocabulary.symbols if s.startswith("c")]
    assert len(found.nexts) == min(10, len(wanted))
    assert {one.name for one in found.nexts} <= set(wanted)
    whole = look(screen, prefix="The ", temperature=1.0).expected
    chances = screen.model.predict(screen.vocabulary.encode("The")[None], verbose=0)
    got = [one.probability for one in whole.nexts]
    np.testing.assert_allclose(got, np.sort(chances[0, -1])[::-1][:10], rtol=1e-4)
    assert set(screen.show().argmax.split()) <= set(screen.vocabulary.symbols)


def test_beginning_that_cannot_be_read_says_why(trained):
    found = look(trained, prefix="Ω").expected
    assert "'Ω' is none of the" in found.trouble
    assert found.nexts == []
    look(trained, prefix="The ")


def test_samples_come_every_so_many_ticks_and_end():
    """LMG-10, LMG-11."""
    screen = char_rnn(95, every=20, temperature=0.7, **SMALL)
    assert [s.tick for s in screen.samples] == [80, 60, 40, 20]
    other = char_rnn(0, every=20, temperature=0.7, **SMALL)
    for position in range(0, 96, 7):
        other.advance_to(position)
    other.advance_to(95)
    assert other.samples == screen.samples
    start = screen.vocabulary.encode("")
    writer = stateful_copy(screen.model)
    numbers = generate(writer, [start], 100, 0.7, 5, screen.vocabulary.END)[0]
    assert screen.written(0.7, 5) == screen.vocabulary.decode(numbers)
    assert screen.write(5)[0] == screen.written(0.7, 5)
    for text in [*screen.write(0), screen.argmax()]:
        assert len(text) <= 100
        assert not {"START", "END", "PAD"} & set(text.split())


def test_argmax_line_takes_the_likeliest_at_each_step(trained):
    numbers = [1]
    while numbers[-1] != 2 and len(numbers) <= 100:
        chances = trained.model(np.array([numbers], np.float32)).numpy()
        numbers.append(int(chances[0, -1].argmax()))
    assert trained.show().argmax == trained.vocabulary.decode(numbers)


def test_saved_network_writes_the_same_text():
    """LMG-10."""
    screen = char_rnn(60, learning_rate=0.02, gates=True, **SMALL)
    found = screen.read_file(screen.save())
    again = CharRNN(msgspec.convert(found["state"], CharRNNState))
    assert again.state.learning_rate == 0.02
    assert not again.state.gates
    again.load_weights(found["weights"])
    for own, loaded in zip(
        screen.model.get_weights(), again.model.get_weights(), strict=True
    ):
        assert np.array_equal(own, loaded)
    assert again.show().argmax == screen.show().argmax
    assert again.show().perplexity == screen.show().perplexity
    assert "came from a file" in again.code()


def test_pretrained_network_knows_the_sentences():
    found = CharRNN().read_pretrained()
    screen = CharRNN(msgspec.convert(found["state"], CharRNNState))
    screen.load_weights(found["weights"])
    view = screen.show()
    assert view.perplexity < 1.2
    assert view.argmax in SENTENCES


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"kind": "limpid char_rnn"}',
             json.dumps({"kind": "other", "state": {}, "weights": ""}),
             json.dumps({"kind": "limpid char_rnn", "state": {"units": []},
                         "weights": ""})],
)  # fmt: skip
def test_file_that_is_none_is_refused(text):
    with pytest.raises(LimpidError, match="no network of this screen"):
        char_rnn(**SMALL).read_file(text)


@pytest.mark.parametrize("weights", ["?", "AAAA", "AACAfwAAgH8="])
def test_weights_that_do_not_fit_are_refused(weights):
    with pytest.raises(LimpidError, match="weights"):
        char_rnn(**SMALL).load_weights(weights)


@pytest.mark.parametrize("cell", CELLS)
def test_each_gates_derivation_ends_at_its_value(cell):
    """RNN-07, EXR-12: the cell's equations with its numbers."""
    screen = char_rnn(
        30, cell=cell, gates=True, reading="abba b", step=4, unit=3, layer=1,
        **SMALL | {"units": (6, 5)},
    )  # fmt: skip
    view = screen.show().gates
    assert view.symbols == ["START", *"abba b"]
    assert view.map.values.shape == (1, 5, 7)
    for name, value in zip(view.names, view.values, strict=True):
        lines = screen.derive(f"gate/{name}").lines
        assert lines[-1].value == pytest.approx(value)
        if lines[0].symbol == "net":
            squash = np.tanh if "tanh" in lines[1].formula else _sigmoid
            assert squash(lines[0].value) == pytest.approx(value, abs=1e-5)


@pytest.mark.parametrize("step", [0, 1, 5])
def test_state_before_a_step_is_that_after_the_last(step):
    """EXR-12: what the picture of the cell starts from."""
    screen = char_rnn(20, gates=True, reading="abba b", step=step, unit=2, **SMALL)
    view = screen.show().gates
    v = dict(zip(view.names, view.values, strict=True))
    made = v["forget"] * view.before + v["input"] * v["candidate"]
    assert made == pytest.approx(v["cell"], abs=1e-6)
    if not step:
        assert view.before == 0
        return
    last = look(screen, step=step - 1).gates
    assert view.before == last.values[last.names.index("cell")]


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


def test_derivation_of_a_grus_states_adds_up():
    screen = char_rnn(30, cell="GRU", gates=True, reading="abba", step=3, **SMALL)
    view = screen.show().gates
    v = dict(zip(view.names, view.values, strict=True))
    of_x, of_h, last = screen.derive("gate/candidate").lines
    mixed = np.tanh(of_x.value + v["reset"] * of_h.value)
    assert mixed == pytest.approx(last.value, abs=1e-5)


def test_some_cell_follows_the_nesting_of_brackets():
    """RNN-07: a correlation above 0.9, over twenty lines."""
    screen = char_rnn(400, source="brackets", gates=True, follow="nesting")
    found = screen.show().gates
    assert abs(found.correlation) > 0.9
    assert found.lines == 20
    # On a line that it has not learned, too.
    fresh = bracketed(7)[0]
    view = look(screen, reading=fresh, unit=found.best).gates
    depth = nesting(view.symbols)
    assert abs(np.corrcoef(view.coloring, depth)[0, 1]) > 0.9
    assert view.own == pytest.approx(found.correlation)
    by_place = look(screen, follow="position").gates
    assert by_place.correlation != found.correlation


def test_text_without_brackets_has_no_nesting_to_follow():
    view = char_rnn(5, gates=True, **SMALL).show().gates
    assert view.best is view.correlation is None


def test_brackets_are_all_closed():
    for line in bracketed(3):
        depths = nesting(list(line))
        assert depths.min() >= 0
        assert depths[-1] == 0


@pytest.mark.parametrize("cell", CELLS)
def test_unrolled_steps_have_their_losses_and_gradients(cell):
    """RNN-14: at most twelve; the first of a later window has a state, no past."""
    screen = char_rnn(30, cell=cell, unrolled=True, reading="abba ab" * 3, **SMALL)
    whole = screen.show().unrolled
    assert whole.symbols == ["START", *"abba ababba"]
    assert whole.targets == [*whole.symbols[1:], " "]
    x = screen.vocabulary.encode("abba ab" * 3)[None]
    chances = screen.model.predict(x, verbose=0)[0]
    own = chances[np.arange(12), x[0, 1:13]]
    np.testing.assert_allclose(whole.probabilities, own, rtol=1e-4)
    np.testing.assert_allclose(whole.losses, -np.log(own), rtol=1e-4, atol=1e-6)
    later = look(screen, first=5).unrolled
    np.testing.assert_allclose(later.losses[:7], whole.losses[5:], rtol=1e-4, atol=1e-6)
    assert (whole.cell is not None) == (cell == "LSTM")
    lines = screen.derive("reach/2").lines
    assert lines[0].value == pytest.approx(later.last[2])
    ratio = (later.last[2] / later.last[-1]) ** (1 / 9)
    assert lines[2].value == pytest.approx(ratio)


def test_gradient_is_clipped_part_by_part():
    """RNN-14: as the optimizer does it."""
    screen = char_rnn(30, unrolled=True, clip=0.001, **SMALL)
    view = screen.show().unrolled
    x = screen.vocabulary.encode(screen.lines[0])
    y = np.append(x[1:], 2)
    out = screen.model(x[None].astype(np.float32))
    loss = -ops.mean(ops.log(ops.take_along_axis(out, y[None, :, None], axis=-1)))
    slopes = gradients(loss, screen.model.trainable_variables)
    flat = np.concatenate([g.numpy().ravel() for g in slopes])
    assert view.norm == pytest.approx(np.linalg.norm(flat), rel=1e-4)
    assert view.largest == pytest.approx(np.abs(flat).max(), rel=1e-4)
    cut = np.clip(flat, -0.001, 0.001)
    assert view.norm_after == pytest.approx(np.linalg.norm(cut), rel=1e-4)
    assert view.clipped == pytest.approx(np.mean(cut != flat), abs=0.01)
    assert screen.derive("clipping").lines[3].value == view.norm_after


@pytest.mark.parametrize(
    "state",
    [SMALL, SMALL | {"cell": "GRU", "optimizer": "adam", "clip": 0.0, "length": 3},
     SMALL | {"cell": "SimpleRNN", "units": (5, 4), "symbols": "words"},
     {"units": (8,), "optimizer": "sgd"}],
    ids=["LSTM", "GRU", "words", "sentences"],
)  # fmt: skip
def test_printed_program_ends_at_the_same_weights_and_text(state, capsys):
    screen, names = char_rnn(**state | {"prefix": ""}), {}
    screen.advance_to(5 * screen.training.steps_per_epoch)
    exec(screen.code(), names)  # noqa: S102 - it is what the test is about
    for own, printed in zip(
        screen.model.get_weights(), names["model"].get_weights(), strict=True
    ):
        assert np.array_equal(own, printed)
    said = capsys.readouterr().out
    view = screen.show()
    assert said.splitlines()[1] == view.argmax
    for one in view.expected.nexts:
        assert f"{one.probability:.4f}  {one.name}" in said
    value = float(said.rpartition("entropy ")[2].split()[0])
    assert value == pytest.approx(view.expected.entropy, rel=1e-4)


@pytest.mark.parametrize("first", [0, 3])
def test_printed_program_gives_the_gates_and_the_way_back(first, capsys):
    looks = {"gates": True, "unrolled": True, "first": first, "unit": 4, "step": 2}
    screen = char_rnn(7, **SMALL, **looks)
    exec(screen.code(), {})  # noqa: S102 - it is what the test is about
    said, view = capsys.readouterr().out, screen.show()
    for name, value in zip(view.gates.names, view.gates.values, strict=True):
        found = float(said.partition(f"\n{name} ")[2].split()[0])
        assert found == pytest.approx(value, abs=1e-5)
    last = said.partition("state: [")[2].rstrip("]\n").split()
    np.testing.assert_allclose([float(v) for v in last], view.unrolled.last, rtol=1e-3)


def test_printed_program_says_how_much_further_the_screen_is():
    screen = char_rnn(12, units=(4,))
    assert "# The screen is 2 ticks further." in screen.code()
    screen.advance_to(20)
    assert "further" not in screen.code()


def test_rewound_course_is_the_same():
    screen = char_rnn(50, **SMALL)
    kept = screen.capture()
    screen.advance_to(120)
    first = screen.show()
    screen.restore(kept)
    assert len(screen.samples) == 1
    screen.advance_to(120)
    again = screen.show()
    assert np.array_equal(first.history, again.history)
    assert (first.argmax, first.samples) == (again.argmax, again.samples)


def test_rate_and_temperature_change_while_it_learns():
    """LMG-10: the sliders."""
    screen, other = char_rnn(20, **SMALL), char_rnn(20, **SMALL)
    look(screen, learning_rate=0.0001, temperature=0.0)
    for one in (screen, other):
        one.advance_to(50)
    slow, quick = screen.show(), other.show()
    assert slow.perplexity > quick.perplexity
    assert slow.samples[0].text == slow.argmax
    assert screen.stop_reason() is None
    screen.retune(msgspec.structs.replace(screen.state, ticks=50))
    assert screen.stop_reason() == "Stopped: 50 ticks."


@pytest.mark.parametrize(
    ("state", "words"),
    [({"source": "own"}, "0 lines"),
     ({"source": "own", "text": "a\n" * 3000}, "3,000 lines"),
     ({"units": (128, 128, 128)}, "at most 150,000"),
     ({"source": "own", "symbols": "words",
       "text": " ".join(f"w{k}" for k in range(1500))}, "different words")],
)  # fmt: skip
def test_text_or_network_that_cannot_be_is_said_in_a_sentence(state, words):
    with pytest.raises(LimpidError, match=words):
        char_rnn(**state)


def test_beginning_is_gone_on_with(trained):
    text = SENTENCES[3]
    assert text.startswith("The cat s")
    view = look(trained, prefix="The cat s")
    assert view.goes_on == trained.written(0.0, 5, "The cat s")
    assert view.goes_on == text.removeprefix("The cat s")
    look(trained, prefix="The ")


def test_very_long_text_is_judged_and_read_in_part():
    text = "ab ba " * 3000
    screen = char_rnn(1, **SMALL | {"text": text, "gates": True})
    view = screen.show()
    assert (view.num_examples, view.num_judged) == (180, 40)
    assert len(view.gates.symbols) == 201
    # After the last symbol that is read comes another, not yet the end.
    late = look(screen, unrolled=True, first=199).unrolled
    assert (late.symbols, late.targets) == (["a", "b"], ["b", " "])


def test_network_that_has_exploded_is_shown_and_said():
    screen = char_rnn(1, gates=True, unrolled=True, **SMALL)
    screen.model.set_weights([w * np.nan for w in screen.model.get_weights()])
    screen.advance_to(2)
    screen.history.append(screen.row())
    assert np.isnan(screen.show().perplexity)
    assert "lower the learning rate" in screen.stop_reason()


def test_long_lines_are_learned_in_pieces():
    screen = char_rnn(3, length=4, **SMALL)
    view = screen.show()
    assert view.longest == 4
    assert view.num_examples == 6
