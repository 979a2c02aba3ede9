"""Problem sheets with solutions, the same for the same seed."""

from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import numpy as np

from limpid.errors import ConfigError
from limpid.explanations import exercises
from limpid.explanations.page import Block, Heading, Page, check_choice, render
from limpid.explanations.problem import Problem

MAX_COUNT = 100

# A sheet is a whole document, so that it can be printed at once.
DOCUMENT = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage{amsmath}
\begin{document}

BODY
\end{document}
"""

Maker = Callable[[np.random.Generator], Problem]


@cache
def kinds() -> dict[str, Maker]:
    """Return what makes a problem of each kind, by name: a file of `exercises` each."""
    names = sorted(module.name for module in iter_modules(exercises.__path__))
    modules = {name: import_module(f"{exercises.__name__}.{name}") for name in names}
    return {name: getattr(module, name) for name, module in modules.items()}


def problems(
    kind: str | Sequence[str] | None = None, count: int = 5, seed: int = 0
) -> list[Problem]:
    """Return problems with their data and answers.

    Args:
        kind: A kind or several, taken in turn; all of them by default.
        count: How many problems.
        seed: The same seed gives the same problems.

    Raises:
        ConfigError: A kind is unknown, or the count not between 1 and 100.
    """
    wanted = [kind] if isinstance(kind, str) else list(kind or kinds())
    for name in wanted:
        check_choice("kind of exercise", name, list(kinds()))
    if not 1 <= count <= MAX_COUNT:
        raise ConfigError(f"A sheet has 1 to {MAX_COUNT} problems; got count={count}.")
    makers = [kinds()[wanted[i % len(wanted)]] for i in range(count)]
    # Each problem draws from a stream of its own: a longer sheet begins the same.
    return [make(np.random.default_rng([seed, i])) for i, make in enumerate(makers)]


def exercise(
    kind: str | Sequence[str] | None = None,
    count: int = 5,
    seed: int = 0,
    *,
    solutions: bool = True,
    format: str = "text",
) -> Page:
    """Return a problem sheet; every answer in it is computed by limpid.

    Args:
        kind: A kind or several, taken in turn; all of them by default.
        count: How many problems.
        seed: The same seed gives the same sheet.
        solutions: Whether the solutions follow the problems.
        format: 'text', 'markdown' or 'latex'.
    """
    drawn = problems(kind, count, seed)
    blocks: list[Block] = [Heading(f"Problem sheet {seed}", 1)]
    for number, problem in enumerate(drawn, 1):
        blocks += [Heading(f"Problem {number}: {problem.title}"), *problem.question]
    if solutions:
        blocks.append(Heading("Solutions", 1))
        for number, problem in enumerate(drawn, 1):
            blocks += [
                Heading(f"Solution {number}: {problem.title}"),
                *problem.solution,
            ]
    page = render(blocks, format)
    return Page(DOCUMENT.replace("BODY", page), format) if format == "latex" else page
