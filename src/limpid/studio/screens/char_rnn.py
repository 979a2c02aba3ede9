"""Char-RNN: a recurrent network learns a text and writes; its gates and its past."""

from typing import Any

import numpy as np

from limpid.datasets.vocabulary import Vocabulary
from limpid.engines import Compiled
from limpid.errors import ConfigError
from limpid.models.generate import generate
from limpid.models.stateful_copy import stateful_copy
from limpid.studio.screen import Derivation, action
from limpid.studio.screens import _char_rnn_derivations as derivations
from limpid.studio.screens import _char_rnn_file as file
from limpid.studio.screens._char_rnn_code import LONGEST, Standing, program
from limpid.studio.screens._char_rnn_looks import Looks, beginning_of
from limpid.studio.screens._char_rnn_network import build
from limpid.studio.screens._char_rnn_state import (
    CharRNNState,
    CharRNNView,
    Sample,
)
from limpid.studio.screens._char_rnn_text import lines_of, vocabulary_of
from limpid.studio.trained_screen import TrainedScreen
from limpid.studio.training import Training

KEPT_SAMPLES, WRITTEN = 8, 5
# So much of a long text is judged, about, lest that take longer than learning it.
JUDGED_SYMBOLS = 4_000


class CharRNN(TrainedScreen):
    """A recurrent network that learns lines of text, symbol by symbol."""

    title = "Char-RNN"
    summary = (
        "A recurrent network learns your text and writes its own; look into its gates."
    )
    State, View = CharRNNState, CharRNNView
    units = ("tick", "epoch")
    live = frozenset({"learning_rate", "temperature", "every", "ticks"})
    unrecorded = file.LOOKS

    def __init__(self, state: Any = None) -> None:
        """Read the text and build the network."""
        super().__init__(state)
        settings = self.state
        self.lines = lines_of(settings)
        self.vocabulary = vocabulary_of(self.lines, settings)
        x, y = self.vocabulary.examples(self.lines, settings.length)
        rows = max(1, JUDGED_SYMBOLS // x.shape[1])
        model, seed = build(settings, len(self.vocabulary))
        self.model, self.judged, self.is_loaded = model, (x[:rows], y[:rows]), False
        self.writer = stateful_copy(model)
        self.looks = Looks(model, self.vocabulary, self.lines)
        self._judge = Compiled(self._loss)
        self._judged: float | None = None
        self._lines: dict[str, str] = {}
        self.samples: list[Sample] = []
        self.begin(Training(model, x, y, settings.batch_size, seed))
        self.advance_to(0)

    def _loss(self, x: Any, y: Any) -> Any:
        return self.model.compute_loss(x, y, self.model(x, training=False))

    # Time

    def train_to(self, position: int) -> None:
        every = self.state.every
        while self.position < position:
            sampled = (self.position // every + 1) * every
            self.training.advance_to(min(position, sampled))
            self._forget()
            if self.position == sampled:
                text = self.written(self.state.temperature, self._seed(sampled))
                sample = Sample(sampled, self.state.temperature, text)
                self.samples = [sample, *self.samples][:KEPT_SAMPLES]

    def _seed(self, tick: int) -> int:
        return int(self.state.seed) + tick

    def row(self) -> list[float]:
        loss = self.loss()
        return [float(self.position), float(np.exp(loss)), float(loss / np.log(2))]

    def loss(self) -> float:
        """Return the mean cross-entropy of what is judged, in nats a symbol."""
        if self._judged is None:
            self._judged = float(np.asarray(self._judge(*self.judged)))
        return self._judged

    def last_position(self) -> int | None:
        ticks: int = self.state.ticks
        return ticks if self.position < ticks else None

    def clock(self) -> str:
        return f"tick {self.position:,}, epoch {self.training.epoch:,}"

    def stop_reason(self) -> str | None:
        if not np.isfinite(self.history[-1][1]):
            return (
                "Stopped: the perplexity is no finite number; lower the learning rate."
            )
        if self.position >= self.state.ticks:
            return f"Stopped: {self.position:,} ticks."
        return None

    def retune(self, state: Any) -> None:
        if state.learning_rate != self.state.learning_rate:
            self.model.optimizer.learning_rate = state.learning_rate
        super().retune(state)

    def capture(self) -> Any:
        rows = list(self.history), self.next_row
        return self.training.capture(), rows, list(self.samples), self.is_loaded

    def restore(self, kept: Any) -> None:
        training, (history, self.next_row), samples, self.is_loaded = kept
        self.training.restore(training)
        self.history, self.samples = list(history), list(samples)
        self._forget()

    def _forget(self) -> None:
        self._judged = None
        self._lines.clear()
        self.looks.forget()

    def code(self) -> str:
        settings, looks = self.state, self.looks
        beginning = beginning_of(settings.prefix, self.vocabulary)
        read = looks.reading(settings)
        last = len(read.coded) - 2
        at = Standing(
            epochs=self.training.epoch,
            ticks=self.training.batch,
            beginning="" if beginning.trouble else beginning.text,
            reading=read.text,
            layer=looks.layer(settings),
            unit=looks.unit(settings),
            step=min(settings.step, last),
            first=min(settings.first, last),
            is_loaded=self.is_loaded,
        )
        return program(settings, self.lines, at)

    # Writing

    def written(self, temperature: float, seed: int, beginning: str = "") -> str:
        """Return how the network goes on with a line, to its END or the limit."""
        pairs = zip(
            self.writer.trainable_variables,
            self.model.trainable_variables,
            strict=True,
        )
        for ours, theirs in pairs:
            ours.set(theirs.numpy())
        begin = self.vocabulary.encode(beginning)
        (numbers,) = generate(
            self.writer, [begin], LONGEST, temperature, seed, Vocabulary.END
        )
        return self.vocabulary.decode(numbers)

    def argmax(self, beginning: str = "") -> str:
        """Return the likeliest symbols to go on with a line."""
        if beginning not in self._lines:
            self._lines[beginning] = self.written(0.0, 0, beginning)
        return self._lines[beginning]

    @action(changes=False)
    def write(self, seed: int) -> list[str]:
        """Return some lines that the network writes now, from a seed."""
        seeds = range(seed, seed + WRITTEN)
        return [self.written(self.state.temperature, one) for one in seeds]

    # Files

    @action(changes=False)
    def save(self) -> str:
        """Return settings and weights as JSON."""
        return file.write(self.state, self.model)

    @action(changes=False)
    def read_file(self, text: str) -> dict[str, Any]:
        """Return the settings and weights of what `save` wrote, to be taken."""
        return file.read(text)

    @action(changes=False)
    def read_pretrained(self) -> dict[str, Any]:
        """Return those of the network that comes with limpid."""
        return file.read(file.pretrained())

    @action()
    def load_weights(self, weights: str) -> None:
        """Give the network other weights."""
        file.place(weights, self.model)
        self.is_loaded = True
        self.history, self.next_row = [], self.position
        self._forget()
        self.advance_to(self.position)

    # What it shows

    def show(self) -> CharRNNView:
        settings, (x, _) = self.state, self.judged
        _, perplexity, bits = self.row()
        beginning = beginning_of(settings.prefix, self.vocabulary)
        return CharRNNView(
            lines=self.lines,
            num_symbols=len(self.vocabulary.symbols),
            guessing=len(self.vocabulary),
            num_examples=self.training.batches.num_examples,
            num_judged=len(x),
            longest=x.shape[1],
            parameters=self.model.count_params(),
            perplexity=perplexity,
            bits=bits,
            history=np.array([*self.history, self.row()]),
            argmax=self.argmax(),
            samples=self.samples,
            expected=self.looks.expected(settings.prefix, settings.temperature),
            goes_on="" if beginning.trouble else self.argmax(beginning.text),
            gates=self.looks.gates(settings) if settings.gates else None,
            unrolled=self.looks.unrolled(settings) if settings.unrolled else None,
        )

    # Derivations

    def derive(self, number: str) -> Derivation:
        kind, _, rest = number.partition("/")
        settings = self.state
        if number == "perplexity":
            count = int(np.sum(self.judged[1] != Vocabulary.PADDING))
            return derivations.perplexity(self.loss(), count)
        given = self.looks, settings.prefix, settings.temperature
        if number == "entropy":
            return derivations.openness(*given)
        if kind == "next" and rest.isdecimal():
            return derivations.next_symbol(*given, int(rest))
        if kind == "gate":
            return derivations.gate(self.looks, settings, rest)
        if kind == "reach" and rest.isdecimal():
            return derivations.way_back(self.looks, settings, int(rest))
        if number == "clipping":
            return derivations.clipping(self.looks, settings)
        raise ConfigError(f"This screen has no derivation for {number!r}.")

    def derivable(self) -> list[str]:
        nexts = self.looks.expected(self.state.prefix, self.state.temperature).nexts
        numbers = ["perplexity", "entropy", *(f"next/{one.number}" for one in nexts)]
        if self.state.gates:
            names = self.looks.gates(self.state).names
            numbers += [f"gate/{name}" for name in names]
        if self.state.unrolled:
            steps = len(self.looks.unrolled(self.state).symbols)
            numbers += ["clipping", *(f"reach/{k}" for k in range(steps))]
        return numbers
