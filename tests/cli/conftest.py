"""The command line, run inside the tests' own process."""

from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from limpid.cli._app import make_app


class Said(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str


def limpid(*words):
    """Return what `limpid` with these words answers."""
    result = CliRunner().invoke(make_app(), [str(word) for word in words])
    return Said(result.exit_code, result.stdout, result.stderr)


@pytest.fixture(scope="session")
def runs(tmp_path_factory):
    """Return a folder with a short run on the digits, named `short`."""
    folder = tmp_path_factory.mktemp("runs")
    said = limpid("train", "--epochs", 2, "--name", "short", "--runs-dir", folder)
    assert said.code == 0, said.err
    return folder
