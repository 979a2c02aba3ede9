"""A thousand runs of a thousand epochs in the studio: how fast they come and move.

`python benchmarks/studio/many_runs.py`; LIMPID_CHROMIUM may name the browser.
"""

import json
import math
import random
import statistics
import tempfile
import time
from pathlib import Path

from limpid.studio.headless import chromium, running_studio

NUM_RUNS = NUM_EPOCHS = 1000

CONFIG = {
    "recipe": "digits",
    "settings": {"epochs": NUM_EPOCHS, "batch_size": 32},
    "data": {"name": "digits", "sha256": "0" * 64, "origin": "package"},
    "preparation": {"full_scale": 16, "shape": [8, 8, 1], "one_hot": None},
    "versions": {"limpid": "0.1.0"},
    "started": "2026-11-01T09:00:00+00:00",
}

# Drags the plot to and fro for sixty frames; returns the milliseconds of each.
PAN = """async () => {
  const plot = document.querySelector('[aria-label^="loss: read off"]');
  const box = plot.getBoundingClientRect();
  const at = (x, type) => plot.dispatchEvent(new PointerEvent(type, {
    bubbles: true, pointerId: 1, buttons: 1,
    clientX: box.left + x, clientY: box.top + 80,
  }));
  plot.setPointerCapture = () => {};
  at(300, "pointerdown");
  const times = [];
  let last = performance.now();
  for (let i = 0; i < 60; i++) {
    at(240 + 4 * (i % 30), "pointermove");
    await new Promise(requestAnimationFrame);
    times.push(performance.now() - last);
    last = performance.now();
  }
  at(300, "pointerup");
  return times;
}"""


def main() -> None:
    """Make the runs, open them and move the plot."""
    with tempfile.TemporaryDirectory() as folder:
        make_runs(Path(folder))
        measure(folder)


def make_runs(root: Path) -> None:
    """Write the runs' settings and metrics."""
    noise = random.Random(0)  # noqa: S311 - no secret
    for i in range(NUM_RUNS):
        folder = root / f"run-{i:04d}"
        folder.mkdir()
        (folder / "config.json").write_text(json.dumps(CONFIG | {"seed": i}))
        lines = (
            {"epoch": e + 1, "seconds": 0.1, "loss": loss, "val_loss": loss + 0.1}
            for e in range(NUM_EPOCHS)
            for loss in [math.exp(-e * (i + 1) / 2e5) + noise.gauss(0, 0.02)]
        )
        (folder / "metrics.jsonl").write_text(
            "".join(f"{json.dumps(line)}\n" for line in lines)
        )


def measure(folder: str) -> None:
    """Print how long the page takes to open, and its frames while it is moved."""
    with (
        running_studio("runs", "--runs-dir", folder) as address,
        chromium() as browser,
    ):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        start = time.perf_counter()
        page.goto(address)
        page.locator("[data-ready]").wait_for(timeout=120_000)
        print(f"opened after {time.perf_counter() - start:.1f} s")
        page.get_by_role("button", name="loss: zoom in").click()
        middle = statistics.median(page.evaluate(PAN))
        print(f"moving: {1000 / middle:.0f} frames/s (floor 30)")


if __name__ == "__main__":
    main()
