"""Screen: what one page of the studio is about; its numbers, actions and derivations.

A screen is plain Python: made from its state, asked what it shows. It knows neither
server nor browser; a `Session` speaks for it.
"""

import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self, TypeVar

import msgspec

from limpid.errors import ConfigError, nearest

F = TypeVar("F", bound=Callable[..., Any])


class Line(msgspec.Struct, frozen=True):
    """A line of a derivation: a symbol, its formula, the formula with numbers."""

    symbol: str
    formula: str
    numbers: str
    value: float


class Action(msgspec.Struct, frozen=True):
    """What `action` says of a method."""

    same: tuple[str, ...] = ()
    changes: bool = True


class Derivation(msgspec.Struct, frozen=True):
    """Where a number comes from.

    Attributes:
        title: What the number is, in words.
        lines: How it is computed, the number itself last.
        gradient: The derivative of the loss by it, if it has one.
        check: The same as a central difference quotient in float64.
        note: A sentence more, if needed.
    """

    title: str
    lines: tuple[Line, ...]
    gradient: float | None = None
    check: float | None = None
    note: str = ""


def action(*, same: tuple[str, ...] = (), changes: bool = True) -> Callable[[F], F]:
    """Mark a method that the page may call; its annotations say what it takes.

    Args:
        same: Arguments; of calls in a row that agree in them, the last alone counts,
            as when a point is dragged.
        changes: Whether it changes the screen, and so belongs in the record.

    Example:
        >>> class Counter:
        ...     @action()
        ...     def add(self, amount: int) -> None: ...
        >>> list(actions(Counter))
        ['add']
    """

    def mark(function: F) -> F:
        function.__dict__["action"] = Action(same, changes)
        return function

    return mark


def actions(kind: type) -> dict[str, type[msgspec.Struct]]:
    """Return, for each action of a class, the struct of its arguments."""
    found = inspect.getmembers(kind, lambda member: hasattr(member, "action"))
    return {name: _arguments(name, function) for name, function in found}


def _arguments(name: str, function: Callable[..., Any]) -> type[msgspec.Struct]:
    fields = [
        (p.name, p.annotation)
        if p.default is p.empty
        else (p.name, p.annotation, p.default)
        for p in list(inspect.signature(function).parameters.values())[1:]
    ]
    title = "".join(word.capitalize() for word in name.split("_"))
    return msgspec.defstruct(title, fields, forbid_unknown_fields=True)


class Screen(ABC):
    """Base of all screens.

    Attributes:
        title: Shown as the page's heading.
        summary: One sentence on what there is to see.
        State: The struct of all that makes the screen what it is; it lives in the
            URL. Every field has a default, limits (`msgspec.Meta`) and a title.
        View: The struct that `show` returns.
        live: The fields of the state that may change while time goes on; a change of
            another one makes the screen anew.
        unrecorded: Those that say what is looked at, and change no other number: they
            are no part of the record, and stay as they are when time is turned back.

    Screens are made with their state alone; that may raise LimpidError, in one sentence
    for people. Two screens of equal state show equal numbers.
    """

    title: ClassVar[str]
    summary: ClassVar[str]
    State: ClassVar[type[msgspec.Struct]]
    View: ClassVar[type[msgspec.Struct]]
    live: ClassVar[frozenset[str]] = frozenset()
    # What lets it go on in a notebook, once a cell has shown it.
    runner: Any = None
    unrecorded: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, state: Any = None) -> None:
        """Take the state; all defaults if there is none."""
        self.state: Any = self.State() if state is None else state

    @abstractmethod
    def show(self) -> msgspec.Struct:
        """Return what is to be seen now."""

    @abstractmethod
    def code(self) -> str:
        """Return the limpid Python that gives the same numbers."""

    def derive(self, number: str) -> Derivation:
        """Return where a number comes from.

        Args:
            number: Its name, as the view and the page agreed: 'kernel/0/1/2'.

        Raises:
            ConfigError: There is no such number.
        """
        raise ConfigError(f"This screen has no derivation for {number!r}.")

    def derivable(self) -> list[str]:
        """Return the numbers whose derivations an exported page should hold."""
        return []

    def peeks(self) -> list[tuple[dict[str, Any], list[str]]]:
        """Return what an exported page can look at besides, at its end.

        Each is unrecorded fields of the state, and the numbers derived there; what it
        changes are the view's fields of the same names.
        """
        return []

    def retune(self, state: Any) -> None:
        """Take a state that differs in live and unrecorded fields only."""
        self.state = state

    def remade(self, state: Any) -> Self:
        """Return the screen as it starts in another state."""
        return type(self)(state)

    @classmethod
    def name(cls) -> str:
        """Return the name of the screen's file."""
        return cls.__module__.rpartition(".")[-1]

    def act(self, name: str, arguments: Mapping[str, Any]) -> Any:
        """Call one of the screen's actions.

        Raises:
            ConfigError: There is none of that name.
            msgspec.ValidationError: The arguments are not what it takes.
        """
        known = actions(type(self))
        if name not in known:
            raise ConfigError(f"There is no action {name!r}; {nearest(name, known)}")
        taken = msgspec.convert(dict(arguments), known[name])
        return getattr(self, name)(**msgspec.structs.asdict(taken))

    # In a notebook

    def _repr_mimebundle_(self, **settings: Any) -> Any:
        from limpid.studio.widget import widget

        return widget(self)._repr_mimebundle_(**settings)

    def _display_(self) -> Any:
        """Show it in marimo, which asks for an object that it can show."""
        from limpid.studio.widget import widget

        return widget(self)


class TimedScreen(Screen):
    """A screen on which something goes on: training, or a walk through a graph.

    Attributes:
        units: What one step may be, the smallest first: ('batch', 'epoch').
    """

    units: ClassVar[tuple[str, ...]] = ("step",)

    @property
    @abstractmethod
    def position(self) -> int:
        """How many of the smallest units have gone by."""

    @abstractmethod
    def advance_to(self, position: int) -> None:
        """Go forward; how far at once must not change any number."""

    def next_position(self, unit: str) -> int:
        """Return where the next unit ends."""
        del unit
        return self.position + 1

    def clock(self) -> str:
        """Return the time in words: 'epoch 3, batch 2 of 25'."""
        return f"step {self.position}"

    def last_position(self) -> int | None:
        """Return where playing ends; None for never."""
        return None

    def stop_reason(self) -> str | None:
        """Return why to stop playing here, as a sentence; None to go on."""
        return None

    def capture(self) -> Any:
        """Return what `restore` needs to come back here; None: start anew instead."""
        return None

    def restore(self, kept: Any) -> None:
        """Come back to where `capture` was called."""
        raise NotImplementedError
