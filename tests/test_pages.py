"""The examples on the documentation's pages run, and print what the pages show."""

import doctest
import re
from pathlib import Path

import pytest

import limpid
from limpid.engines.choice import _Choice

DOCS = Path(__file__).parent.parent / "docs"
EXAMPLES = re.compile(r"^```pycon\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = sorted(page for page in DOCS.glob("*.md") if EXAMPLES.search(page.read_text()))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_examples_of_the_page_print_what_it_shows(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(_Choice, "name", _Choice.name)  # put back afterwards
    limpid.utils.clear_session()
    limpid.utils.set_random_seed(0)
    text = "\n".join(EXAMPLES.findall(page.read_text(encoding="utf-8")))
    examples = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    report: list[str] = []
    doctest.DocTestRunner(optionflags=flags).run(examples, out=report.append)
    assert examples.examples
    assert not report, "".join(report)


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.stem)
def test_every_page_is_reached_from_the_first(page):
    contents = (DOCS / "index.md").read_text(encoding="utf-8")
    assert page.stem == "index" or re.search(rf"^{page.stem}$", contents, re.MULTILINE)
