"""The limpid Python that reads the same numbers."""

from pathlib import Path

from limpid.studio.screens._runs_state import RunsState

LIST = """from pathlib import Path

from limpid.runs import runs_in

folder = Path({folder!r})
for run in runs_in(folder):
    last = (run.metrics() or [{{}}])[-1]
    print(run.path.name, run.config().settings, last)
"""

LOOK = """
from limpid.runs import find_run

run = find_run(folder, {name!r})
epochs = run.metrics()
print(run.config().settings)
print([line["epoch"] for line in epochs])
print([line.get("{metric}") for line in epochs])
if run.is_finished:
    print(run.result().figures, run.result().expect)
"""

SMOOTH = """
mean, smooth = 0.0, []
for number, line in enumerate(epochs, 1):
    mean = {weight:g} * mean + (1 - {weight:g}) * line["{metric}"]
    smooth.append(mean / (1 - {weight:g} ** number))
print(smooth)
"""


def program(folder: Path, state: RunsState, name: str, metric: str) -> str:
    """Return a program that lists the runs and reads the one looked at."""
    text = LIST.format(folder=str(folder))
    if not name:
        return text + "# No run yet: limpid train digits\n"
    text += LOOK.format(name=name, metric=metric)
    if state.smoothing and metric:
        text += SMOOTH.format(weight=state.smoothing, metric=metric)
    return text
