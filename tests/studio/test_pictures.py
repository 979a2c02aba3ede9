"""The documentation shows every screen: light, dark and on a phone."""

from pathlib import Path

import pytest

from limpid.studio.catalog import screen_names

DOCS = Path(__file__).parents[2] / "docs"
pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason="needs the documentation")


@pytest.mark.parametrize("screen", screen_names())
def test_screen_is_shown_in_three_pictures(screen):
    page = (DOCS / "screens.md").read_text(encoding="utf-8")
    assert f"`limpid studio {screen}`" in page, "describe it in docs/screens.md"
    for view in ("light", "dark", "phone"):
        picture = f"studio/{screen}-{view}.webp"
        assert f"({picture})" in page
        assert (DOCS / picture).is_file(), "run python tools/studio_pictures.py"


def test_pictures_are_small():
    sizes = [path.stat().st_size for path in (DOCS / "studio").iterdir()]
    assert sum(sizes) < 120_000 * len(screen_names())
