"""The walk through a graph: gate by gate forwards, then the gradient backwards."""

from limpid.studio.screens._graph_stepper_graph import Graph


class Walk:
    """Where a walk through a graph stands.

    Args:
        graph: What is walked through.
        position: How many steps have been made.
    """

    def __init__(self, graph: Graph, position: int) -> None:
        """Find what has been passed."""
        self.graph = graph
        self.forward = graph.gates
        rows = graph.rows
        self.backward = [i for i in self.forward[::-1] if rows[i].gradient is not None]
        self.length = len(self.forward) + 1 + len(self.backward)
        self.position = min(position, self.length)
        after = self.position - len(self.forward)
        self.computed = set(self.forward[: self.position])
        self.is_seeded = after > 0
        self.passed = set(self.backward[: max(0, after - 1)])

    @property
    def phase(self) -> str:
        """'start', 'forward', 'seed' or 'backward'."""
        if not self.position:
            return "start"
        if self.position <= len(self.forward):
            return "forward"
        return "seed" if self.position == len(self.forward) + 1 else "backward"

    @property
    def current(self) -> int:
        """The row that the last step was about; -1 before the first."""
        match self.phase:
            case "start":
                return -1
            case "forward":
                return self.forward[self.position - 1]
            case "seed":
                return len(self.graph.rows) - 1
            case _:
                return self.backward[self.position - len(self.forward) - 2]

    def is_computed(self, index: int) -> bool:
        """Tell whether a row's value is known."""
        return not self.graph.rows[index].inputs or index in self.computed

    def arrived(self, index: int) -> list[tuple[int, int]]:
        """Return the uses of a row that have handed back their part."""
        return [use for use in self.graph.uses(index) if use[0] in self.passed]

    def is_reached(self, index: int) -> bool:
        """Tell whether all of a row's gradient has arrived."""
        if index == len(self.graph.rows) - 1:
            return self.is_seeded
        uses = self.graph.uses(index)
        return bool(uses) and len(self.arrived(index)) == len(uses)

    def clock(self) -> str:
        """Return what the last step did, in a few words."""
        rows, name = self.graph.rows, ""
        if self.current >= 0:
            name = rows[self.current].name
        words = {
            "start": "only the inputs are known",
            "forward": f"forward: {name}",
            "seed": f"∂{name}/∂{name} = 1",
            "backward": f"backward through {name}",
        }
        return f"{self.position} of {self.length}: {words[self.phase]}"

    def sentence(self) -> str:
        """Return what the last step did, in a sentence."""
        rows = self.graph.rows
        if self.phase == "start":
            return "Only the inputs are known. Step forwards: gates compute."
        row = rows[self.current]
        if self.phase == "forward":
            inputs = " and ".join(dict.fromkeys(line.name for line in row.inputs))
            return f"Forward: the gate {row.symbol} makes {row.name} of {inputs}."
        if self.phase == "seed":
            return (
                f"Forward is done. Backward begins at the output: ∂{row.name}/"
                f"∂{row.name} = 1."
            )
        kind = row.role
        return f"Backward through {row.name}: this gate {kind.name}. {kind.sentence}"
