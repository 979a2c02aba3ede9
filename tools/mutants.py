"""Plant faults in gradients and lowering, and count those that the tests find.

A fault is one small change of one function: a sign, an index, operands the wrong way
round, a transpose or a sum left out, a comparison, a constant, a missing statement.
Each is planted in a process of its own, in memory: the process is forked from one that
has collected the tests already, puts the changed code into the functions, and runs the
tests that concern them, the nearest first, until one fails or the time is over. No file
is changed. Programs that a faulty engine compiles go to a folder that is thrown away.

What does not count stands in `faults.toml` with its reason: functions that only decide
how fast something is computed, and faults that change nothing anybody could observe.

Usage:
    python tools/mutants.py --count 200 --seed 0
    python tools/mutants.py --only "ops/matmul.py" --seconds 60
"""

import argparse
import ast
import gc
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any
from zlib import crc32

import pytest

from faults import PACKAGE, Fault, faults, places

NATIVE = "engines/native"
LOWERING = [
    "alike", "apart", "asked", "cuts", "examples", "folding", "fusion", "in_place",
    "lowering", "memory", "nest", "permuting", "places", "pooling", "recomputing",
    "registers", "repeat", "rewrites", "segments", "simplify", "splitting", "straight",
    "tabulated", "target", "tile_memory", "tiling", "view", "walk",
]  # fmt: skip
# What faults are planted in, how often, and which tests may find them.
GROUPS = {
    "gradients": (
        0.45,
        ["ops/*.py", "ops/linalg/*.py", "graph/gradient.py", "graph/arithmetic.py"],
        ["tests/ops", "tests/graph", "tests/engines"],
    ),
    "lowering": (
        0.4,
        [*(f"{NATIVE}/{name}.py" for name in LOWERING), f"{NATIVE}/routines/*.py"],
        ["tests/engines"],
    ),
    "training": (
        0.15,
        ["layers/*.py", "losses/*.py", "optimizers/*.py"],
        ["tests/layers", "tests/losses", "tests/optimizers"],
    ),
}
# Of these kinds of tests so many are run before one of another kind: they are quick.
AT_ONCE = {
    "tests/engines/test_native_samples.py": 12,
    "tests/engines/test_rewrites.py": 3,
    "tests/ops/test_samples.py": 4,
}
# And these are run after so many of another kind: each trains a few models.
LATER = {"tests/engines/test_random_graphs.py::test_random_models_train_alike": 3}
# And these start processes of their own, in which no fault is planted.
ELSEWHERE = tuple(
    f"tests/engines/test_{x}.py" for x in ("guard", "portability", "threads")
)

# Planting


def functions_by_place() -> dict[tuple[str, str, int], list[FunctionType]]:
    """Return every function of the package that is alive, by where its code stands."""
    found = defaultdict(list)
    for thing in gc.get_objects():
        # Some of what torch holds answers isinstance with a warning.
        if type(thing) is FunctionType:
            found[_place(thing.__code__)].append(thing)
    return found


