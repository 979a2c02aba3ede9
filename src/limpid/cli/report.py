from typing import Annotated

import typer

from limpid.cli._options import DEFAULT_RUNS, RunsDir


def report(
    run: Annotated[str, typer.Argument(help="A finished run's name or folder.")],
    runs_dir: RunsDir = DEFAULT_RUNS,
) -> None:
    """Write the report of a finished run anew."""
    from limpid.cli._trained import trained_run
    from limpid.runs.examination import examine
    from limpid.runs.report import write_report
    from limpid.runs.run_directory import find_run

    directory = find_run(runs_dir, run)
    training = trained_run(run, runs_dir)
    write_report(training, examine(training), directory.result(), directory)
    print(directory.report_file)
