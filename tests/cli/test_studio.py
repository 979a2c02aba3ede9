"""`limpid studio`: what it writes and refuses; that it serves, tests/studio shows."""

import pytest
from tests.cli.conftest import limpid


def test_link_is_exported_as_a_page(tmp_path):
    path = tmp_path / "page.html"
    said = limpid("studio", 'playground?data="xor"&at=50', "--export", path)
    assert said.code == 0
    assert "opens in any browser" in said.out
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("playgrund", "did you mean 'playground'"),  # typos: ignore
        ("playground?noise=99", "cannot be read"),
        ("playground?noise=many", "cannot be read"),
        ("playground?at=soon", "cannot be read"),
        ("playground?data=%22own%22", "table is empty"),
    ],
)
def test_wrong_link_is_said_in_a_sentence(tmp_path, link, sentence):
    said = limpid("studio", link, "--export", tmp_path / "page.html")
    assert said.code != 0
    assert sentence in said.err
    assert len(said.err.strip().splitlines()) == 1
    assert not (tmp_path / "page.html").exists()
