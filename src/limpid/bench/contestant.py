"""A contestant: a party with a number of threads, in a process that stays alive."""

import os
import subprocess
import sys
from threading import Timer
from typing import IO, NamedTuple, Self

from limpid.bench.worker import ABSENT, DONE, FAILED, READY

OWN = "own"
# The file in `parties`, and its name in the table.
PARTIES = {
    OWN: "limpid",
    "torch_channels_last": "PyTorch channels-last",
    "torch_contiguous": "PyTorch",
    "torch_compile": "PyTorch compile",
    "jax_step": "JAX step",
    "jax_scan": "JAX scan",
    "keras_jax": "Keras (JAX)",
    "pytensor_step": "PyTensor",
    "scikit_learn": "scikit-learn",
}
THREADS = (1, 2)
# `torch.compile` may take a minute for a deep net.
LOADING_LIMIT_SECONDS = 240.0
TURN_LIMIT_SECONDS = 20.0


class Contestant(NamedTuple):
    """A party with a number of threads."""

    party: str
    threads: int

    def __str__(self) -> str:
        return f"{PARTIES[self.party]}, {self.threads} thread{'s'[: self.threads - 1]}"


class Dropped(Exception):  # noqa: N818 - as one says of a runner
    """Why a contestant does not run, or no longer."""


class Loaded(NamedTuple):
    """What a contestant computes, and how long it takes to start.

    Attributes:
        loss: What it computes.
        first_use_seconds: How long its first use took above the second.
        compiling_seconds: How long of that it compiled; not a number for peers.
    """

    loss: float
    first_use_seconds: float
    compiling_seconds: float


class Turn(NamedTuple):
    """What a turn took: on the clock, of all processors, and memory so far."""

    seconds: float
    processor_seconds: float
    megabytes: float


class Process:
    """A contestant's process; use it in a `with` statement."""

    def __init__(self, contestant: Contestant, home: str | None = None) -> None:
        """Start it.

        Args:
            contestant: Who runs.
            home: A folder for limpid's compiled programs other than the user's.
        """
        command = [sys.executable, "-m", "limpid.bench.worker", contestant.party]
        environment = os.environ | limits(contestant.threads)
        if home is not None:
            environment["LIMPID_HOME"] = home
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(  # noqa: S603 - this very Python
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True,
            env=environment,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def load(self, workload: str) -> Loaded:
        """Build a workload's network and use it for the first time.

        Raises:
            Dropped: The party cannot, or something failed.
        """
        words = self._ask(f"load {workload}", LOADING_LIMIT_SECONDS, READY)
        return Loaded(*map(float, words.split()))

    def turn(self) -> Turn:
        """Take a turn.

        Raises:
            Dropped: It took too long, or the process is gone.
        """
        words = self._ask("turn", TURN_LIMIT_SECONDS, DONE)
        return Turn(*map(float, words.split()))

    def _ask(self, line: str, limit_seconds: float, expected: str) -> str:
        timer = Timer(limit_seconds, self._process.kill)
        timer.start()
        try:
            stream = _pipe(self._process.stdin)
            stream.write(f"{line}\n")
            stream.flush()
            said = _pipe(self._process.stdout).readline().strip()
        except BrokenPipeError:
            said = ""
        finally:
            timer.cancel()
        kind, _, rest = said.partition(" ")
        if kind == expected:
            return rest
        raise Dropped(_reason(kind, rest, limit_seconds))


def _reason(kind: str, rest: str, limit_seconds: float) -> str:
    if kind == ABSENT:
        return rest
    if kind == FAILED:
        return f"failed: {rest}"
    return f"died, or took longer than {limit_seconds:g} s"


def limits(threads: int) -> dict[str, str]:
    """Return the variables that hold every library to a number of threads."""
    count = str(threads)
    names = ("LIMPID", "OMP_NUM", "OPENBLAS_NUM", "MKL_NUM")
    limits = {f"{name}_THREADS": count for name in names}
    if threads == 1:
        limits["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
    return limits


def _pipe(stream: IO[str] | None) -> IO[str]:
    # The process was started with both pipes, which its type does not tell.
    if stream is None:
        raise ValueError("The process was started without this pipe.")
    return stream
