"""State: a model's variables matched with the tensors of a file."""

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from limpid.errors import ShapeError
from limpid.graph.op import Array
from limpid.graph.variable import Variable

MODEL, OPTIMIZER = "model/", "optimizer/"

Pairs = list[tuple[str, Variable]]


def values_of(variables: Mapping[str, Variable]) -> dict[str, Array]:
    """Return the variables' values by the same names."""
    return {name: variable.numpy() for name, variable in variables.items()}


def model_variables(model: Any) -> dict[str, Variable]:
    """Return a model's variables by their names in files."""
    return {f"{MODEL}{path}": variable for path, variable in model.paths().items()}


def optimizer_variables(model: Any) -> dict[str, Variable]:
    """Return its optimizer's variables by their names in files."""
    if model.optimizer is None:
        return {}
    paths = model.optimizer.paths()
    return {f"{OPTIMIZER}{path}": variable for path, variable in paths.items()}


def match(
    variables: Mapping[str, Variable],
    names: Sequence[str],
    tensors: Mapping[str, Array],
) -> Pairs:
    """Return each variable with the name of its tensor.

    Layers that were named automatically may bear other numbers in another process:
    where the names differ, the order decides.

    Raises:
        ShapeError: Not every variable has just one tensor of its shape and type.
    """
    if len(variables) != len(names):
        raise ShapeError(
            f"there are {len(names)} weights in it, but the model has {len(variables)}"
        )
    same = set(names) == set(variables)
    pairs = [
        (own if same else name, variable)
        for (own, variable), name in zip(variables.items(), names, strict=True)
    ]
    for name, variable in pairs:
        value = tensors[name]
        if value.shape != variable.shape or value.dtype != variable.dtype:
            raise ShapeError(
                f"{name!r} in it is {value.dtype}{list(value.shape)}, but the model's "
                f"{variable.path!r} is {variable.dtype}{list(variable.shape)}"
            )
    return pairs


def assign(pairs: Pairs, tensors: Mapping[str, Array]) -> None:
    """Give each variable the value of its tensor."""
    for name, variable in pairs:
        variable.set(tensors[name])


def warn_unless_finite(path: Any, tensors: Mapping[str, Array]) -> None:
    """Warn of the first tensor with NaN or infinite numbers, if there is one."""
    for name, value in tensors.items():
        if value.dtype.kind == "f" and not np.isfinite(value).all():
            warnings.warn(
                f"{path}: {name!r} holds NaN or infinite numbers; "
                "the training that made it went wrong.",
                stacklevel=3,
            )
            return


def restore_optimizer(
    model: Any, pairs: Pairs, names: Sequence[str], tensors: Mapping[str, Array]
) -> None:
    """Give the optimizer the state it had for these variables.

    Args:
        model: Compiled; its variables have their values.
        pairs: Its variables by their names in the file.
        names: Of the optimizer's tensors.
        tensors: By name.
    """
    owners = {name.rpartition("/")[0].removeprefix(OPTIMIZER) for name in names}
    followed = [
        variable for name, variable in pairs if name.removeprefix(MODEL) in owners
    ]
    model.optimizer.build(followed)
    assign(match(optimizer_variables(model), names, tensors), tensors)
