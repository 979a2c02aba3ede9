"""Stages: how a program was made, as texts that are written when they are read."""

from collections.abc import Callable, Iterator, Mapping


class Stages(Mapping[str, str]):
    """Texts by the name of the stage.

    Example:
        >>> stages = Stages({"graph": lambda: "%0 = argument 0"})
        >>> stages["graph"]
        '%0 = argument 0'
    """

    def __init__(self, writers: Mapping[str, Callable[[], str]]) -> None:
        """Take what writes each text."""
        self._writers = dict(writers)
        self._texts: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        """Return a stage's text."""
        if name not in self._texts:
            self._texts[name] = self._writers[name]()
        return self._texts[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the stages' names, from Python to machine code."""
        return iter(self._writers)

    def __len__(self) -> int:
        """Return how many stages there are."""
        return len(self._writers)
