"""Graph stepper: an expression's graph, forwards and backwards, gate by gate."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.errors import ConfigError
from limpid.explanations.figures import figure, number
from limpid.explanations.typeset import plain
from limpid.studio.screen import Derivation, Line, TimedScreen, action
from limpid.studio.screens._graph_stepper_examples import EXAMPLES, Example, network
from limpid.studio.screens._graph_stepper_graph import (
    ExpressionSource,
    Graph,
    ModelSource,
    read_value,
    write_value,
)
from limpid.studio.screens._graph_stepper_picture import DIGITS, Drawing
from limpid.studio.screens._graph_stepper_quiz import mark_cell
from limpid.studio.screens._graph_stepper_state import (
    GraphStepperState,
    GraphStepperView,
    Nudge,
    Timing,
)
from limpid.studio.screens._graph_stepper_walk import Walk
from limpid.studio.screens._marking import Mark

Array = NDArray[Any]


class GraphStepper(TimedScreen):
    """Values above the lines, gradients below them, one gate a step.

    Args:
        model: A compiled model of your own, whose loss is the graph; by default the
            state's expression is.
        data: Your own few examples (x, y), for the model.
        state: The settings.
    """

    title = "Graph stepper"
    summary = "Values forwards, gradients backwards, one gate at a time."
    State = GraphStepperState
    View = GraphStepperView
    units = ("gate",)
    live = frozenset({"quiz"})

    def __init__(self, model: Any = None, data: Any = None, state: Any = None) -> None:
        """Compute the graph; the walk begins at its inputs."""
        super().__init__(state)
        self.given = model, data
        self.source = self._source()
        self.at = 0
        self._take(Graph(self.source, self.source.values))

    def remade(self, state: Any) -> "GraphStepper":
        """Return it as it starts in another state, with the same model and data."""
        return GraphStepper(*self.given, state=state)

    def _source(self) -> Any:
        model, data = self.given
        if model is None:
            return ExpressionSource(*self._typed())
        if data is None:
            raise ConfigError("GraphStepper(model) needs data too: (x, y).")
        return ModelSource(model, data)

    def _typed(self) -> tuple[str, dict[str, Array]]:
        expression = self.state.expression
        texts = self.state.values
        return expression, {name: read_value(name, t) for name, t in texts.items()}

    def _take(self, graph: Graph) -> None:
        self.graph, self.drawing = graph, Drawing(graph)

    @property
    def walk(self) -> Walk:
        """Where the walk stands."""
        return Walk(self.graph, self.at)

    # Time

    @property
    def position(self) -> int:
        """How many steps have been made: forwards, the seed, backwards."""
        return self.at

    def advance_to(self, position: int) -> None:
        self.at = min(position, self.walk.length)

    def last_position(self) -> int | None:
        return self.walk.length

    def clock(self) -> str:
        return self.walk.clock()

    def stop_reason(self) -> str | None:
        if self.at < self.walk.length:
            return None
        return "The walk is at its end: every value and gradient is known."

    def capture(self) -> Any:
        return self.at, self.graph

    def restore(self, kept: Any) -> None:
        self.at, graph = kept
        self._take(graph)

    # Actions

    @action(same=("name",))
    def set_leaf(self, name: str, value: str) -> None:
        """Give a leaf a value, as typed; all else is computed again."""
        if name not in self.graph.values:
            raise ConfigError(f"There is no leaf {name!r} to set.")
        values = self.graph.values | {name: read_value(name, value)}
        self._take(Graph(self.source, values))
        self.at = min(self.at, self.walk.length)

    @action(changes=False)
    def mark(self, answers: dict[str, str]) -> dict[str, Mark]:
        """Mark what was typed into cells such as 'value/3' and 'gradient/0'."""
        return {cell: mark_cell(self.graph, cell, t) for cell, t in answers.items()}

    @action(changes=False)
    def network(self, units: list[int], activation: str, seed: int) -> Example:
        """Return a dense network as an expression with values."""
        made = network(units, activation, seed)
        ExpressionSource(made.expression, {})
        return made

    @action(changes=False)
    def nudge(self, name: str, index: list[int], amount: float) -> Nudge:
        """Move one number of a leaf; return what that does to the output."""
        at, place = self._row_of(name), tuple(index)
        row = self.graph.rows[at]
        value = np.array(row.value, np.float64)
        if row.gradient is None or not _has(value, place) or not np.isfinite(amount):
            raise ConfigError(f"There is no number {name}{index} to move.")
        value[place] += amount
        before = float(np.sum(self.graph.rows[-1].value))
        predicted = before + amount * float(row.gradient[place])
        return Nudge(before, predicted, self.graph.output_with(at, value))

    @action(changes=False)
    def time(self) -> Timing:
        """Time the gradient of all leaves: backwards, and by differences."""
        numbers = sum(value.size for value in self.graph.values.values())
        return Timing(
            numbers,
            2 * numbers,
            _best_seconds(self.graph.differentiate),
            _best_seconds(self.graph.differentiate_numerically),
        )

    def _row_of(self, name: str) -> int:
        names = [row.name for row in self.graph.rows]
        if name not in names:
            raise ConfigError(f"There is nothing called {name!r} in this graph.")
        return names.index(name)

    # What it shows

    def show(self) -> GraphStepperView:
        walk, drawing = self.walk, self.drawing
        last = self.graph.rows[-1]
        return GraphStepperView(
            title=f"{last.name} = {self.source.expression}",
            width=drawing.width,
            height=drawing.height,
            phase=walk.phase,
            current=walk.current,
            sentence=walk.sentence(),
            nodes=drawing.nodes(walk),
            leaves={n: write_value(v) for n, v in self.graph.values.items()},
            can_edit_expression=self.given[0] is None,
            examples=list(EXAMPLES),
        )

    def code(self) -> str:
        program: str = self.source.code(self.graph.values)
        return program

    def derive(self, number: str) -> Derivation:
        kind, *rest = number.split("/")
        if kind in {"value", "gradient"} and rest and all(n.isdecimal() for n in rest):
            index, *at = map(int, rest)
            rows = self.graph.rows
            if index < len(rows) and _has(np.asarray(rows[index].value), tuple(at)):
                make = self._value if kind == "value" else self._gradient
                return make(index, tuple(at))
        return super().derive(number)

    def _value(self, index: int, at: tuple[int, ...]) -> Derivation:
        row = self.graph.rows[index]
        formula = plain(row.formula) if row.formula else row.name
        numbers = self.drawing.in_numbers(row.formula, row)
        line = Line(_place(row.name, at), formula, numbers, float(row.value[at]))
        note = "" if row.inputs else "It is given: an input of the graph."
        return self._with_check(f"Value of {line.symbol}", (line,), index, at, note)

    def _gradient(self, index: int, at: tuple[int, ...]) -> Derivation:
        row, output = self.graph.rows[index], self.graph.rows[-1].name
        if row.gradient is None:
            raise ConfigError(f"No gradient flows to {row.name}.")
        parts = [
            self._part(user, position, at) for user, position in self.graph.uses(index)
        ]
        symbol = f"∂{output}/∂{_place(row.name, at)}"
        words = "one part for each use, added" if len(parts) > 1 else "as it came back"
        note = ""
        if not parts:
            words, note = "1", "The output by itself."
        numbers = " + ".join(_shown(part.value) for part in parts)
        total = Line(symbol, words, numbers, float(row.gradient[at]))
        return self._with_check(f"Gradient {symbol}", (*parts, total), index, at, note)

    def _part(self, user: int, position: int, at: tuple[int, ...]) -> Line:
        """Return what one use of a value hands back to it."""
        row, output = self.graph.rows[user], self.graph.rows[-1].name
        line, node = row.inputs[position], self.drawing.edge(user, position, self.walk)
        upstream = f"∂{output}/∂{row.name}"
        rule = node.rule or f"∂{row.name}/∂{line.name}"
        formula = (
            f"{upstream} · ({rule})" if node.is_factor else f"{rule}, g = {upstream}"
        )
        numbers = ""
        if line.local is not None and line.local.size == 1 and row.gradient is not None:
            numbers = f"{_shown(row.gradient)} · {_shown(line.local)}"
        value = 0.0 if line.passed_on is None else float(line.passed_on[at])
        return Line(
            f"through {row.name}, input {position + 1}", formula, numbers, value
        )

    def _with_check(
        self,
        title: str,
        lines: tuple[Line, ...],
        index: int,
        at: tuple[int, ...],
        note: str,
    ) -> Derivation:
        gradient, check = self.graph.rows[index].gradient, self.graph.checks[index]
        if gradient is None or check is None:
            return Derivation(title, lines, note=note)
        last = self.graph.rows[-1]
        what = "the sum of the output" if np.size(last.value) > 1 else "the output"
        note = f"{note} E stands for {what}, {last.name}.".strip()
        return Derivation(title, lines, float(gradient[at]), float(check[at]), note)

    def derivable(self) -> list[str]:
        names = []
        for index, row in enumerate(self.graph.rows):
            kinds = ["value"] + ["gradient"] * (row.gradient is not None)
            for at in np.ndindex(np.shape(row.value)):
                names += ["/".join([kind, *map(str, (index, *at))]) for kind in kinds]
        return names


def _best_seconds(task: Callable[[], None]) -> float:
    """Return the least time of a few runs: what disturbs them only adds."""
    times = []
    for _ in range(3):
        start = perf_counter()
        task()
        times.append(perf_counter() - start)
    return min(times)


def _has(value: Array, at: tuple[int, ...]) -> bool:
    """Tell whether an array has an element at this place."""
    return len(at) == value.ndim and all(
        0 <= i < n for i, n in zip(at, value.shape, strict=True)
    )


def _place(name: str, at: tuple[int, ...]) -> str:
    return f"{name}[{', '.join(str(i + 1) for i in at)}]" if at else name


def _shown(value: Any) -> str:
    array = np.asarray(value)
    text = number(array.reshape(()), DIGITS) if array.size == 1 else figure(array)
    return f"({text})" if text.startswith("-") else text
