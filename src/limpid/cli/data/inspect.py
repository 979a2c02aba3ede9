from pathlib import Path
from typing import Annotated, Any

import typer


def inspect(
    file: Annotated[Path, typer.Argument(help="A table saved as CSV.")],
) -> None:
    """Look at a CSV table before training: types, missing values, scale."""
    from limpid.datasets import inspect_csv

    report = inspect_csv(file)
    size = f"{_count(report.num_rows, 'row')}, {_count(len(report.columns), 'column')}"
    print(f"{file}: {size}, {report.encoding}")
    width = max(len(column.name) for column in report.columns)
    for column in report.columns:
        print(f"    {column.name:{width}}  {_describe(column)}")
    for warning in report.warnings:
        print(f"! {warning}")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _describe(column: Any) -> str:
    parts = [
        column.type,
        f"{column.distinct:,} distinct",
        f"{column.missing:,} missing",
    ]
    if column.minimum is not None:
        parts.append(f"{column.minimum:g} to {column.maximum:g}")
        parts.append(f"mean {column.mean:.4g} ± {column.deviation:.4g}")
    return ", ".join(parts)
