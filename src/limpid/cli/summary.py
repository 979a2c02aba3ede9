from limpid.cli._options import DEFAULT_RUNS, RecipeOrModel, RunsDir


def summary(
    model: RecipeOrModel,
    runs_dir: RunsDir = DEFAULT_RUNS,
) -> None:
    """Print a model's layers with their shapes and parameters."""
    from limpid.cli._steps import model_of

    model_of(model, runs_dir).summary()
