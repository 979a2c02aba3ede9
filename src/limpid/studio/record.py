"""The record: what happened on a screen, so that it can happen again.

The state at the start and each change at its position replay to the same bits.
"""

from dataclasses import dataclass, field
from typing import Any

import msgspec

from limpid.studio.screen import Screen, TimedScreen

# (position, 'set' or the action's name, what it was given)
Entry = tuple[int, str, dict[str, Any]]

MAX_CHECKPOINTS = 64


@dataclass
class Line:
    """One course of events on a screen, from its first state on."""

    first: Any
    entries: list[Entry] = field(default_factory=list)
    position: int = 0
    length: int = 0
    # By position: how many entries had happened, the state, what the screen captured.
    checkpoints: dict[int, tuple[int, Any, Any]] = field(default_factory=dict)

    def keep(self, screen: TimedScreen) -> None:
        """Keep a checkpoint now and then: half as many whenever there are too many."""
        kept = self.checkpoints
        if screen.position in kept:
            return
        if len(kept) >= MAX_CHECKPOINTS:
            for position in sorted(kept)[1::2]:
                del kept[position]
        spacing = self.length // (MAX_CHECKPOINTS // 2)
        if kept and screen.position - max(kept) <= spacing:
            return
        if (captured := screen.capture()) is not None:
            done = sum(e[0] <= screen.position for e in self.entries)
            kept[screen.position] = done, screen.state, captured


def replay(screen: Screen, entries: list[Entry], position: int) -> Screen:
    """Make the changes of a record, each at its position, and go on to the last."""
    for where, kind, given in entries:
        if where > position:
            break
        if isinstance(screen, TimedScreen):
            screen.advance_to(where)
        apply(screen, kind, given)
    if isinstance(screen, TimedScreen):
        screen.advance_to(position)
    return screen


def apply(screen: Screen, kind: str, given: dict[str, Any]) -> Any:
    """Make one change: 'set' fields of the state, or call the action of that name."""
    if kind != "set":
        return screen.act(kind, given)
    fields = msgspec.to_builtins(screen.state) | given
    screen.retune(msgspec.convert(fields, screen.State))
    return None


def changes(screen: Screen, name: str) -> bool:
    """Tell whether an action changes the screen; an unknown one is refused later."""
    marked = getattr(getattr(screen, name, None), "action", None)
    return marked is None or marked.changes


def supersedes(screen: Screen, last: Entry, new: Entry) -> bool:
    """Tell whether a change makes the last one moot."""
    if last[:2] != new[:2]:
        return False
    kind, given = new[1:]
    if kind == "set":
        return last[2].keys() == given.keys()
    same = getattr(screen, kind).action.same
    return bool(same) and all(last[2].get(name) == given.get(name) for name in same)
