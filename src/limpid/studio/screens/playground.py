"""Playground: a small network learns points in the plane while you watch."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.errors import ConfigError
from limpid.explanations import features
from limpid.studio import derivations
from limpid.studio.screen import Derivation, action
from limpid.studio.screens import _playground_changes as changes
from limpid.studio.screens import _playground_inside_derivations as inside
from limpid.studio.screens import _playground_view as view
from limpid.studio.screens._playground_changes import Change
from limpid.studio.screens._playground_code import Course, program, told_apart
from limpid.studio.screens._playground_examples import Examples
from limpid.studio.screens._playground_inside import Batch, Inside
from limpid.studio.screens._playground_network import (
    Problem,
    build,
    encoded,
    loss_of,
)
from limpid.studio.screens._playground_points import (
    SIDE,
    grid,
    picture,
    problem_of,
)
from limpid.studio.screens._playground_state import (
    PlaygroundState,
    PlaygroundView,
)
from limpid.studio.screens._playground_text import read, written
from limpid.studio.screens._playground_view import OUTPUT_PIXELS, UNIT_PIXELS
from limpid.studio.trained_screen import TrainedScreen
from limpid.studio.training import Training
from limpid.studio.units import Units

Array = NDArray[Any]

MAX_PARAMETERS = 5_000_000
# Of an exported page: each takes some milliseconds and some hundred bytes.
MAX_DERIVED = 400
MAX_INSIDE = 1_500


class Playground(TrainedScreen):
    """A network learns points in the plane.

    Args:
        model: A compiled Sequential model of your own, of two inputs; by default the
            state says which.
        data: Your own (x, y): x of shape (examples, 2), y of labels or numbers.
        state: The settings.
    """

    title = "Playground"
    summary = "Watch a small network learn: every unit, weight and gradient, live."
    State = PlaygroundState
    View = PlaygroundView
    live = frozenset({"learning_rate", "stop_epochs", "stop_loss"})
    unrecorded = frozenset({
        "show_test", "discretize", "show_gradients", "probe", "hide", "bend", "inside",
    })  # fmt: skip

    def __init__(self, model: Any = None, data: Any = None, state: Any = None) -> None:
        """Draw the points and build the network."""
        super().__init__(state)
        self.given = model, data
        settings, problem = self.state, problem_of(self.state, data)
        # The points as drawn, and as they are now.
        self.drawn = self.points = Examples.split(settings, problem)
        self.model, shuffle_seed = build(settings, problem, model)
        if self.model.count_params() > MAX_PARAMETERS:
            raise ConfigError("The network has more than 5,000,000 weights; use fewer.")
        self.looks = Units(self.model)
        self.grids = {n: self.inputs(grid(n)) for n in (OUTPUT_PIXELS, UNIT_PIXELS)}
        self._take_examples()
        self.first_rate, self.changes = settings.learning_rate, list[Change]()
        (x, y), size = self.examples[0], settings.batch_size
        self.begin(Training(self.model, x, y, size, shuffle_seed))

    def remade(self, state: Any) -> "Playground":
        """Return it as it starts in another state, with the same model and data."""
        return Playground(*self.given, state=state)

    def inputs(self, x: Array) -> Array:
        """Return the features of points.

        Raises:
            ConfigError, DataError: A formula cannot be read, or is not finite there.
        """
        return features(x, self.state.features)

    @property
    def problem(self) -> Problem:
        """What is learned, as it is now."""
        return self.points.problem

    @property
    def train(self) -> Array:
        """The numbers of the points that are learned from."""
        return self.points.train

    @property
    def test(self) -> Array:
        """The numbers of the others."""
        return self.points.test

    def _take_examples(self) -> None:
        """Compute what goes into the network: to train on, and to test."""
        self.examples = self._encoded(self.train), self._encoded(self.test)

    def _encoded(self, rows: Array) -> tuple[Array, Array]:
        x = self.inputs(self.problem.x[rows])
        return x, encoded(self.state, self.problem, self.problem.y[rows])

    # Time

    def last_position(self) -> int | None:
        return self.end_of(self.state.stop_epochs)

    def stop_reason(self) -> str | None:
        train, test = self.losses()
        if not np.isfinite(train):
            return (
                f"Stopped: the loss is {train}. The weights have run away; rewind, and "
                "lower the learning rate."
            )
        if self.state.stop_loss and test < self.state.stop_loss:
            return (
                f"Stopped: the test loss is {test:.4g}, below {self.state.stop_loss:g}."
            )
        if self.state.stop_epochs and self.training.epoch == self.state.stop_epochs:
            return f"Stopped: {self.training.epoch:,} epochs."
        return None

    def capture(self) -> Any:
        data = self.points, self.examples
        course = list(self.history), self.next_row, self.first_rate, self.changes
        return self.training.capture(), data, course

    def restore(self, kept: Any) -> None:
        training, data, course = kept
        history, self.next_row, self.first_rate, self.changes = course
        self.training.restore(training)
        self.points, self.examples = data
        self.history = list(history)

    def retune(self, state: Any) -> None:
        if state.learning_rate != self.state.learning_rate:
            self.model.optimizer.learning_rate = state.learning_rate
            if self.position:
                self._note(changes.rate_change(self.position, state.learning_rate))
            else:
                self.first_rate = state.learning_rate
        super().retune(state)

    # Actions

    @action(same=("layer", "source", "target"))
    def set_weight(self, layer: int, source: int, target: int, value: float) -> None:
        """Give one weight a value."""
        self._assign("kernel", layer, (source, target), value)

    @action(same=("layer", "target"))
    def set_bias(self, layer: int, target: int, value: float) -> None:
        """Give one bias a value."""
        self._assign("bias", layer, (target,), value)

    @action()
    def load_weights(self, file: str) -> None:
        """Give the network the weights of a safetensors file, sent in base64."""
        super().load_weights(file)
        self._note(changes.weights_loaded(self.position))

    def _assign(self, kind: str, layer: int, at: tuple[int, ...], value: float) -> None:
        variable = derivations.weight_of(self.looks, kind, layer, at)
        if not np.isfinite(value):
            raise ConfigError(f"A weight must be a finite number; got {value}.")
        array = variable.numpy()
        array[at] = value
        variable.set(array)
        self._note(changes.weight_change(self.position, kind, layer, at, value))

    def _note(self, change: Change) -> None:
        self.changes = changes.with_change(self.changes, change)

    @action()
    def add_point(self, x1: float, x2: float, label: float) -> None:
        """Add an example to learn from."""
        self._take(self.points.added(x1, x2, label))
        told = told_apart(
            self.state, self.problem, label, own=self.given[1] is not None
        )
        self._note(changes.point_added(self.position, x1, x2, told))

    @action(same=("index",))
    def move_point(self, index: int, x1: float, x2: float) -> None:
        """Move the training example of this number."""
        self._take(self.points.moved(index, x1, x2))
        self._note(changes.point_moved(self.position, index, x1, x2))

    @action()
    def remove_point(self, index: int) -> None:
        """Leave the training example of this number out."""
        self._take(self.points.removed(index))
        self._note(changes.point_removed(self.position, index))

    def _take(self, points: Examples) -> None:
        """Learn from other points from here on."""
        self.points = points
        self._take_examples()
        self.training.take_data(*self.examples[0])

    @action(changes=False)
    def read_network(self, text: str) -> dict[str, Any]:
        """Return the settings that a network's text means, to be taken."""
        return read(text)

    @action(changes=False)
    def keras_code(self) -> str:
        """Return the program for Keras 3."""
        return self._program("keras")

    def code(self) -> str:
        return self._program("limpid")

    def _program(self, library: str) -> str:
        own_model, own_arrays = (given is not None for given in self.given)
        return program(
            self.state,
            self.drawn.problem,
            self.position,
            library,
            own_arrays=own_arrays,
            own_model=own_model,
            course=Course(self.first_rate, self.training.steps_per_epoch, self.changes),
        )

    # What it shows

    def losses(self) -> tuple[float, float]:
        """Return the loss on the training and on the test examples."""
        train, test = self.examples
        return self.looks.judge(*train)[0], self.looks.judge(*test)[0]

    def show(self) -> PlaygroundView:
        problem, settings = self.problem, self.state
        (train_loss, train), (test_loss, test) = (
            self.looks.judge(*examples) for examples in self.examples
        )
        accuracies = self._accuracy(train, self.train), self._accuracy(test, self.test)
        return PlaygroundView(
            features=list(settings.features),
            feature_maps=picture(self.grids[UNIT_PIXELS], UNIT_PIXELS, scale=SIDE),
            feature_values=self._probe(),
            layers=view.layers(
                self.looks, self.grids[UNIT_PIXELS], self._probe(), self._slopes()
            ),
            output=view.output(
                self.looks,
                self.grids[OUTPUT_PIXELS],
                len(problem.classes),
                discrete=settings.discretize,
            ),
            classes=problem.classes,
            axes=problem.axes,
            train_x=problem.x[self.train].astype(np.float32),
            train_y=problem.y[self.train].astype(np.float32),
            test_x=problem.x[self.test].astype(np.float32),
            test_y=problem.y[self.test].astype(np.float32),
            train_loss=train_loss,
            test_loss=test_loss,
            train_accuracy=accuracies[0],
            test_accuracy=accuracies[1],
            confusion=view.confusion(self.looks, test, problem, self.test),
            loss_name=loss_of(settings, problem),
            parameters=self.model.count_params(),
            own_model=self.given[0] is not None,
            epoch=self.training.epoch,
            history=np.array([*self.history, self.row()], np.float32),
            text=written(settings),
            bent=view.bent(self.looks, settings.bend, self.inputs, self.examples[0][0]),
            inside=self._inside(),
        )

    def _inside(self) -> Inside | None:
        """Return the chosen operation of the next batch, if one is."""
        if self.state.inside is None:
            return None
        rows = self.train[self.training.next_rows()]
        example, operation = self.state.inside
        return self.next_batch().show(example, operation, self.problem.x[rows])

    def next_batch(self) -> Batch:
        """Return the next training step, taken apart."""
        rows, (x, y) = self.training.next_rows(), self.examples[0]
        names, loss = list(self.state.features), loss_of(self.state, self.problem)
        return Batch(self.model, x[rows], y[rows], names, loss)

    def _probe(self) -> Array | None:
        if self.state.probe is None:
            return None
        [features] = self.inputs(np.array([self.state.probe]))
        return np.asarray(features)

    def _slopes(self) -> list[tuple[Array, Array]]:
        if not self.state.show_gradients:
            return []
        return self.looks.gradients(*self.examples[0])

    def _accuracy(self, outputs: Array, rows: Array) -> float | None:
        return view.accuracy(self.looks, outputs, self.problem, rows)

    def row(self) -> list[float]:
        """Return the epoch, the losses and the accuracies."""
        at = self.training.epoch + self.training.batch / self.training.steps_per_epoch
        losses, outputs = zip(
            *(self.looks.judge(*e) for e in self.examples), strict=True
        )
        shares = map(self._accuracy, outputs, (self.train, self.test))
        return [at, *losses, *(np.nan if share is None else share for share in shares)]

    def derive(self, number: str) -> Derivation:
        kind, *rest = number.split("/")
        examples = self.examples[rest == ["test"]]
        if kind == "loss" and rest in (["train"], ["test"]):
            words = "Training" if rest == ["train"] else "Test"
            what = loss_of(self.state, self.problem)
            return derivations.loss(self.looks, *examples, words, what)
        place = tuple(int(n) for n in rest if n.isdecimal())
        if kind == "inside" and self.state.inside is not None:
            batch = self.next_batch()
            example = min(self.state.inside[0], len(batch.x) - 1)
            return inside.derive(batch, "/".join(rest), example)
        if kind == "unit" and len(place) == 2 and (probe := self._probe()) is not None:
            names = list(self.state.features)
            return derivations.unit(self.looks, *place, probe, names)
        if kind in {"kernel", "bias"} and len(place) == len(rest):
            return derivations.weight(self.looks, kind, place, *examples)
        return super().derive(number)

    def derivable(self) -> list[str]:
        names = ["loss/train", "loss/test"]
        for layer, (kernel, bias) in enumerate(self.looks.weights()):
            names += [f"kernel/{layer}/{i}/{j}" for i, j in np.ndindex(kernel.shape)]
            names += [f"bias/{layer}/{j}" for j in range(len(bias))]
        return names[:MAX_DERIVED]

    def peeks(self) -> list[tuple[dict[str, Any], list[str]]]:
        batch = self.next_batch()
        places = batch.places(MAX_INSIDE)
        found = [({"inside": at}, batch.numbers(*at)) for at in places]
        return [({"inside": None}, []), *found] if found else []
