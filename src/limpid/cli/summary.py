from limpid.cli._options import DEFAULT_RUNS, RunOrModel, RunsDir


def summary(
    model: RunOrModel,
    runs_dir: RunsDir = DEFAULT_RUNS,
) -> None:
    """Print a model's layers with their shapes and parameters."""
    from limpid.cli._trained import load

    load(model, runs_dir).model.summary()
