"""Linear classifier: a line for each class, four losses, every gradient."""

from typing import Any

import numpy as np

from limpid import linear
from limpid.errors import ConfigError
from limpid.studio.screen import Derivation, TimedScreen, action
from limpid.studio.screens import _linear_classifier_data as data
from limpid.studio.screens import _linear_classifier_view as view
from limpid.studio.screens._linear_classifier_code import program
from limpid.studio.screens._linear_classifier_derivations import (
    Derivations,
    checks,
)
from limpid.studio.screens._linear_classifier_state import (
    Array,
    LinearClassifierState,
    LinearClassifierView,
)

MAX_HISTORY = 1_000
MAX_WEIGHT = 1e6
MAX_POINTS = 200


class LinearClassifier(TimedScreen):
    """A linear classifier of points in the plane, or of images.

    Args:
        state: The settings.
    """

    title = "Linear classifier"
    summary = "Move points and weights: scores, losses and each gradient follow."
    State = LinearClassifierState
    View = LinearClassifierView
    units = ("update",)
    live = frozenset({
        "formulation", "l2", "step_size", "gradient", "nudge", "all_losses", "example",
    })  # fmt: skip

    def __init__(self, state: Any = None) -> None:
        """Take the examples and the first weights."""
        super().__init__(state)
        self.examples = data.examples_of(self.state)
        self.model = linear.LinearClassifier(self.state.formulation, self.state.l2)
        data.started(self.model, self.state, self.examples)
        self.updates = 0
        self.draws = self.state.seed
        self.history: list[tuple[float, ...]] = []
        self._begin()

    def _begin(self) -> None:
        """Remember where the numbers of now began: what the code starts with."""
        self.began = self.updates, self.model.kernel, self.model.bias

    # Time

    @property
    def position(self) -> int:
        """How many updates have been made."""
        return self.updates

    def advance_to(self, position: int) -> None:
        while self.updates < position:
            self._update()

    def _update(self) -> None:
        x, y = self.examples.x, self.examples.y
        with np.errstate(over="ignore", invalid="ignore"):
            if self.state.gradient == "true":
                found = self.model.step(x, y, self.state.step_size)
            else:
                found = self.model.evaluate(x, y)
                demo = self._demo()
                demo.step(x, y, self.state.step_size)
                self.model.start(demo.kernel, demo.bias)
            self._remember(self._row(found))
        self.updates += 1

    def _demo(self) -> linear.LinearClassifier:
        """Return the classifier whose gradient the demo prints: a quarter of λ."""
        model = linear.LinearClassifier(self.state.formulation, self.state.l2 / 4)
        return model.start(self.model.kernel, self.model.bias)

    def _row(self, found: linear.Evaluation) -> tuple[float, ...]:
        losses = found.data_loss, found.regularization_loss, found.loss
        return float(self.updates), *losses

    def _remember(self, row: tuple[float, ...]) -> None:
        self.history.append(row)
        if len(self.history) > MAX_HISTORY:
            del self.history[1:-1:2]

    def clock(self) -> str:
        return f"update {self.updates:,}"

    def stop_reason(self) -> str | None:
        if np.abs(self.model.kernel).max() < MAX_WEIGHT:
            return None
        return (
            "Stopped: the weights run away. Rewind or randomize, and take a smaller "
            "step size or L2 strength."
        )

    def capture(self) -> Any:
        examples = self.examples.x, self.examples.y
        weights = self.model.kernel, self.model.bias
        kept = self.updates, self.draws, self.began
        return examples, weights, kept, list(self.history)

    def restore(self, kept: Any) -> None:
        (self.examples.x, self.examples.y), weights, rest, history = kept
        self.model.start(*weights)
        self.updates, self.draws, self.began = rest
        self.history = list(history)

    def retune(self, state: Any) -> None:
        if state.example >= len(self.examples.y):
            raise ConfigError(
                f"There is no example {state.example}; the last one is "
                f"{len(self.examples.y) - 1}."
            )
        self._begin()
        super().retune(state)
        self.model.formulation, self.model.l2 = state.formulation, state.l2

    # Actions

    @action(same=("row", "column"))
    def set_weight(self, row: int, column: int, value: float) -> None:
        """Give a weight a value; the column after the last one is the bias."""
        table = self._table(row, column)
        if not np.isfinite(value) or abs(value) > MAX_WEIGHT:
            raise ConfigError(
                f"A weight must be a number of at most {MAX_WEIGHT:,.0f}; got {value}."
            )
        table[row, column] = value
        self._take(table)

    @action()
    def nudge(self, row: int, column: int, times: int) -> None:
        """Change a weight by so many times the state's nudge."""
        # Twelve decimals, so that ten nudges of 0.1 are 1.
        value = self._table(row, column)[row, column] + times * self.state.nudge
        self.set_weight(row, column, round(float(value), 12))

    @action()
    def randomize(self, seed: int) -> None:
        """Draw all weights anew."""
        classes, features = self.model.kernel.shape
        self.model.randomize(classes, features, seed)
        self.draws = seed
        self._begin()

    def _table(self, row: int, column: int) -> Array:
        table = np.column_stack([self.model.kernel, self.model.bias])
        if not (0 <= row < table.shape[0] and 0 <= column < table.shape[1]):
            raise ConfigError(f"There is no weight {row}, {column}.")
        return table

    def _take(self, table: Array) -> None:
        self.model.start(table[:, :-1], table[:, -1])
        self._begin()

    @action(same=("index",))
    def move_point(self, index: int, x1: float, x2: float) -> None:
        """Move the example of this number."""
        self._place(index, (x1, x2))

    @action(same=("index", "feature"))
    def set_feature(self, index: int, feature: int, value: float) -> None:
        """Give one feature of an example a value."""
        point = self.examples.x[self._row_of(index)].copy()
        if not 0 <= feature < len(point):
            raise ConfigError(f"There is no feature {feature}.")
        point[feature] = value
        self._place(index, point)

    def _place(self, index: int, point: Any) -> None:
        x = self.examples.x.copy()
        if np.shape(point) != x.shape[1:]:
            raise ConfigError("These examples are not points in the plane.")
        x[self._row_of(index)] = np.round(point, 3)
        self._learn(x, self.examples.y)

    @action()
    def add_point(self, x1: float, x2: float, label: int) -> None:
        """Add an example."""
        self._plane()
        if not 0 <= label < len(self.examples.classes):
            raise ConfigError(f"There is no class {label}.")
        if len(self.examples.y) >= MAX_POINTS:
            raise ConfigError(f"There are {MAX_POINTS} points, which is all it takes.")
        point = np.round([[x1, x2]], 3)
        x = np.concatenate([self.examples.x, point])
        self._learn(x, np.append(self.examples.y, label))

    @action()
    def remove_point(self, index: int) -> None:
        """Leave an example out."""
        self._plane()
        row = self._row_of(index)
        if len(self.examples.y) == 1:
            raise ConfigError("This is the last example; it must stay.")
        self._learn(np.delete(self.examples.x, row, 0), np.delete(self.examples.y, row))

    def _plane(self) -> None:
        if not self.examples.side:
            raise ConfigError("These examples are not points in the plane.")

    def _row_of(self, index: int) -> int:
        if not 0 <= index < len(self.examples.y):
            raise ConfigError(f"There is no example {index}.")
        return index

    def _learn(self, x: Array, y: Array) -> None:
        if not np.isfinite(x).all() or np.abs(x).max() > MAX_WEIGHT:
            raise ConfigError("A feature must be a number of at most a million.")
        self.examples.x, self.examples.y = x, y
        self._begin()

    # What it shows

    def show(self) -> LinearClassifierView:
        examples, model = self.examples, self.model
        x, y = examples.x, examples.y
        with np.errstate(over="ignore", invalid="ignore"):
            found = model.evaluate(x, y)
            demo = self._demo().evaluate(x, y)
        few = examples.image != (8, 8)
        check = checks(model, x, y) if few else (None, None)
        shown, arrows = view.lines_and_arrows(model, examples.side)
        predictions = np.argmax(found.scores, axis=1)
        none = slice(None) if few else slice(0)
        return LinearClassifierView(
            classes=examples.classes,
            features=examples.features if few else [],
            side=examples.side,
            x=x[none],
            y=y[none],
            scores=found.scores[none],
            predictions=predictions[none],
            formulations=view.formulations(y, found),
            data_loss=found.data_loss,
            regularization_loss=found.regularization_loss,
            loss=found.loss,
            accuracy=float(np.mean(predictions == y)),
            num_examples=len(y),
            kernel=model.kernel,
            bias=model.bias,
            kernel_gradient=found.kernel_gradient,
            bias_gradient=found.bias_gradient,
            kernel_check=check[0],
            bias_check=check[1],
            demo_kernel_gradient=demo.kernel_gradient,
            lines=shown,
            arrows=arrows,
            regions=view.regions(model, examples.side),
            chosen=view.chosen(found.scores[self._at], y[self._at : self._at + 1]),
            images=view.images(model, examples, self._at),
            history=np.array([*self.history, self._row(found)]),
            next_seed=(self.draws + 1) % 2**31,
        )

    @property
    def _at(self) -> int:
        """The chosen example; the last one if there are fewer now."""
        chosen: int = min(self.state.example, len(self.examples.y) - 1)
        return chosen

    def code(self) -> str:
        began, kernel, bias = self.began
        start = kernel, bias
        return program(self.state, self.examples, start, self.updates - began)

    def derive(self, number: str) -> Derivation:
        found = Derivations(self.model, self.examples, self.state.step_size)
        return found.of(number)

    def derivable(self) -> list[str]:
        if len(self.examples.features) > 4:
            return ["data_loss", "regularization_loss", "total_loss"]
        rows, columns = self.model.kernel.shape
        names = ["data_loss", "regularization_loss", "total_loss"]
        names += [f"kernel/{i}/{j}" for i, j in np.ndindex(rows, columns)]
        names += [f"bias/{i}" for i in range(rows)]
        for i in range(len(self.examples.y)):
            names += [f"loss/{i}", *(f"score/{i}/{k}" for k in range(rows))]
        return names
