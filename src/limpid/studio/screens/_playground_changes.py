"""What was changed on the way, and the Python that makes the same changes."""

import msgspec

EDIT = """
dense = [layer for layer in model.layers if isinstance(layer, layers.Dense)]


def edit(variable, place, value):
    array = variable.numpy()
    array[place] = value
    variable.assign(array)


"""


class Change(msgspec.Struct, frozen=True):
    """A change of the course.

    Attributes:
        step: After how many batches it was made.
        what: What it changes; of the same at the same step, the last counts.
        words: The change for people.
        line: The Python that makes it.
    """

    step: int
    what: str
    words: str
    line: str

    @property
    def is_of_data(self) -> bool:
        """Whether it changes the points."""
        return self.what.startswith("point")

    def supersedes(self, last: "Change") -> bool:
        """Tell whether it makes the last change moot."""
        if "append" in self.line or "delete" in self.line:
            return False
        return (self.step, self.what) == (last.step, last.what)


def with_change(changes: list[Change], new: Change) -> list[Change]:
    """Return changes and a new one."""
    kept = changes[:-1] if changes and new.supersedes(changes[-1]) else changes
    return [*kept, new]


def rate_change(step: int, rate: float) -> Change:
    """Return that the learning rate was set."""
    line = f"model.optimizer.learning_rate = {rate!r}"
    return Change(step, "rate", f"learning rate {rate:g}", line)


def weight_change(
    step: int, kind: str, layer: int, at: tuple[int, ...], value: float
) -> Change:
    """Return that a weight or bias was given a value."""
    words = f"a {'weight' if kind == 'kernel' else kind} of layer {layer + 1}"
    line = f"edit(dense[{layer}].{kind}, {at}, {value!r})"
    return Change(step, f"{kind}/{layer}/{at}", f"{words} {value:g}", line)


def weights_loaded(step: int) -> Change:
    """Return that all weights were taken from a file."""
    line = 'model.set_weights(load_model("playground.safetensors").get_weights())'
    return Change(step, "weights", "the weights of a file", line)


def point_added(step: int, x1: float, x2: float, y: float) -> Change:
    """Return that an example was added."""
    line = (
        f"x = np.append(x, np.full_like(x[:1], [{x1!r}, {x2!r}]), axis=0)\n"
        f"y = np.append(y, np.full_like(y[:1], {y!r}), axis=0)\n"
        "train = np.append(train, len(x) - 1)"
    )
    return Change(step, "point", "a point added", line)


def point_moved(step: int, index: int, x1: float, x2: float) -> Change:
    """Return that an example was moved."""
    line = f"x[train[{index}]] = {x1!r}, {x2!r}"
    return Change(step, f"point/{index}", "a point moved", line)


def point_removed(step: int, index: int) -> Change:
    """Return that an example was left out."""
    line = f"train = np.delete(train, {index})"
    return Change(step, "point", "a point removed", line)


def of_first_data(changes: list[Change]) -> str:
    """Return lines for the points changed before the first batch."""
    return "".join(f"\n{c.line}" for c in changes if c.is_of_data and not c.step)


def later(changes: list[Change]) -> list[Change]:
    """Return the changes that need a model, or come after its first batch."""
    return [c for c in changes if c.step or not c.is_of_data]


def course_code(
    changes: list[Change], position: int, batch_size: int, inputs: str
) -> str:
    """Return lines that train batch by batch, and make each change at its time.

    Args:
        changes: All of the course.
        position: How many batches there were.
        batch_size: Of each.
        inputs: Lines that compute inputs and targets of the points.
    """
    edits = any(change.line.startswith("edit") for change in changes)
    lines = [EDIT if edits else "", START.format(batch_size=batch_size)]
    done = 0
    for change in later(changes):
        if change.step > done:
            done = change.step
            lines.append(f"course.advance_to({done})\n")
        lines.append(f"{change.line}\n")
        if change.is_of_data:
            lines.append(f"{inputs.strip()}\n{TAKE}")
    if position > done:
        lines.append(f"course.advance_to({position})\n")
    return "".join(lines)


START = """# What fit does, but it can stop between any two batches.
course = Training(
    model, inputs[train], targets[train], {batch_size}, random.getrandbits(31)
)
"""
TAKE = "course.take_data(inputs[train], targets[train])\n"


def left_out(changes: list[Change]) -> str:
    """Return a comment on changes that a program does not make."""
    missing = later(changes)
    if not missing:
        return ""
    what = "".join(
        f"#   {change.words}, after batch {change.step:,}\n" for change in missing[:8]
    )
    more = f"#   and {len(missing) - 8} more\n" if len(missing) > 8 else ""
    return f"# Left out, though it was done on the way:\n{what}{more}"
