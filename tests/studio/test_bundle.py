"""The built pages are those of the sources, small, and free of foreign addresses."""

import gzip
import hashlib
import re
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import pytest
from msgspec import Meta
from tools import studio_types

from limpid.studio import bundle
from limpid.studio.catalog import screen_names

STUDIO = Path(__file__).parents[2] / "studio"
# The repository's gate; a static folder larger than this bloats every clone.
MAX_STATIC_BYTES = 1_500_000
FIRST_LOAD_BYTES, WIDGET_BYTES = 250_000, 150_000


def zipped(texts):
    return sum(len(gzip.compress(text)) for text in texts)


def source_hash():
    """Hash the sources as vite.config.ts does."""
    names = ["index.html", "package.json", "package-lock.json"]
    names += [
        path.relative_to(STUDIO).as_posix()
        for path in (STUDIO / "src").rglob("*")
        if path.is_file()
    ]
    digest = hashlib.sha256()
    for name in sorted(names):
        digest.update(f"{name}\n".encode() + (STUDIO / name).read_bytes())
    return digest.hexdigest()


@pytest.mark.skipif(not STUDIO.is_dir(), reason="the pages' sources are not here")
def test_built_pages_are_those_of_the_sources():
    stamp = Path(bundle.__file__).parent / "static" / "SOURCE"
    assert stamp.read_text().strip() == source_hash(), (
        "mend it with: cd studio && npm ci && npm run build"
    )


@pytest.mark.skipif(not STUDIO.is_dir(), reason="the pages' sources are not here")
def test_types_of_the_pages_are_those_of_the_screens():
    assert studio_types.main(["--check"]) == 0, "run python tools/studio_types.py"


class Warm(msgspec.Struct):
    choice: Annotated[Literal["red", "amber"], Meta(title="Which")] = "red"


class Cool(msgspec.Struct):
    choice: Annotated[Literal["amber", "red"], Meta(title="Which")] = "red"


@pytest.mark.skipif(not STUDIO.is_dir(), reason="the pages' sources are not here")
@pytest.mark.parametrize(("struct", "want"), [(Warm, "red amber"), (Cool, "amber red")])
def test_choices_stand_as_written_whatever_was_imported_before(struct, want):
    choices = studio_types.fields(struct)["choice"]["choices"]
    assert list(choices) == want.split()


def test_lock_file_names_no_registry():
    lock = STUDIO / "package-lock.json"
    if not lock.is_file():
        pytest.skip("the pages' sources are not here")
    assert '"resolved"' not in lock.read_text()


def test_static_folder_is_small():
    assert sum(map(len, bundle.files().values())) < MAX_STATIC_BYTES


def test_first_load_is_small():
    page = bundle.files()["index.html"].decode()
    first = [name for name in bundle.files() if name in page]
    entry = bundle.manifest()["index.html"]
    first += [bundle.manifest()[key]["file"] for key in entry.get("imports", ())]
    assert zipped(bundle.files()[name] for name in first) < FIRST_LOAD_BYTES


@pytest.mark.parametrize("screen", screen_names())
def test_widget_is_small(screen):
    scripts = [text.encode() for _, text in bundle.modules(screen)]
    assert zipped([*scripts, bundle.style().encode()]) < WIDGET_BYTES


@pytest.mark.parametrize("screen", screen_names())
def test_scripts_come_in_the_order_in_which_they_need_each_other(screen):
    seen = set()
    for name, text in bundle.modules(screen):
        needed = re.findall(r'(?:from|import)\s*["`]\./([^"`]+)["`]', text)
        assert set(needed) <= seen
        seen.add(name)
