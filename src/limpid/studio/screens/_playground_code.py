"""The Python that gives the playground's numbers, for limpid and for Keras."""

from typing import Any

import msgspec

from limpid.studio.screens._playground_changes import (
    Change,
    course_code,
    later,
    left_out,
    of_first_data,
)
from limpid.studio.screens._playground_network import Problem, loss_of, output_of
from limpid.studio.screens._playground_own_code import (
    arrays_code,
    model_code,
    table_code,
)
from limpid.studio.screens._playground_points import FEW, drawing, num_train


class Course(msgspec.Struct, frozen=True):
    """How a network came to where it is.

    Attributes:
        first_rate: The learning rate before the first batch.
        steps_per_epoch: As many batches as there are now in an epoch.
        changes: What was done on the way.
    """

    first_rate: float
    steps_per_epoch: int
    changes: list[Change]


def program(
    settings: Any,
    problem: Problem,
    position: int,
    library: str = "limpid",
    *,
    own_arrays: bool = False,
    own_model: bool = False,
    course: Course | None = None,
) -> str:
    """Return a program that builds, compiles and trains the network.

    Args:
        settings: The playground's state.
        problem: What is learned, as drawn.
        position: How many batches it has been trained on.
        library: limpid or keras.
        own_arrays: Whether the data were given as arrays.
        own_model: Whether the network was given.
        course: How it came there; by default by nothing but batches.
    """
    is_own = own_arrays or settings.data == "own"
    per_epoch = -(
        -num_train(settings.train_share, len(problem.x)) // settings.batch_size
    )
    course = course or Course(settings.learning_rate, per_epoch, [])
    inputs = _inputs(settings, problem, is_own)
    training = _training(settings, problem, position, library, course, inputs)
    data = _data(settings, problem, own_arrays)
    parts = [
        _imports(library, training, own_model=own_model),
        data + of_first_data(course.changes),
        inputs,
        model_code(settings.seed) if own_model else _model(settings, problem),
        training,
    ]
    return "\n".join(parts)


def _imports(library: str, training: str, *, own_model: bool) -> str:
    names = "layers, optimizers, regularizers, utils"
    lines = ["import numpy as np", f"from {library} import Sequential, {names}"]
    if own_model or "load_model(" in training:
        lines.append("from limpid import load_model")
    if "Training(" in training:
        lines = ["import random", "", *lines]
        lines.append("from limpid.studio.training import Training")
    if library == "keras":
        lines.append("# Keras draws other random numbers: same network, other values.")
    return "\n".join(lines)


def _data(settings: Any, problem: Problem, arrays: bool) -> str:
    share = settings.train_share
    train = num_train(share, len(problem.x))
    more, points = _points(settings, problem, arrays)
    more += ["from limpid.explanations import features"]
    imports = "\n".join(sorted(more))
    return f"""{imports}

{points}
order = np.random.default_rng([{settings.seed}, 1]).permutation(len(x))
train = order[:{train}]  # {share} %, the rest to test"""


def _points(settings: Any, problem: Problem, arrays: bool) -> tuple[list[str], str]:
    """Return the lines that give x and y: imports, and what uses them."""
    if arrays:
        return [], arrays_code(problem)
    if settings.data == "own":
        return table_code(settings.table, problem)
    source, name, given = drawing(settings)
    arguments = ", ".join(f"{key}={value}" for key, value in given.items())
    imports = [f"from limpid.datasets.{source} import {name}"]
    return imports, f"x, y = {name}({arguments})"


def _targets(settings: Any, problem: Problem, is_own: bool) -> str:
    loss, count = loss_of(settings, problem), len(problem.classes)
    if not count:
        return 'y.reshape(-1, 1).astype("f4")' if is_own else "y"
    if count > 2:
        return "y" if loss.startswith("sparse") else f'np.eye({count}, dtype="f4")[y]'
    signs = loss != "binary_crossentropy"
    if is_own or settings.data in FEW:
        column = 'y.reshape(-1, 1).astype("f4")'
        return f"2 * {column} - 1" if signs else column
    # Two classes are -1 and 1, as tanh and hinge tell them; the sigmoid's 0 and 1.
    return "y" if signs else "(y + 1) / 2"


def told_apart(settings: Any, problem: Problem, label: float, *, own: bool) -> float:
    """Return how the program's y tells a point of this label."""
    generated = not (own or settings.data == "own" or settings.data in FEW)
    # Two classes are -1 and 1, in what the generators draw.
    return 2 * label - 1 if generated and len(problem.classes) == 2 else label


def _inputs(settings: Any, problem: Problem, is_own: bool) -> str:
    return f"""
inputs = features(x, {list(settings.features)})
targets = {_targets(settings, problem, is_own)}
"""


def _model(settings: Any, problem: Problem) -> str:
    units, last = output_of(loss_of(settings, problem), len(problem.classes))
    extra = ""
    if settings.initializer != "glorot_uniform":
        extra += f', kernel_initializer="{settings.initializer}"'
    if settings.regularization != "none" and settings.regularization_rate:
        kind, rate = settings.regularization.upper(), settings.regularization_rate
        extra += f", kernel_regularizer=regularizers.{kind}({rate:g})"
    lines = [f"    layers.Input(({len(settings.features)},)),"]
    for hidden in settings.hidden:
        activation = hidden.activation or settings.activation
        lines.append(f'    layers.Dense({hidden.units}, "{activation}"{extra}),')
        if hidden.dropout:
            lines.append(f"    layers.Dropout({hidden.dropout:g}),")
    lines.append(f'    layers.Dense({units}, "{last}"{extra}),')
    body = "\n".join(lines)
    return f"""utils.set_random_seed({settings.seed})
model = Sequential([
{body}
])"""


def _optimizer(settings: Any, learning_rate: float) -> str:
    rate = f"{learning_rate:g}"
    if settings.optimizer in {"momentum", "nesterov"}:
        more = ", nesterov=True" if settings.optimizer == "nesterov" else ""
        return f"optimizers.SGD({rate}, momentum={settings.momentum:g}{more})"
    from limpid.catalog import lookup

    return f"optimizers.{lookup('optimizers', settings.optimizer).__name__}({rate})"


def _training(
    settings: Any,
    problem: Problem,
    position: int,
    library: str,
    course: Course,
    inputs: str,
) -> str:
    size, changes = settings.batch_size, course.changes
    optimizer = _optimizer(settings, course.first_rate)
    compiled = f'model.compile({optimizer}, "{loss_of(settings, problem)}")\n'
    if library != "limpid":
        compiled = left_out(changes) + compiled
    elif later(changes) or position % course.steps_per_epoch:
        return compiled + course_code(changes, position, size, inputs)
    note = "" if position else "# The page shows the network before this.\n"
    epochs = max(1, position // course.steps_per_epoch)
    arguments = f"batch_size={size}, epochs={epochs}"
    return f"{compiled}{note}model.fit(inputs[train], targets[train], {arguments})\n"
