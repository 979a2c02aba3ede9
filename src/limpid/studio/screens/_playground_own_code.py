"""The Python that reads what is one's own: a pasted table, arrays, or a model."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.studio.screens._playground_network import Problem
from limpid.studio.screens._playground_points import MAX_CLASSES

Array = NDArray[Any]

# More would bury the network under numbers; they are read from a file.
MAX_WRITTEN_ROWS = 200


def table_code(table: str, problem: Problem) -> tuple[list[str], str]:
    """Return lines that read a pasted table: imports, and what uses them.

    The table is written out, or read from a file if it is long.
    """
    reader, labels = "numbers_of", "y = numbers_of(table)"
    if problem.classes:
        reader = "classes_of"
        labels = f"y, names = classes_of(table.labels, {MAX_CLASSES})"
    imports = [f"from limpid.studio.table import {reader}, read_table, scaled"]
    rows = len(table.splitlines())
    if rows > MAX_WRITTEN_ROWS:
        imports.append("from pathlib import Path")
        note = f"# Your table of {rows:,} lines: save it beside this program first.\n"
        text = 'Path("table.csv").read_text(encoding="utf-8")'
    else:
        note, text = "", _quoted(table)
    return (
        imports,
        f"""{note}table = read_table({text})
x = scaled(table.x).astype("f4")
{labels}""",
    )


def _quoted(text: str) -> str:
    escaped = text.strip("\r\n").replace("\\", "\\\\").replace('"', '\\"')
    return f'"""\n{escaped}\n"""'


def arrays_code(problem: Problem) -> str:
    """Return lines that give arrays: written out, or from a file if they are long."""
    if len(problem.x) <= MAX_WRITTEN_ROWS:
        return f"""x = np.array({_rows(problem.x)}, "f4")
y = np.array({problem.y.tolist()})"""
    labels = 'saved["y"].ravel()'
    if problem.classes:
        labels = f"np.unique({labels}, return_inverse=True)[1]"
    return f"""# Your own arrays, saved before: np.savez("data.npz", x=x, y=y)
saved = np.load("data.npz")
x = saved["x"].astype("f4")
y = {labels}"""


def model_code(seed: int) -> str:
    """Return lines that give a copy of a model, as the playground makes it."""
    return f"""# Your own model, saved before: model.save("model.safetensors")
given = load_model("model.safetensors")
utils.set_random_seed({seed})
model = Sequential.from_config(given.get_config())
model.set_weights(given.get_weights())"""


def _rows(x: Array) -> str:
    # The shortest decimals that give the same float32.
    rows = (", ".join(map(str, row)) for row in x.astype(np.float32))
    lines = "".join(f"    [{row}],\n" for row in rows)
    return f"[\n{lines}]"
