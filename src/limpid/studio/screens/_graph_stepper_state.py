"""The graph stepper's settings, and what it shows."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta
from numpy.typing import NDArray

from limpid.studio.screens._graph_stepper_examples import EXAMPLES, Example

Array = NDArray[Any]
Text = Annotated[str, Meta(max_length=1000)]


class GraphStepperState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The graph, and whether its numbers are asked for.

    Attributes:
        values: Of the names in the expression, as typed; 1 for names left out.
    """

    expression: Annotated[str, Meta(max_length=500, title="Expression")] = EXAMPLES[
        0
    ].expression
    values: dict[str, Text] = msgspec.field(
        default_factory=lambda: dict(EXAMPLES[0].values)
    )
    quiz: Annotated[bool, Meta(title="Quiz: hide the numbers until I type them")] = (
        False
    )


class Edge(msgspec.Struct):
    """A line into a gate.

    Attributes:
        source: The node that it comes from.
        path: Its way, as an SVG path's data.
        x, y: Where its local derivative stands.
        label: The local derivative as it stands there.
        rule, numbers: The local derivative as a formula, in names and in numbers.
        is_factor: Whether the rule is a factor of the upstream gradient; else it holds
            that itself, as g.
        local, passed_on: The local derivative, and upstream times that.
        is_passed: Whether the gradient has come through.
    """

    source: int
    path: str
    x: float
    y: float
    label: str
    rule: str
    numbers: str
    is_factor: bool
    local: Array | None
    passed_on: Array | None
    is_passed: bool


class Node(msgspec.Struct):
    """A value: a leaf or what a gate makes.

    Attributes:
        numbers: The formula in numbers; '' where there are too many.
        x, y, width, height: Of the gate: left edge, center, extent.
        end: Where its line ends before it branches.
        middle: Where its labels stand.
        above, below: Value and gradient as they stand at the line; of the gradient
            what has arrived.
        gradient: All of it, None where nothing flows.
        check: The gradient as a central difference quotient.
        is_computed, is_reached: Whether the walk has made the value, the gradient.
        arrived, expected: How many of its uses have handed back their part.
    """

    name: str
    kind: str
    symbol: str
    formula: str
    numbers: str
    role: str
    sentence: str
    x: float
    y: float
    width: float
    height: float
    end: float
    middle: float
    above: str
    below: str
    value: Array
    gradient: Array | None
    check: Array | None
    is_computed: bool
    is_reached: bool
    arrived: int
    expected: int
    edges: list[Edge]


class GraphStepperView(msgspec.Struct):
    """The graph at a moment of the walk.

    Attributes:
        phase: 'start', 'forward', 'seed', 'backward' or 'end'.
        current: The node that the walk is at; -1 before the first step.
        sentence: What happens there.
        leaves: The leaves' values, as one would type them.
    """

    title: str
    width: float
    height: float
    phase: str
    current: int
    sentence: str
    nodes: list[Node]
    leaves: dict[str, str]
    can_edit_expression: bool
    examples: list[Example]


class Timing(msgspec.Struct):
    """What the gradient of all leaves costs, backwards and by differences.

    Attributes:
        numbers: How many numbers the leaves hold.
        evaluations: How often the differences computed the graph.
    """

    numbers: int
    evaluations: int
    analytic_seconds: float
    numeric_seconds: float


class Nudge(msgspec.Struct):
    """What becomes of the output when one leaf's number moves a little."""

    before: float
    predicted: float
    true: float
