"""A contestant's own process: it does what it is told, a line at a time.

Started by `contestant`: `python -m limpid.bench.worker PARTY`. It takes `load WORKLOAD`
and answers with the loss, how long the first use took longer than the second, and how
long compiling took; and `turn`, which it answers with an epoch's seconds, those of
processors, and peak megabytes.
"""

import math
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
# A turn takes at least about so long, as many epochs as that may be.
LEAST_SECONDS = 0.1


def main(party: str) -> None:
    """Answer every line of standard input."""
    answers = _own_output()
    turn = Turn(list, range)
    for line in sys.stdin:
        match line.split():
            case ["load", name]:
                turn, answer = _load(party, find(name))
            case _:
                answer = _timed(turn)
        print(answer, file=answers, flush=True)


class Turn(NamedTuple):
    """What is timed.

    Attributes:
        warm_up: Done before, not timed: others have filled the caches since.
        work: Does the work of some epochs, or their predictions.
        epochs: Whose work takes long enough for a clock.
    """

    warm_up: Callable[[], object]
    work: Callable[[int], object]
    epochs: int = 1


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
        # limpid says; of peers nobody asks.
        compiling = getattr(party, "compiling_seconds", math.nan)
        return turn_of(party, workload), f"{READY} {loss} {seconds} {compiling}"
    except ImportError as error:
        kind = "" if isinstance(error, AbsentError) else "not installed: "
        return Turn(list, range), f"{ABSENT} {kind}{error}"
    # What a peer or limpid itself raises shall be read in the table.
    except Exception as error:  # noqa: BLE001
        message = " ".join(str(error).split())[:200]
        return Turn(list, range), f"{FAILED} {type(error).__name__}: {message}"


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

    An epoch of many, or the first prediction, goes before; a lone epoch is long.
    """
    if workload.step == "train":
        work = partial(party.train, shuffled=True)
        epochs = _long_enough(work)
        return Turn(partial(work, 1) if epochs > 1 else list, work, epochs)
    x, _ = data(workload)
    batches = [party.prepare(part) for part in np.split(x, workload.num_steps)]

    def predict(epochs: int) -> None:
        for batch in batches * epochs:
            party.predict(batch)

    return Turn(lambda: party.predict(batches[0]), predict, _long_enough(predict))


def _long_enough(work: Callable[[int], object]) -> int:
    """Return how many epochs take a turn's least time."""
    epochs, seconds = 1, 0.0
    while seconds < LEAST_SECONDS / 2:
        seconds, _ = _measured(partial(work, epochs))
        epochs = math.ceil(epochs * min(max(LEAST_SECONDS / seconds, 1), 100))
    return epochs


def _timed(turn: Turn) -> str:
    turn.warm_up()
    before = time.process_time()
    seconds, _ = _measured(partial(turn.work, turn.epochs))
    processor_seconds = time.process_time() - before
    times = f"{seconds / turn.epochs} {processor_seconds / turn.epochs}"
    return f"{DONE} {times} {_peak_megabytes()}"


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
