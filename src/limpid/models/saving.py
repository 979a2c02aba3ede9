"""Saving and loading models: one safetensors file, with the architecture inside.

A file is data. It names classes of limpid, or of the caller's `custom_objects`; never
a function, a module or another file.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from limpid import catalog
from limpid.errors import ConfigError, LimpidError, LimpidFileError
from limpid.graph.tree import leaves, map_leaves
from limpid.graph.variable import stand_ins
from limpid.layers._weighted import RNN_STATE
from limpid.losses.loss import Loss
from limpid.metrics.metric import Metric
from limpid.models import description as forms
from limpid.models.description import CompileRecord, Description, pack, unpack
from limpid.models.functional import describe_input, restore_inputs
from limpid.models.state import (
    MODEL,
    OPTIMIZER,
    assign,
    match,
    model_variables,
    optimizer_variables,
    restore_optimizer,
    values_of,
    warn_unless_finite,
)
from limpid.models.tensor_file import (
    Contents,
    FileRefusal,
    read_tensors,
    write_tensors,
)
from limpid.optimizers.optimizer import Optimizer

FOREIGN_SUFFIXES = {".keras", ".h5", ".hdf5", ".pt", ".pth", ".onnx", ".pkl"}


def save_model(model: Any, filepath: Any, overwrite: bool = True) -> None:
    """Write architecture, weights and training state to one file.

    Args:
        model: A Sequential, functional or subclassed model that has seen an input.
        filepath: Where to; by custom it ends in `.safetensors`.
        overwrite: Whether a file that is there may be replaced.

    The old file stays whole until the new one is.

    Raises:
        ConfigError: The model holds a function, or knows no input shape yet.
        LimpidFileError: The file cannot be written.
    """
    path = _target(filepath, overwrite)
    _settle_batch(model)
    variables = model_variables(model) | optimizer_variables(model)
    description = Description(
        kind="model",
        names=list(variables),
        model=pack(_serialize(model)),
        input=pack(_describe_inputs(model)),
        compile=_describe_compile(model),
    )
    write_tensors(path, values_of(variables), forms.encode(description))


def save_weights(model: Any, filepath: Any, overwrite: bool = True) -> None:
    """Write the weights, and the states of random numbers, to one file.

    Args:
        model: Any model or layer that is built.
        filepath: Where to; by custom it ends in `.safetensors`.
        overwrite: Whether a file that is there may be replaced.

    Raises:
        LimpidFileError: The file cannot be written.
    """
    path = _target(filepath, overwrite)
    variables = model_variables(model)
    description = Description(kind="weights", names=list(variables))
    write_tensors(path, values_of(variables), forms.encode(description))


def _target(filepath: Any, overwrite: bool) -> Path:
    path = Path(filepath)
    if path.suffix.lower() in FOREIGN_SUFFIXES:
        raise ConfigError(
            f"{path} names a format that limpid does not write; "
            f"save to {path.with_suffix('.safetensors')}."
        )
    if not overwrite and path.exists():
        raise LimpidFileError(f"{path} exists already; pass overwrite=True, or rename.")
    return path


def _serialize(model: Any) -> Any:
    try:
        return catalog.serialize(model)
    except AttributeError as error:
        raise ConfigError(
            f"{type(model).__name__} cannot be saved: {error}; keep each constructor "
            "argument as an attribute of its name, or define get_config()."
        ) from error


def _describe_inputs(model: Any) -> Any:
    spec = model.__dict__.get("input_spec")
    if spec is None and not model.built:
        raise ConfigError(
            f"{model.name!r} cannot be saved yet: it does not know its input's shape; "
            "start it with Input(shape), or call it on data."
        )
    return map_leaves(describe_input, spec)


def _settle_batch(model: Any) -> None:
    """Let the inputs of a stateful model be of the one batch size that it takes."""
    states = [v for v in model.variables if v.name == RNN_STATE]
    for spec in leaves(model.__dict__.get("input_spec")) if states else ():
        spec.shape = (states[0].shape[0], *spec.shape[1:])


def _describe_compile(model: Any) -> CompileRecord | None:
    if model.optimizer is None:
        return None
    told = model.compiled_with
    return CompileRecord(
        optimizer=pack(catalog.serialize(model.optimizer)),
        loss=_describe_objective("losses", told["loss"]),
        loss_weights=pack(told["loss_weights"]),
        metrics=_describe_objective("metrics", told["metrics"]),
        weighted_metrics=_describe_objective("metrics", told["weighted_metrics"]),
        run_eagerly=bool(model.run_eagerly),
    )


def _describe_objective(folder: str, tree: Any) -> Any:
    """Return losses or metrics as plain data; limpid's own functions by their names."""
    exported = catalog.every(folder)

    def describe(part: Any) -> Any:
        name = getattr(part, "__name__", "")
        return name if exported.get(name) is part else catalog.serialize(part)

    return pack(map_leaves(describe, tree))


