"""Lab: build a small model line by line, train it on digits, and judge it."""

from typing import Any

import numpy as np

from limpid.engines import Compiled
from limpid.errors import ConfigError
from limpid.explanations import landscape
from limpid.ops.softmax import softmax
from limpid.studio.messages import Picture
from limpid.studio.screen import Derivation, Line, TimedScreen
from limpid.studio.screens import _lab_network as network
from limpid.studio.screens._lab_state import (
    Array,
    LabState,
    LabView,
    Landscape,
    LayerRow,
)
from limpid.studio.training import Training

MAX_MISTAKES = 120
OFFSETS = np.linspace(-1, 1, 21)
NUM_SURVEYED = 200
# Below this a probability's logarithm is not asked for.
TINY = 1e-7


class Lab(TimedScreen):
    """A model of your own lines, trained on the digits that come with limpid."""

    title = "Lab"
    summary = "Build a model line by line, train it on digits, and see where it errs."
    State = LabState
    View = LabView
    units = ("batch", "epoch")
    live = frozenset({"shown", "probe", "landscape", "learning_rate", "epochs"})

    def __init__(self, state: Any = None) -> None:
        """Build the model."""
        super().__init__(state)
        settings = self.state
        (x, y), self.test = network.problem()
        self.train = x[: settings.examples], y[: settings.examples]
        self.model, seed = network.build(settings)
        self.training = Training(self.model, *self.train, settings.batch_size, seed)
        self.has_softmax = network.is_softmax(self.model)
        self.predict = Compiled(self._probabilities)
        self.history: list[tuple[float, ...]] = []
        self._surveyed: tuple[int, Landscape | None] = (-1, None)
        self._probed: tuple[int, Array | None] = (-1, None)

    def _probabilities(self, x: Any) -> Any:
        out = self.model(x, training=False)
        return out if self.has_softmax else softmax(out)

    # Time

    @property
    def position(self) -> int:
        """How many batches have been trained on."""
        return self.training.step

    def advance_to(self, position: int) -> None:
        # Epoch by epoch, for the curves.
        while self.position < position:
            self._remember()
            end = self.next_position("epoch")
            self.training.advance_to(min(position, end))

    def next_position(self, unit: str) -> int:
        size = self.training.steps_per_epoch
        return self.position + (1 if unit == "batch" else size - self.position % size)

    def last_position(self) -> int | None:
        end = self.state.epochs * self.training.steps_per_epoch
        return int(end) if self.position < end else None

    def clock(self) -> str:
        batch = self.training.batch
        part = f", batch {batch} of {self.training.steps_per_epoch}" if batch else ""
        return f"epoch {self.training.epoch:,}{part}"

    def stop_reason(self) -> str | None:
        if not np.isfinite(self.judged("test")[0]):
            return "Stopped: the loss is no finite number; lower the learning rate."
        if self.last_position() is None:
            return f"Stopped: {self.training.epoch:,} epochs."
        return None

    def capture(self) -> Any:
        return self.training.capture(), list(self.history)

    def restore(self, kept: Any) -> None:
        training, history = kept
        self.training.restore(training)
        self._probed, self._surveyed = (-1, None), (-1, None)
        self.history = list(history)

    def retune(self, state: Any) -> None:
        if state.learning_rate != self.state.learning_rate:
            self.model.optimizer.learning_rate = state.learning_rate
        super().retune(state)

    def code(self) -> str:
        return network.program(self.state, self.training.epoch, self.has_softmax)

    # What it shows

    def probabilities(self, part: str) -> Array:
        """Return the model's answers on 'train' or 'test'."""
        x, _ = self.train if part == "train" else self.test
        return np.asarray(self.predict(x), np.float64)

    def judged(self, part: str) -> tuple[float, float]:
        """Return loss and accuracy on 'train' or 'test'."""
        labels = (self.train if part == "train" else self.test)[1]
        return _judged(self.probabilities(part), labels)

    def _remember(self) -> None:
        epoch = self.training.epoch
        if self.training.batch or (self.history and self.history[-1][0] >= epoch):
            return
        (train, right), (test, right_test) = map(self.judged, ("train", "test"))
        self.history.append((epoch, train, test, right, right_test))

    def show(self) -> LabView:
        self._remember()
        (x, labels), found = self.test, self.probabilities("test")
        guesses, own = found.argmax(1), found[np.arange(len(labels)), labels]
        wrong = np.flatnonzero(guesses != labels)
        worst = wrong[np.argsort(own[wrong], kind="stable")][:MAX_MISTAKES]
        table = np.zeros((network.CLASSES, network.CLASSES), np.int32)
        np.add.at(table, (labels, guesses), 1)
        train, test = self.judged("train"), _judged(found, labels)
        shown = self.state.shown
        return LabView(
            layers=_rows(self.model),
            parameters=self.model.count_params(),
            train_loss=train[0],
            test_loss=test[0],
            train_accuracy=train[1],
            test_accuracy=test[1],
            num_test=len(labels),
            history=np.array(self.history).reshape(-1, 5),
            confusion=table,
            mistakes=worst.tolist(),
            labels=labels[worst].tolist(),
            predictions=guesses[worst].tolist(),
            pictures=Picture(x[worst, ..., 0], -1.0, 1.0),
            picture=Picture(x[[shown], ..., 0], -1.0, 1.0),
            label=int(labels[shown]),
            scores=found[shown],
            probes=self._probes(),
            landscape=self._landscape(),
        )

    def _probes(self) -> Array | None:
        if not self.state.probe:
            return None
        if self._probed[0] != self.position:
            found = network.probes(self.model, self.train, self.test)
            self._probed = self.position, found
        return self._probed[1]

    def _landscape(self) -> Landscape | None:
        if not self.state.landscape:
            return None
        if self._surveyed[0] != self.position:
            x, y = (part[:NUM_SURVEYED] for part in self.train)
            found = landscape(self.model, x, y, OFFSETS, plane=True)
            line = found[:, len(OFFSETS) // 2]
            logs = np.log(np.maximum(found, TINY))
            picture = Picture(
                logs[None], 2 * logs.min() - logs.max(), logs.max() + TINY
            )
            middle = float(line[len(OFFSETS) // 2])
            self._surveyed = self.position, Landscape(OFFSETS, line, middle, picture)
        return self._surveyed[1]

    # Derivations

    def derive(self, number: str) -> Derivation:
        if number in {"accuracy/train", "accuracy/test"}:
            return self._accuracy(number.partition("/")[2])
        kind, _, which = number.partition("/")
        if kind == "score" and which in map(str, range(network.CLASSES)):
            return self._score(int(which))
        raise ConfigError(f"This screen has no derivation for {number!r}.")

    def derivable(self) -> list[str]:
        scores = [f"score/{k}" for k in range(network.CLASSES)]
        return ["accuracy/train", "accuracy/test", *scores]

    def _accuracy(self, part: str) -> Derivation:
        labels = (self.train if part == "train" else self.test)[1]
        right = int(np.sum(self.probabilities(part).argmax(1) == labels))
        lines = (
            Line("right", "pictures whose likeliest class is theirs", "", right),
            Line(
                "share", "right / all", f"{right} / {len(labels)}", right / len(labels)
            ),
        )
        return Derivation(f"Accuracy on {part} pictures", lines)

    def _score(self, which: int) -> Derivation:
        x = self.test[0][self.state.shown : self.state.shown + 1]
        logs = np.log(np.maximum(self.probabilities("test")[self.state.shown], TINY))
        value = float(np.asarray(self.predict(x))[0, which])
        lines = (
            Line(
                f"log p({which})", "the score, up to a constant", "", float(logs[which])
            ),
            Line(f"p({which})", "exp(score) / Σ exp(scores)", "", value),
        )
        return Derivation(f"Probability of class {which}", lines)


def _judged(found: Array, labels: Array) -> tuple[float, float]:
    """Return the loss and the accuracy of probabilities."""
    own = np.maximum(found[np.arange(len(labels)), labels], TINY)
    right = float(np.mean(found.argmax(1) == labels))
    return float(-np.log(own).mean()), right


def _rows(model: Any) -> list[LayerRow]:
    shapes = network.shapes(model)
    return [
        LayerRow(
            type(layer).__name__, " x ".join(map(str, shape)), layer.count_params()
        )
        for layer, shape in zip(model.layers, shapes, strict=True)
    ]
