"""Branches: what happened on a screen, in as many courses as people took."""

from typing import Any

import msgspec

from limpid.errors import ConfigError
from limpid.studio.record import Entry, Line, apply, replay, supersedes
from limpid.studio.screen import Screen, TimedScreen

MAX_RECORD = 10_000
MAX_BRANCHES = 20


class Branches:
    """The courses of one screen.

    Attributes:
        lines: All of them.
        current: Which one is shown.
        changes: Counts up whenever the record of the current one is another.
    """

    def __init__(self, line: Line | None = None) -> None:
        """Have one course, or none yet."""
        self.lines = [line] if line else []
        self.current, self.changes = 0, 1

    @property
    def line(self) -> Line:
        """The branch that is shown."""
        return self.lines[self.current]

    def begin(self, state: Any, record: list[Entry]) -> None:
        """Have this course alone."""
        self.lines, self.current = [Line(state, record)], 0
        self.changes += 1

    def begin_anew(self, state: Any) -> None:
        """Drop what happened on the current course."""
        self.lines[self.current] = Line(state)
        self.changes += 1

    def record(self, screen: Screen, kind: str, given: dict[str, Any]) -> Any:
        """Make a change now and remember it; in the past, that starts a branch.

        Raises:
            ConfigError: There are as many changes, or branches, as are kept.
        """
        line, position = self.line, getattr(screen, "position", 0)
        if line.length > position or (line.entries and line.entries[-1][0] > position):
            self.branch(position)
            line = self.line
        if len(line.entries) >= MAX_RECORD:
            raise ConfigError(
                f"This course has {MAX_RECORD:,} changes, which is all that is "
                "recorded; start a new one."
            )
        result = apply(screen, kind, given)
        self.changes += 1
        line.checkpoints.pop(position, None)
        if kind == "set" and not position and not line.entries:
            line.first = screen.state
            return result
        entry = (position, kind, given)
        if line.entries and supersedes(screen, line.entries[-1], entry):
            line.entries.pop()
        line.entries.append(entry)
        return result

    def look(self, screen: Screen, state: Any) -> None:
        """Look at something else: that did not happen on a course, so all have it."""
        screen.retune(state)
        for line in self.lines:
            line.first = _looking(screen, line.first)
        self.changes += 1

    def branch(self, position: int) -> None:
        """Go on in a copy of the current course, cut off here.

        Raises:
            ConfigError: There are as many as are kept.
        """
        if len(self.lines) >= MAX_BRANCHES:
            raise ConfigError(
                f"There are {MAX_BRANCHES} branches, which is all that are kept; go on "
                "in one of them."
            )
        old = self.line
        old.position = position
        kept = [e for e in old.entries if e[0] <= position]
        checkpoints = {p: c for p, c in old.checkpoints.items() if p <= position}
        self.lines.append(Line(old.first, kept, position, position, checkpoints))
        self.current = len(self.lines) - 1
        self.changes += 1

    def switch(self, branch: int, position: int) -> None:
        """Take up another branch; the current one is left at this position.

        Raises:
            ConfigError: There is none of that number.
        """
        if not 0 <= branch < len(self.lines):
            raise ConfigError(f"There are {len(self.lines)} branches.")
        self.line.position = position
        self.current = branch
        self.changes += 1

    def replayed(self, now: Screen, position: int) -> Screen:
        """Return the screen as it was at a position, but with the looks of now."""
        line = self.line
        screen, done = now.remade(line.first), 0
        before = [p for p in line.checkpoints if p <= position]
        if before and isinstance(screen, TimedScreen):
            done, state, kept = line.checkpoints[max(before)]
            screen.retune(state)
            screen.restore(kept)
        screen = replay(screen, line.entries[done:], position)
        screen.retune(_looking(now, screen.state))
        return screen


def _looking(now: Screen, state: Any) -> Any:
    """Return a state with the looks of a screen."""
    looks = {name: getattr(now.state, name) for name in now.unrecorded}
    return msgspec.structs.replace(state, **looks)