# Loading


def load_model(
    filepath: Any,
    custom_objects: Mapping[str, Any] | None = None,
    compile: bool = True,
) -> Any:
    """Return the model that a file describes, with its weights and training state.

    Args:
        filepath: A file that `save_model` wrote.
        custom_objects: The classes of your own that the model is made of, by name.
        compile: Whether to compile it as it was, and to restore its optimizer.

    Nothing in a file is run: loading one from a stranger is safe.

    Raises:
        LimpidFileError: The file is missing, foreign, cut, changed or hostile.
        ConfigError: It needs a class that custom_objects lacks.
    """
    path = Path(filepath)
    contents = read_tensors(path)
    try:
        model = _restore(contents, dict(custom_objects or {}), compile)
    except ConfigError as error:
        raise ConfigError(str(forms.refusal(path, error))) from error
    except (LimpidError, FileRefusal, MemoryError) as error:
        raise forms.refusal(path, error) from error
    except Exception as error:
        # Whatever wrong types in a description lead to, in any constructor.
        raise forms.refusal(path, _summary(error)) from error
    warn_unless_finite(path, contents.tensors)
    return model


def _summary(error: Exception) -> Exception:
    reason = f"what it says of the model does not fit ({type(error).__name__}: {error})"
    return FileRefusal(reason)


def _restore(contents: Contents, custom_objects: dict[str, Any], train: bool) -> Any:
    description = forms.decode(contents.description, "model")
    forms.check_work(description.model)
    names = _check_names(description, contents)
    own = [name for name in names if name.startswith(MODEL)]
    stored = sum(contents.tensors[name].size for name in own)
    forms.check_numbers([description.model, description.input], stored)
    model = _build(description, custom_objects, stored)
    pairs = match(model_variables(model), own, contents.tensors)
    assign(pairs, contents.tensors)
    if train and description.compile is not None:
        _compile(model, description.compile, custom_objects)
        theirs = [name for name in names if name.startswith(OPTIMIZER)]
        restore_optimizer(model, pairs, theirs, contents.tensors)
    return model


def _check_names(description: Description, contents: Contents) -> list[str]:
    names = description.names
    if sorted(names) != sorted(contents.tensors):
        raise FileRefusal("its description and its tensors do not belong together")
    return names


def _build(
    description: Description, custom_objects: dict[str, Any], stored: int
) -> Any:
    """Return the model, its weights all zero, if it asks for no more than is stored."""
    from limpid.models.model import Model

    with stand_ins(stored):
        model = catalog.deserialize(unpack(description.model), custom_objects)
        if not isinstance(model, Model):
            raise FileRefusal("it describes no model")
        spec = unpack(description.input)
        if spec is not None and not model.built:
            model(restore_inputs(spec))
    return model


def _compile(model: Any, record: CompileRecord, custom_objects: dict[str, Any]) -> None:
    def restore(value: Any, *kinds: type) -> Any:
        found = catalog.deserialize(unpack(value), custom_objects)
        for part in leaves(found):
            if not isinstance(part, kinds):
                raise FileRefusal(f"it was compiled with {type(part).__name__}")
        return found

    model.compile(
        optimizer=restore(record.optimizer, Optimizer),
        loss=restore(record.loss, Loss, str),
        loss_weights=restore(record.loss_weights, int, float),
        metrics=restore(record.metrics, Metric, str),
        weighted_metrics=restore(record.weighted_metrics, Metric, str),
        run_eagerly=record.run_eagerly,
    )


def load_weights(model: Any, filepath: Any) -> None:
    """Give a built model the weights of a file that `save_weights` wrote.

    Raises:
        LimpidFileError: The file is foreign or damaged, or its weights are others'.
    """
    path = Path(filepath)
    contents = read_tensors(path)
    try:
        description = forms.decode(contents.description, "weights")
        names = _check_names(description, contents)
        pairs = match(model_variables(model), names, contents.tensors)
    except (LimpidError, FileRefusal) as error:
        raise forms.refusal(path, error) from error
    assign(pairs, contents.tensors)
    warn_unless_finite(path, contents.tensors)
