"""The Python that gives the playground's numbers, for limpid and for Keras."""

from typing import Any

from limpid.studio.screens._playground_network import (
    Problem,
    loss_of,
    output_of,
)

MAX_POINTS = 40


def program(
    settings: Any, problem: Problem, position: int, library: str = "limpid"
) -> str:
    """Return a program that builds, compiles and trains the network.

    Args:
        settings: The playground's state.
        problem: What is learned.
        position: How many batches it has been trained on.
        library: limpid or keras.
    """
    parts = [_imports(library), _data(settings, problem), _model(settings, problem)]
    return "\n".join([*parts, _training(settings, problem, position)])


def _imports(library: str) -> str:
    names = "layers, optimizers, regularizers, utils"
    lines = ["import numpy as np", f"from {library} import Sequential, {names}"]
    if library == "keras":
        lines.append("# Keras draws other random numbers: same network, other values.")
    return "\n".join(lines)


def _data(settings: Any, problem: Problem) -> str:
    if settings.data == "own":
        return "\nx, y = ...  # your own table: x of shape (examples, 2), y the labels"
    count = len(problem.x)
    call = f"{settings.data}(random, {count}, {settings.noise / 100:g}"
    call += f", {settings.classes})" if problem.classes else ")"
    share = settings.train_share
    return f"""
from limpid.studio.points import {settings.data}

random = np.random.default_rng([{settings.seed}, 0])
x, y = {call}
order = np.random.default_rng([{settings.seed}, 1]).permutation(len(x))
train = order[:{round(count * share / 100)}]  # {share} %, the rest to test"""


def _features(settings: Any) -> str:
    columns = ", ".join(
        _numpy(formula).replace("x1", "x[:, 0]").replace("x2", "x[:, 1]")
        for formula in settings.features
    )
    return f"inputs = np.stack([{columns}], axis=1).astype(np.float32)"


def _numpy(formula: str) -> str:
    import re

    calls = re.sub(r"\b([a-z]\w*)\(", r"np.\1(", formula)
    return calls.replace("^", "**")


def _targets(settings: Any, problem: Problem) -> str:
    loss, count = loss_of(settings, problem), len(problem.classes)
    if count > 2:
        return "y" if loss.startswith("sparse") else f"np.eye({count})[y]"
    column = "y.reshape(-1, 1).astype(np.float32)"
    return f"2 * {column} - 1" if count and loss != "binary_crossentropy" else column


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
    return f"""
{_features(settings)}
targets = {_targets(settings, problem)}

utils.set_random_seed({settings.seed})
model = Sequential([
{body}
])"""


def _optimizer(settings: Any) -> str:
    rate = f"{settings.learning_rate:g}"
    if settings.optimizer in {"momentum", "nesterov"}:
        more = ", nesterov=True" if settings.optimizer == "nesterov" else ""
        return f"optimizers.SGD({rate}, momentum=0.9{more})"
    from limpid.catalog import lookup

    return f"optimizers.{lookup('optimizers', settings.optimizer).__name__}({rate})"


def _training(settings: Any, problem: Problem, position: int) -> str:
    size = settings.batch_size
    count = round(len(problem.x) * settings.train_share / 100)
    epochs = max(1, position // max(1, -(-count // size)))
    return f"""model.compile({_optimizer(settings)}, "{loss_of(settings, problem)}")
model.fit(inputs[train], targets[train], batch_size={size}, epochs={epochs})
"""
