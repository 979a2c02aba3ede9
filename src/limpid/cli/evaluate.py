from limpid.cli._options import DEFAULT_RUNS, RunOrModel, RunsDir


def evaluate(
    model: RunOrModel,
    runs_dir: RunsDir = DEFAULT_RUNS,
) -> None:
    """Test a trained model on the test data of its run."""
    from limpid.cli._trained import trained_run
    from limpid.runs.examination import examine

    training = trained_run(model, runs_dir)
    examination = examine(training)
    data = f"{len(training.test[0]):,} examples of {training.dataset.name}"
    print(f"{training.recipe.name} on {data}")
    for name, value in examination.figures.items():
        print(f"{name.replace('_', ' '):16}{value:.6g}")
