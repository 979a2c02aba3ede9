"""How long limpid makes its user wait before it works: imports, and compiling."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from statistics import median
from tempfile import TemporaryDirectory

from limpid.bench import table
from limpid.bench.contestant import OWN, Contestant, Dropped, Loaded, Process
from limpid.bench.workload import find, workloads

_TITLE = """# Start

Milliseconds. Importing is what a new Python with NumPy takes longer (median of {turns}
turns); the engine is imported when it is first needed. Compiling is tracing the
network, and then making machine code, with an empty folder of programs (cold), or
loading it in a new process that finds it there (cached). First use is what the first
epoch, or prediction, takes longer than the second: besides compiling, the system gives
memory as it is first touched, and code is read for the first time.
"""
_IMPORT_TURNS = 9
_COLUMNS = (
    "compiling, cold, ms", "compiling, cached, ms",
    "first use, cold, ms", "first use, cached, ms",
)  # fmt: skip
_IMPORTS = {
    "import limpid": "import limpid",
    "import Sequential, Dense": "from limpid import Sequential, layers; layers.Dense",
    "… and the engine": "from limpid import Sequential, layers; layers.Dense; "
    "import limpid.engines.native.engine",
}


def startup_times(names: Sequence[str]) -> Iterator[str]:
    """Time imports, and compiling for workloads; yield the parts of the report.

    Args:
        names: Of workloads; none for all.

    Raises:
        ConfigError: A workload is unknown.
    """
    chosen = names or list(workloads())
    titles = [find(name).title for name in chosen]
    yield _TITLE.format(turns=_IMPORT_TURNS) + "\n" + table.machine()
    yield table.markdown(("import", "beyond NumPy, ms"), _imports())
    compiled = zip(titles, map(_compiling, chosen), strict=True)
    rows = ([title, *times] for title, times in compiled)
    yield table.markdown(("network", *_COLUMNS), rows)


def _imports() -> Iterator[list[str]]:
    codes = {"": "import numpy"}
    codes |= {name: f"import numpy; {code}" for name, code in _IMPORTS.items()}
    seconds: dict[str, list[float]] = {name: [] for name in codes}
    for _ in range(_IMPORT_TURNS):
        for name, code in codes.items():
            seconds[name].append(_seconds_of(code))
    for name in _IMPORTS:
        yield [name, _millis(median(seconds[name]) - median(seconds[""]))]


def _seconds_of(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603
    return time.perf_counter() - start


def _compiling(name: str) -> list[str]:
    """Return the milliseconds, or why there are none."""
    try:
        with TemporaryDirectory() as home:
            cold, cached = _loaded(name, home), _loaded(name, home)
    except Dropped as reason:
        return [str(reason)] * len(_COLUMNS)
    return [
        *(_millis(start.compiling_seconds) for start in (cold, cached)),
        *(_millis(start.first_use_seconds) for start in (cold, cached)),
    ]


def _loaded(name: str, home: str) -> Loaded:
    with Process(Contestant(OWN, 2), home) as process:
        return process.load(name)


def _millis(seconds: float) -> str:
    return f"{seconds * 1e3:,.0f}"
