"""Checkpoints: all that a run needs to go on bit for bit, in one file."""

import re
import warnings
from pathlib import Path
from typing import Any

from limpid.errors import LimpidError, LimpidFileError
from limpid.graph.op import Array
from limpid.graph.tracing import placeholder, trace
from limpid.graph.tree import map_leaves
from limpid.graph.variable import Variable
from limpid.models import description as forms
from limpid.models.batches import on_batch
from limpid.models.description import Description, RunRecord, pack, unpack
from limpid.models.functional import INPUT, describe_input, map_records
from limpid.models.state import (
    assign,
    match,
    model_variables,
    optimizer_variables,
    values_of,
)
from limpid.models.tensor_file import (
    Contents,
    FileRefusal,
    read_tensors,
    write_tensors,
)
from limpid.random.shared_state import get_shared_state, set_shared_state

FILE_PATTERN = re.compile(r"step-(\d{6,12})\.safetensors")


# Files


def checkpoint_files(folder: Path) -> list[Path]:
    """Return the checkpoints in a folder, the latest first."""
    found = {path: FILE_PATTERN.fullmatch(path.name) for path in folder.iterdir()}
    steps = {path: int(name[1]) for path, name in found.items() if name}
    return sorted(steps, key=lambda path: steps[path], reverse=True)


def latest_checkpoint(folder: Path) -> tuple[Path, Contents, Description] | None:
    """Return the latest checkpoint that is whole; warn of later ones that are not."""
    for path in checkpoint_files(folder):
        try:
            contents = read_tensors(path)
            return path, contents, forms.decode(contents.description, "checkpoint")
        except (LimpidFileError, FileRefusal) as error:
            warnings.warn(f"{path} is passed over: {error}", stacklevel=2)
    return None


# Writing


def write_checkpoint(folder: Path, loop: Any, batches: int) -> Path:
    """Write where a run stands to `step-<batches>.safetensors` and return the path.

    Args:
        folder: Where to.
        loop: The run.
        batches: How many batches it has trained on since its start.

    Raises:
        ConfigError: A callback's state holds what cannot be saved.
        LimpidFileError: The file cannot be written.
    """
    variables = run_variables(loop.model)
    arrays: dict[str, Array] = {}
    description = Description(
        kind="checkpoint",
        names=list(variables),
        run=_describe_run(loop, batches, arrays),
    )
    path = folder / f"step-{batches:06d}.safetensors"
    write_tensors(path, values_of(variables) | arrays, forms.encode(description))
    return path


def run_variables(model: Any) -> dict[str, Variable]:
    """Return all variables that training changes, by their names in files."""
    result = model_variables(model) | optimizer_variables(model)
    for i, metric in enumerate(model.metrics):
        for j, variable in enumerate(metric.variables):
            result[f"metrics/{i}/{j}"] = variable
    return result


def _describe_run(loop: Any, batches: int, arrays: dict[str, Array]) -> RunRecord:
    return RunRecord(
        epoch=loop.epoch,
        step=loop.step,
        batches=batches,
        shuffle_seed=loop.shuffle_seed,
        stopped=bool(loop.model.stop_training),
        logs=pack(loop.logs),
        batch=pack(map_leaves(describe_input, loop.batch)),
        callbacks=[
            (
                type(callback).__name__,
                pack(callback.get_state(), arrays, f"state/{i}"),
            )
            for i, callback in enumerate(loop.callbacks)
        ],
        random=pack(get_shared_state(), arrays, "random"),
    )


# Restoring


def restore_checkpoint(
    loop: Any, path: Path, contents: Contents, description: Description
) -> int:
    """Let a run go on where the checkpoint stands; return its number of batches.

    Raises:
        LimpidFileError: The checkpoint is of another model.
    """
    run = description.run
    if run is None:
        raise forms.refusal(path, FileRefusal("it does not say where the run stands"))
    try:
        _build(loop.model, unpack(run.batch))
        names = description.names
        pairs = match(run_variables(loop.model), names, contents.tensors)
    except LimpidError as error:
        refusal = forms.refusal(path, error)
        raise LimpidFileError(
            f"{refusal} It seems to be of another model; "
            "give another backup_dir, or delete this one."
        ) from error
    assign(pairs, contents.tensors)
    _set_position(loop, run)
    _set_callbacks(loop, run, contents)
    # Last, since making the model has drawn from them.
    set_shared_state(unpack(run.random, contents.tensors))
    return run.batches


def _build(model: Any, batch: Any) -> None:
    """Make every variable by tracing one training step, without data."""

    def restore(record: dict[str, Any]) -> Any:
        form = record[INPUT]
        return placeholder(tuple(form["shape"]), form["dtype"])

    trace(on_batch(model.train_step), map_records(restore, batch))


def _set_position(loop: Any, run: RunRecord) -> None:
    loop.batches.go_to(run.epoch - loop.epoch, run.shuffle_seed)
    loop.epoch, loop.step = run.epoch, run.step
    loop.logs = unpack(run.logs)
    loop.shuffle_seed = run.shuffle_seed
    loop.model.stop_training = run.stopped


def _set_callbacks(loop: Any, run: RunRecord, contents: Contents) -> None:
    """Hand each callback the state of its namesake, in the order of both."""
    states = list(run.callbacks)
    for callback in loop.callbacks:
        name = type(callback).__name__
        found = next((state for state in states if state[0] == name), None)
        if found is not None:
            states.remove(found)
            callback.set_state(unpack(found[1], contents.tensors))
