"""Looks into the character screen's network: what comes next, gates, the way back."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.datasets.vocabulary import Vocabulary
from limpid.errors import DataError
from limpid.explanations.entropy import entropy, tempered
from limpid.explanations.unrolled import reach, unroll
from limpid.graph.gradient import gradients
from limpid.losses.sparse_categorical_crossentropy import (
    sparse_categorical_crossentropy,
)
from limpid.ops.clip import clip
from limpid.ops.concat import concat
from limpid.ops.linalg.vector_norm import vector_norm
from limpid.ops.mean import mean
from limpid.ops.ravel import ravel
from limpid.studio.messages import Picture
from limpid.studio.screens._char_rnn_state import (
    Expected,
    Gates,
    Next,
    UnrolledView,
)
from limpid.studio.screens._char_rnn_text import nesting
from limpid.studio.screens._char_rnn_walk import Passage, Walker

Array = NDArray[Any]

TOP, STEPS = 10, 12
# So much of a text is looked at.
NUM_LINES, LONGEST_READ = 20, 200
# Below this a probability's logarithm is not asked for; as in `generate`.
TINY = 1e-30
SHARES = frozenset({"input", "forget", "output", "update", "reset"})


@dataclass(frozen=True)
class Beginning:
    """A text: what can be read of it, and the letters of a word to come."""

    text: str
    partial: str
    numbers: Array
    trouble: str


@dataclass(frozen=True)
class Reading:
    """A text that is read.

    Attributes:
        coded: From START to END, or of a long text to the symbol after the last read.
        trouble: Why it is not the one asked for.
    """

    text: str
    coded: Array
    trouble: str


def beginning_of(prefix: str, vocabulary: Vocabulary) -> Beginning:
    """Return what a text to be gone on with means, or why it cannot be read."""
    text, partial = prefix, ""
    if vocabulary.between and prefix and not prefix[-1].isspace():
        text, _, partial = prefix.rpartition(" ")
    try:
        return Beginning(text, partial, vocabulary.encode(text), "")
    except DataError as error:
        return Beginning(text, partial, vocabulary.encode(""), str(error))


def logits_of(chances: Array) -> Array:
    """Return logarithms of probabilities, which softmax takes back to them."""
    return np.log(np.maximum(chances.astype(np.float64), TINY))


class Looks:
    """Looks into a network as its weights are now.

    Args:
        model: Of the screen.
        vocabulary, lines: Of the text.
    """

    def __init__(self, model: Any, vocabulary: Vocabulary, lines: list[str]) -> None:
        """Nothing is compiled before it is needed."""
        self.model, self.vocabulary, self.lines = model, vocabulary, lines
        self.walker = Walker(model)
        x, _ = vocabulary.examples(lines[:NUM_LINES], LONGEST_READ)
        self.numbers = x[:NUM_LINES]
        self._kept: dict[bytes, Passage] = {}

    def forget(self) -> None:
        """Take note that the weights have changed."""
        self._kept.clear()

    def along(self, numbers: Array) -> Passage:
        """Return what the network does along sequences, (batch, steps)."""
        key = numbers.astype(np.int64).tobytes() + bytes(str(numbers.shape), "ascii")
        if key not in self._kept:
            self._kept[key] = self.walker.walk(numbers)
        return self._kept[key]

    # What comes next

    def chances(self, prefix: str) -> tuple[Beginning, Array]:
        """Return a beginning as it was read, and the probabilities after it."""
        beginning = beginning_of(prefix, self.vocabulary)
        return beginning, self.along(beginning.numbers[None]).outputs[0, -1]

    def expected(self, prefix: str, temperature: float) -> Expected:
        """Return the likeliest symbols to follow a beginning."""
        beginning, chances = self.chances(prefix)
        logits, names = logits_of(chances), self.vocabulary.names
        warm = tempered(logits, temperature)
        nexts = [
            Next(int(k), names[k], float(warm[k]))
            for k in np.argsort(-warm, kind="stable")
            if names[k].startswith(beginning.partial)
        ]
        return Expected(
            beginning=[names[n] for n in beginning.numbers],
            partial=beginning.partial,
            nexts=[] if beginning.trouble else nexts[:TOP],
            entropy=entropy(logits, temperature),
            most=float(np.log(len(names))),
            trouble=beginning.trouble,
        )

    # Gates along a text

    def reading(self, settings: Any) -> Reading:
        """Return the text that is read: the first line, unless another one can be."""
        text, trouble = settings.reading or self.lines[0], ""
        try:
            numbers = self.vocabulary.encode(text)
        except DataError as error:
            text, trouble = self.lines[0], str(error)
            numbers = self.vocabulary.encode(text)
        coded = np.append(numbers, self.vocabulary.END)[: LONGEST_READ + 2]
        return Reading(text, coded, trouble)

    def layer(self, settings: Any) -> int:
        """Return which recurrent layer is looked at."""
        return min(int(settings.layer), len(self.walker.cells) - 1)

    def unit(self, settings: Any) -> int:
        """Return which of the layer's units is looked at."""
        units: int = self.walker.cells[self.layer(settings)].units
        return min(int(settings.unit), units - 1)

    def gates(self, settings: Any) -> Gates:
        """Return a gate or state of a layer along the text that is read."""
        read = self.reading(settings)
        numbers = read.coded[:-1]
        passage, layer = self.along(numbers[None]), self.layer(settings)
        inside = passage.inside[layer]
        shown = settings.gate if settings.gate in inside else "hidden"
        values = inside[shown][:, 0].T
        unit = self.unit(settings)
        step = min(settings.step, len(numbers) - 1)
        size = float(np.abs(values).max()) if shown == "cell" else 1.0
        size = max(size, TINY)
        follow = self.correlations(settings.follow, layer, shown)
        best = None if follow is None else int(np.argmax(np.abs(follow)))
        return Gates(
            symbols=[self.vocabulary.names[n] for n in numbers],
            trouble=read.trouble,
            names=list(inside),
            shown=shown,
            is_gate=shown in SHARES,
            map=Picture(values[None], 0.0 if shown in SHARES else -size, size),
            unit=unit,
            step=step,
            coloring=_colored(values[unit], shown),
            values=np.array([part[step, 0, unit] for part in inside.values()]),
            before=float(self.walker.grouped(passage.states[step])[layer][-1][0, unit]),
            best=best,
            correlation=None if follow is None else float(follow[best]),
            own=None if follow is None else float(follow[unit]),
            lines=len(self.numbers),
        )

    def correlations(self, follow: str, layer: int, name: str) -> Array | None:
        """Return each unit's correlation with nesting or position; None without any.

        Args:
            follow: What the units are compared with.
            layer, name: Of the gate or state.
        """
        values = self.along(self.numbers).inside[layer][name]
        counts = self.numbers.T != self.vocabulary.PADDING
        wanted = self._followed(follow)[counts].astype(np.float64)
        found = values[counts].astype(np.float64)
        wanted, found = wanted - wanted.mean(), found - found.mean(0)
        sizes = np.linalg.norm(wanted) * np.linalg.norm(found, axis=0)
        if not np.any(wanted):
            return None
        return np.asarray(wanted @ found / np.maximum(sizes, TINY))

    def _followed(self, follow: str) -> Array:
        """Return nesting or position at each step of the lines: (steps, lines)."""
        steps = self.numbers.shape[1]
        if follow == "position":
            return np.tile(np.arange(steps)[:, None], len(self.numbers))
        names = self.vocabulary.names
        rows = [[names[int(n)] for n in row] for row in self.numbers]
        return np.stack([nesting(row) for row in rows], axis=1)

    # The way back

    def unrolled(self, settings: Any) -> UnrolledView:
        """Return up to twelve steps of the text that is read, with their gradients.

        As in truncated back-propagation, what came before is a state without a past.
        """
        coded = self.reading(settings).coded
        first = min(settings.first, len(coded) - 2)
        window = coded[None, first : first + STEPS + 1]
        x, y = window[:, :-1], window[:, 1:]
        states = self.along(coded[None, :-1]).states[first]
        found = unroll(self.model, x.astype(np.float32), self.walker.grouped(states))
        losses = sparse_categorical_crossentropy(y, found.outputs)[0]
        layer, loss = self.layer(settings), mean(losses)
        slopes = gradients(loss, self.model.trainable_variables)
        flat = concat([ravel(slope) for slope in slopes])
        cut = clip(flat, -settings.clip, settings.clip) if settings.clip else flat
        values = found.along(layer, "hidden")[:, 0].T
        has_cell = "cell" in found.steps[layer][0]
        names = self.vocabulary.names
        return UnrolledView(
            first=first,
            symbols=[names[n] for n in x[0]],
            targets=[names[n] for n in y[0]],
            probabilities=np.exp(-losses.numpy()),
            losses=losses.numpy(),
            values=Picture(values[None], -1.0, 1.0),
            sizes=np.linalg.norm(values, axis=0),
            last=reach(found, losses[-1], layer),
            cell=reach(found, losses[-1], layer, "cell") if has_cell else None,
            total=reach(found, loss, layer),
            norm=float(vector_norm(flat)),
            largest=float(np.abs(flat.numpy()).max()),
            clipped=float(np.mean(cut.numpy() != flat.numpy())),
            norm_after=float(vector_norm(cut)),
        )


def _colored(values: Array, name: str) -> Array:
    """Return values from -1 to 1: gates, or others as shares of the largest."""
    if name in SHARES:
        return 2 * values - 1
    return values / max(float(np.abs(values).max()), TINY)
