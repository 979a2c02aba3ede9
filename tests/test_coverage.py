"""Each row of docs/coverage.md names a test or a command that exists."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "coverage.md"


def rows() -> list[list[str]]:
    """Return the cells of every row of the page's tables, headings left out."""
    lines = [line.strip() for line in PAGE.read_text(encoding="utf-8").splitlines()]
    cells = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))]
        for line in lines
        if line.startswith("|")
    ]
    return [
        row for row in cells if row[0] != "row" and not re.fullmatch(r":?-+:?", row[0])
    ]


def claims() -> list[str]:
    """Return everything that the last column of the page gives in backticks."""
    shown_by = " ".join(row[-1] for row in rows())
    return sorted(set(re.findall(r"`((?:tests/|limpid )[^`]+)`", shown_by)))


def test_every_row_has_three_cells_and_names_what_shows_it():
    for row in rows():
        assert len(row) == 3, row
        assert "`" in row[-1] or row[-1].startswith("issue "), row


def test_no_row_stands_twice():
    names = [row[0] for row in rows()]
    assert len(names) == len(set(names))


def test_table_of_groups_counts_the_rows():
    table = PAGE.read_text(encoding="utf-8").partition("```{list-table}")[2]
    groups = re.findall(r"\* - (\w{3})\n  - .*\n  - (\d+)\n  - (\d+)\n", table)
    assert len(groups) > 20
    for group, done, partly in groups:
        own = [r for r in rows() if group == "all" or r[0].startswith(f"{group}-")]
        begun = sum("**partly**" in " ".join(row) for row in own)
        assert (int(done), int(partly)) == (len(own) - begun, begun), group


@pytest.mark.parametrize("claim", claims())
def test_what_the_page_names_exists(claim):
    if claim.startswith("limpid "):
        command = claim.split()[1].replace("-", "_")
        commands = ROOT / "src" / "limpid" / "cli"
        assert (commands / f"{command}.py").is_file() or (commands / command).is_dir()
        return
    path, _, name = claim.partition("::")
    assert (ROOT / path).exists()
    if name:
        assert name.partition("[")[0].rpartition("::")[-1] in names_in(ROOT / path)


def names_in(file: Path) -> set[str]:
    """Return the names of the test functions and classes in a file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    kinds = ast.FunctionDef | ast.ClassDef
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}
