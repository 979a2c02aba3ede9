"""A contestant's own process: it does what it is told, a line at a time.

Started by `contestant`: `python -m limpid.bench.worker PARTY`. It takes `load WORKLOAD`
and answers with the loss and how long the first use took longer than the second; and
`turn`, which it answers with seconds, those of processors, and peak megabytes.
"""

import os
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import IO, Any, NamedTuple

import numpy as np

from limpid.bench.parties.party import AbsentError, Party
from limpid.bench.workload import Workload, data, find

# How an answer begins.
READY, ABSENT, FAILED, DONE = "ready", "absent", "failed", "done"


def main(party: str) -> None:
    """Answer every line of standard input."""
    answers = _own_output()
    turn = Turn(list, list)
    for line in sys.stdin:
        match line.split():
            case ["load", name]:
                turn, answer = _load(party, find(name))
            case _:
                answer = _timed(turn)
        print(answer, file=answers, flush=True)


class Turn(NamedTuple):
    """What is timed, and what is done before: others have filled the caches since."""

    warm_up: Callable[[], object]
    work: Callable[[], object]


def _own_output() -> IO[str]:
    """Return standard output for answers alone; what libraries print goes elsewhere."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def _load(name: str, workload: Workload) -> tuple[Turn, str]:
    """Return a turn's work, and the answer."""
    try:
        module = import_module(f"limpid.bench.parties.{name}")
        party: Party = module.Party(workload)
        loss, seconds = first_use(party, workload)
        return turn_of(party, workload), f"{READY} {loss} {seconds}"
    except ImportError as error:
        kind = "" if isinstance(error, AbsentError) else "not installed: "
        return Turn(list, list), f"{ABSENT} {kind}{error}"
    # What a peer or limpid itself raises shall be read in the table.
    except Exception as error:  # noqa: BLE001
        message = " ".join(str(error).split())[:200]
        return Turn(list, list), f"{FAILED} {type(error).__name__}: {message}"


def first_use(party: Party, workload: Workload) -> tuple[float, float]:
    """Return the loss, and the seconds that the first use takes longer than another.

    In training the loss is the mean of the second epoch, in order; else that of the
    first batch.
    """
    if workload.step == "train":
        first, _ = _measured(lambda: party.train(1, shuffled=False))
        second, loss = _measured(lambda: party.train(1, shuffled=False))
        return loss, first - second
    x, y = (part[: workload.batch_size] for part in data(workload))
    batch = party.prepare(x)
    first, _ = _measured(lambda: party.predict(batch))
    second, outputs = _measured(lambda: party.predict(batch))
    chosen = np.asarray(outputs, np.float64)[np.arange(len(y)), y]
    return float(-np.log(chosen).mean()), first - second


def turn_of(party: Party, workload: Workload) -> Turn:
    """Return what is timed: epochs, or predictions one batch after the other.

    One of many epochs, or the first prediction, goes before; a lone epoch is long.
    """
    if workload.step == "train":
        epochs = workload.epochs
        warm_up = partial(party.train, 1, shuffled=True) if epochs > 1 else list
        return Turn(warm_up, lambda: party.train(epochs, shuffled=True))
    x, _ = data(workload)
    batches = [party.prepare(part) for part in np.split(x, workload.num_batches)]

    def predict_all() -> None:
        for batch in batches:
            party.predict(batch)

    return Turn(lambda: party.predict(batches[0]), predict_all)


def _timed(turn: Turn) -> str:
    turn.warm_up()
    before = time.process_time()
    seconds, _ = _measured(turn.work)
    processor_seconds = time.process_time() - before
    return f"{DONE} {seconds} {processor_seconds} {_peak_megabytes()}"


def _measured(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def _peak_megabytes() -> float:
    import resource

    # Linux counts kilobytes, macOS bytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    main(*sys.argv[1:])
