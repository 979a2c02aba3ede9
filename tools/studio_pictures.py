"""Take the pictures of the studio's screens that the documentation shows.

Each link given becomes three pictures in `docs/studio/`: light, dark and on a phone.
Needs Playwright and Chromium; LIMPID_CHROMIUM may name it.

Usage:
    python tools/studio_pictures.py 'playground?data="spiral"&at=5000' …
"""

import os
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

FOLDER = Path(__file__).parent.parent / "docs" / "studio"
VIEWS = {
    "light": ("light", 1280, 900),
    "dark": ("dark", 1280, 900),
    "phone": ("light", 375, 1300),
}
# Frames and charts have settled.
SETTLED_MS = 1500


def main(links: list[str]) -> None:
    """Open each link in the studio and save what is seen."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("LIMPID_CHROMIUM") or shutil.which("chromium")
    command = [sys.executable, "-m", "limpid.cli", "studio", "--no-browser"]
    FOLDER.mkdir(exist_ok=True)
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process,  # noqa: S603 - limpid itself
        sync_playwright() as playwright,
    ):
        address = next(iter(process.stdout or ())).split()[-1]
        options = ["--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=path, args=options)
        page = browser.new_page()
        page.goto(address)
        for link in links:
            take(page, address.partition("?")[0], link)
        browser.close()
        process.terminate()


def take(page: Any, home: str, link: str) -> None:
    """Save a screen's three pictures."""
    for name, (scheme, width, height) in VIEWS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.goto("about:blank")
        page.goto(f"{home}#{quote(link, safe='?&=|')}")
        page.locator("[data-ready]").first.wait_for(timeout=60_000)
        page.wait_for_timeout(SETTLED_MS)
        save(page.screenshot(), FOLDER / f"{link.partition('?')[0]}-{name}.webp")


def save(png: bytes, path: Path) -> None:
    """Write a picture small."""
    from PIL import Image

    Image.open(BytesIO(png)).save(path, quality=70, method=6)
    print(f"wrote {path}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:] or ["playground"])