def _place(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def plant(fault: Fault, alive: dict[tuple[str, str, int], list[FunctionType]]) -> bool:
    """Put a fault into the functions that are alive; tell whether it got there."""
    path = PACKAGE / fault.file
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for number, (node, new, put, *_) in enumerate(places(tree)):
        if number == fault.number:
            put(ast.copy_location(new, node))
            break
    ast.fix_missing_locations(tree)
    planted = 0
    for code in _codes(compile(tree, str(path), "exec", dont_inherit=True)):
        for function in alive.get(_place(code), []):
            # A statement left out may take the only use of an outer name with it.
            if code != function.__code__ and len(code.co_freevars) == len(
                function.__code__.co_freevars
            ):
                function.__code__ = code
                planted += 1
    return planted > 0


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


# Tests


def letters(name: str) -> str:
    """Return a name without case and underscores."""
    return name.replace("_", "").casefold()


def concerned(fault: Fault, items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Return the tests that may find a fault, the nearest first.

    First those of a case named after the file, then those whose own name has it, then
    the rest of the group's folders; of each kind of test one after the other.
    """
    folders = GROUPS[fault.group][2]
    stems = _stems(PACKAGE / fault.file)
    turns: Counter[str] = Counter()
    ranked: list[tuple[Any, int, pytest.Item]] = []
    for item in sorted(items, key=lambda item: crc32(item.nodeid.encode())):
        where = [i for i, f in enumerate(folders) if item.nodeid.startswith(f)]
        if not where or item.nodeid.startswith(ELSEWHERE):
            continue
        function = item.nodeid.partition("[")[0]
        turn = turns[function] // AT_ONCE.get(function.split("::")[0], 1)
        turns[function] += 1
        rank = _distance(item, stems), where[0], turn + LATER.get(function, 0), function
        ranked.append((rank, len(ranked), item))
    return [item for *_, item in sorted(ranked)]


def _distance(item: pytest.Item, stems: set[str]) -> int:
    _, _, case = item.nodeid.rstrip("]").partition("[")
    if any(letters(word) in stems for word in case.split("-")):
        return 0
    return 1 if any(stem in letters(item.name) for stem in stems) else 2


def _stems(path: Path) -> set[str]:
    """Return the names that tests of a file go by: its own, or those of its users."""
    stems = {letters(path.stem)}
    if path.stem.startswith("_"):
        mention = f".{path.stem} import"
        users = path.parent.glob("*.py")
        stems |= {
            letters(p.stem) for p in users if mention in p.read_text(encoding="utf-8")
        }
    return stems


def runs_well(items: Sequence[pytest.Item], seconds: float) -> pytest.Item | None:
    """Run tests until one fails, and return it; None if the time is over before."""
    from _pytest.runner import runtestprotocol

    end = time.process_time() + seconds
    for item, following in zip(items, [*items[1:], None], strict=True):
        if time.process_time() > end:
            return None
        reports = runtestprotocol(item, log=False, nextitem=following)
        if any(report.failed for report in reports):
            return item
    return None


def apart(work: Callable[[], str], seconds: float) -> str:
    """Return what some work says, done in a forked process; or how that one ended."""
    reader, writer = os.pipe()
    home = tempfile.mkdtemp(prefix="limpid-mutant-")
    child = os.fork()
    if not child:
        os.environ["LIMPID_HOME"] = os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = home
        # An endless loop ends after so much, and so does what asks for all memory.
        resource.setrlimit(resource.RLIMIT_CPU, (int(2 * seconds) + 20,) * 2)
        resource.setrlimit(resource.RLIMIT_DATA, (6 * 2**30,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        try:
            with Path(os.devnull).open("w") as silence:
                os.dup2(silence.fileno(), 1)
                os.dup2(silence.fileno(), 2)
                with redirect_stdout(silence), redirect_stderr(silence):
                    os.write(writer, work().encode())
        finally:
            os._exit(0)
    os.close(writer)
    said = b"".join(iter(lambda: os.read(reader, 4096), b"")).decode()
    os.close(reader)
    _, status = os.waitpid(child, 0)
    shutil.rmtree(home, ignore_errors=True)
    signal = os.waitstatus_to_exitcode(status)
    return said or f"killed: the process ended with {signal}"


class Planting:
    """Runs the chosen faults in place of the tests that pytest has collected."""

    def __init__(self, chosen: Sequence[Fault], seconds: float) -> None:
        """Store what to plant, and for how long to look for each."""
        self.chosen, self.seconds = chosen, seconds
        self.results: list[tuple[Fault, str]] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Plant one fault after the other."""
        for file in {fault.file for fault in self.chosen}:
            # Routines are imported when a program first wants them.
            import_module(f"limpid.{file.removesuffix('.py').replace('/', '.')}")
        alive = functions_by_place()
        # What is here is not garbage; looking at it would copy it to each child.
        gc.freeze()
        for fault in self.chosen:
            items = concerned(fault, session.items)

            def work(fault: Fault = fault, items: Sequence[Any] = items) -> str:
                if not plant(fault, alive):
                    return "not planted"
                finder = runs_well(items, self.seconds)
                return f"killed by {finder.nodeid}" if finder else "survived"

            self.results.append((fault, apart(work, self.seconds)))
            print(f"{fault}\n    {self.results[-1][1]}", flush=True)
        self._check_finders(session.items)
        return True

    def _check_finders(self, items: Sequence[pytest.Item]) -> None:
        """Say which tests that found a fault find one where none is."""
        names = {result.removeprefix("killed by ") for _, result in self.results}
        finders = [item for item in items if item.nodeid in names]
        while finders:

            def work(finders: Sequence[Any] = finders) -> str:
                failed = runs_well(finders, 1e9)
                return failed.nodeid if failed else "well"

            name = apart(work, 1000)
            if name == "well":
                return
            print(f"fails without any fault: {name}")
            finders = [item for item in finders if item.nodeid != name]


# The command


def main(arguments: Sequence[str]) -> int:
    """Plant faults, and say how many were found."""
    given = _parser().parse_args(arguments)
    everything = {name: _all_faults(name) for name in GROUPS}
    rng = random.Random(given.seed)  # noqa: S311 - a draw that can be repeated
    chosen = []
    for name, found in everything.items():
        if given.only:
            chosen += [f for f in found if any(text in str(f) for text in given.only)]
        else:
            share = round(given.count * GROUPS[name][0])
            # Drawn from all, so that a fault judged later changes no other's draw.
            drawn = rng.sample(found, len(found))
            chosen += [f for f in drawn if not f.reason][:share]
    # So that what was planted before an interruption is a fair draw too.
    rng.shuffle(chosen)
    planting = Planting(chosen, given.seconds)
    folders = sorted({folder for fault in chosen for folder in GROUPS[fault.group][2]})
    options = [
        "-p",
        "no:randomly",
        "-p",
        "no:terminal",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:faulthandler",
        "-s",
    ]
    pytest.main([*options, *folders], plugins=[planting])
    report(planting.results)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=200, help="how many faults")
    parser.add_argument("--seed", type=int, default=0, help="of their draw")
    parser.add_argument("--seconds", type=float, default=30, help="of tests for each")
    parser.add_argument("--only", nargs="+", help="all whose line has one of these")
    return parser


def _all_faults(group: str) -> list[Fault]:
    paths = [p for pattern in GROUPS[group][1] for p in sorted(PACKAGE.glob(pattern))]
    return [f for p in paths if p.name != "__init__.py" for f in faults(group, p)]


def report(results: Sequence[tuple[Fault, str]]) -> None:
    """Print the score of each group, and what survived."""
    planted = [(f, r) for f, r in results if r != "not planted"]
    print(f"\n{'group':12}{'planted':>8}{'killed':>8}")
    for name in [*GROUPS, "all"]:
        chosen = [r for f, r in planted if name in {f.group, "all"}]
        killed = sum(r != "survived" for r in chosen)
        share = f"{killed / len(chosen):8.1%}" if chosen else ""
        print(f"{name:12}{len(chosen):8}{killed:8}{share}")
    for fault, result in planted:
        if result == "survived":
            print(
                f"survived: {fault}" + (f"\n  {fault.reason}" if fault.reason else "")
            )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
