"""A whole command, as a user waits for it: `limpid train lenet5-mnist`, and PyTorch's.

Importing, loading MNIST, compiling, training, testing and saving are all in it.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from limpid.bench import table
from limpid.bench.contestant import THREADS, limits

_SCRIPT = Path(__file__).parent / "parties" / "torch_command.py"
_TITLE = """# The whole command

`limpid train lenet5-mnist` (with metrics, model, report) from start to end, and a
script that trains the same network in PyTorch, with the same batches, epochs and
schedule, tests it and keeps the weights. Each once, one after the other.
"""


def command_times(epochs: int | None = None) -> Iterator[str]:
    """Time both commands and yield the parts of the report.

    Args:
        epochs: By default the recipe's.
    """
    from limpid.recipes import lenet5_mnist

    count = lenet5_mnist.RECIPE.epochs if epochs is None else epochs
    yield f"{_TITLE}\n{table.machine()}"
    rows = (
        [name, str(threads), *_run(command, threads)]
        for name, command in _commands(count).items()
        for threads in THREADS
    )
    yield table.markdown(("command", "threads", "seconds", "verdict"), rows)


def _commands(epochs: int) -> dict[str, list[str]]:
    """Return the words of each command that can be run here."""
    from limpid.datasets import mnist
    from limpid.datasets.fetch import fetch

    train = ["-m", "limpid", "train", "lenet5-mnist", "--epochs", str(epochs)]
    commands = {"limpid": [*train, "--verbose", "2"]}
    if find_spec("torch") is not None:
        files = [str(path) for path in fetch(mnist.DATASET).paths]
        commands["PyTorch"] = [str(_SCRIPT), str(epochs), *files]
    return commands


def _run(command: list[str], threads: int) -> list[str]:
    """Return the seconds that a command took, and its verdict on the test set."""
    with TemporaryDirectory() as folder:
        start = time.perf_counter()
        run = subprocess.run(  # noqa: S603 - this very Python
            [sys.executable, *command],
            env=os.environ | limits(threads),
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
        seconds = time.perf_counter() - start
    verdicts = (s for s in run.stdout.splitlines() if s.lower().startswith("test err"))
    return [f"{seconds:.1f}", next(verdicts, "")]
