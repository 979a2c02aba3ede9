"""The end of a run: test the model, write the report and the result."""

import shutil
from collections.abc import Mapping

from limpid.runs.examination import Examination, examine
from limpid.runs.records import RunResult, write_record
from limpid.runs.report import write_report
from limpid.runs.run_directory import RunDirectory
from limpid.runs.training import Training

__all__ = ["complete"]


def complete(training: Training, directory: RunDirectory) -> RunResult:
    """Test a trained model, and write down all that came out.

    The result is written last: a run that was killed before is taken up again.

    Raises:
        LimpidFileError: The directory cannot be written.
    """
    examination = examine(training)
    result = judge(training, examination, directory)
    write_report(training, examination, result, directory)
    write_record(directory.result_file, result)
    shutil.rmtree(directory.checkpoint_folder, ignore_errors=True)
    return result


def judge(
    training: Training, examination: Examination, directory: RunDirectory
) -> RunResult:
    """Return the result of a run: its figures beside those of the recipe."""
    figures, expect = examination.figures, dict(training.recipe.expect)
    lines = directory.metrics()
    return RunResult(
        figures=figures,
        expect=expect,
        passed=all(reaches(figures, name, goal) for name, goal in expect.items()),
        num_test=len(training.test[0]),
        num_parameters=training.model.count_params(),
        epochs=len(lines),
        seconds=round(sum(line["seconds"] for line in lines), 3),
    )


def reaches(figures: Mapping[str, float], name: str, goal: float) -> bool:
    """Tell whether a figure is good enough: accuracies high, all others low.

    Example:
        >>> reaches({"test_errors": 94.0}, "test_errors", 95)
        True
    """
    value = figures[name]
    return value >= goal if name.endswith("accuracy") else value <= goal
