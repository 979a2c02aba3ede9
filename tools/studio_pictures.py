"""Take the pictures of the studio's screens that the documentation shows.

Every screen becomes three pictures in `docs/studio/`: light, dark and on a phone. Needs
Playwright, Pillow and Chromium; LIMPID_CHROMIUM may name it. The runs to show are
trained first, in half a minute.

Usage:
    python tools/studio_pictures.py                      all screens
    python tools/studio_pictures.py runs 'lenet?seed=3'  these alone, as links say
"""

import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

from limpid.studio.catalog import screen_names
from limpid.studio.headless import LIMPID, chromium, running_studio

FOLDER = Path(__file__).parent.parent / "docs" / "studio"
VIEWS = {
    "light": ("light", 1280, 900),
    "dark": ("dark", 1280, 900),
    "phone": ("light", 375, 760),
}
# What each screen shows, where its first state says less. A screen that is not here is
# taken as it opens.
LINKS = {
    "perceptron": "at=14",
    "graph_stepper": 'expression="sigmoid(w0 * x0 + w1 * x1 + w2)"'
    '&values={"w0":"2","x0":"-1","w1":"-3","x1":"-2","w2":"-3"}&at=9',
    "convolution": "at=30",
    "walk_through": "at=15",
    "linear_classifier": 'formulation="softmax"&at=20',
    "boundaries": 'method="lines"&data="two groups"&examples=16&draws=true',
    "shapes": "at=80",
    "layers": "layers=1&units=3&examples=100&at=150",
    "lab": "at=450",
    "playground": 'data="spiral"&optimizer="adam"&learning_rate=0.01&at=10000'
    '&features=["x1","x2","sin(x1)","sin(x2)"]&hidden=[{"units":8},{"units":6}]'
    "&inside=[0,4]",
    "optimizer_race": "at=250",
    "overfitting": "at=600",
    "char_rnn": "at=600",
    "wider_deeper": "at=16",
    "runs": 'run="as-the-recipe"&sort="result/test_accuracy"',
}
RUNS = {
    "wide-steps": ["--set=learning_rate=0.02"],
    "small-steps": ["--set=learning_rate=0.0003"],
    "no-dropout": ["--set=dropout=0"],
    "tanh": ["--set=activation=tanh", "--set=batch_size=128"],
    "as-the-recipe": [],
}
FEW_COLORS = 96
# Frames and charts have settled.
SETTLED_MS = 1500


def main(links: list[str]) -> None:
    """Open each link in the studio and save what is seen."""
    links = links or [f"{name}?{LINKS.get(name, '')}" for name in screen_names()]
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        if any(link.startswith("runs") for link in links):
            make_runs(folder)
        with running_studio(folder=folder) as address, chromium() as browser:
            page = browser.new_page()
            page.goto(address)
            for link in links:
                take(page, address.partition("?")[0], link)


def make_runs(folder: str) -> None:
    """Train the runs that are shown."""
    for name, changes in RUNS.items():
        train = ["train", "digits", f"--name={name}", "--epochs=20", *changes]
        subprocess.run([*LIMPID, *train], cwd=folder, check=True)  # noqa: S603 - limpid itself


def take(page: Any, home: str, link: str) -> None:
    """Save a screen's three pictures."""
    for name, (scheme, width, height) in VIEWS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.goto("about:blank")
        page.goto(f"{home}#{quote(link, safe='?&=|')}")
        page.locator("[data-ready]").first.wait_for(timeout=60_000)
        settle(page)
        save(page.screenshot(), FOLDER / f"{link.partition('?')[0]}-{name}.webp")


def settle(page: Any) -> None:
    """Wait until a screen has come to its moment, and its charts are drawn."""
    before = None
    while before != (before := page.locator("[role=timer]").all_inner_texts()):
        page.wait_for_timeout(SETTLED_MS)


def save(png: bytes, path: Path) -> None:
    """Write a picture small: with few colors, none of them far from its own."""
    from PIL import Image

    picture = Image.open(BytesIO(png)).convert("RGB")
    few = picture.quantize(FEW_COLORS, method=Image.Quantize.MAXCOVERAGE, kmeans=3)
    few.convert("RGB").save(path, "WEBP", lossless=True, method=6)
    print(f"wrote {path}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
