"""The studio's floors in headless Chromium: how fast it trains, draws and answers.

`python benchmarks/studio/floors.py`; LIMPID_CHROMIUM may name the browser. Printed
beside each figure is the floor it must reach on a machine with nothing else to do.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

SECONDS = 4.0
DRAGS = 30

# Counts the frames that the page has drawn: each is acknowledged once.
COUNT = """
window.drawn = 0;
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (text) {
  if (String(text).includes('"shown"')) window.drawn += 1;
  return send.call(this, text);
};
"""

# The time from one change to the number that it makes, repainted.
DRAG = """async (drags) => {
  const input = document.querySelector('[aria-label="Set the bias"]');
  const number = document.querySelector('[data-number="bias/0/0"]');
  const times = [];
  for (let i = 0; i < drags; i++) {
    const start = performance.now();
    const changed = new Promise((done) => {
      const watch = new MutationObserver(() => (watch.disconnect(), done()));
      watch.observe(number, { characterData: true, subtree: true, childList: true });
    });
    input.value = String((i + 1) / 7);
    input.dispatchEvent(new Event("change", { bubbles: true }));
    await changed;
    await new Promise(requestAnimationFrame);
    times.push(performance.now() - start);
  }
  return times;
}"""

# The time from one more point of a stroke to all maps, repainted.
STROKE = """async (points) => {
  const sheet = document.querySelector("[data-sheet] canvas");
  const scores = document.querySelector('[aria-label="Probabilities"]');
  const box = sheet.getBoundingClientRect();
  const point = (type, i) => sheet.dispatchEvent(new PointerEvent(type, {
    bubbles: true, pointerId: 1, buttons: 1,
    clientX: box.left + box.width * (0.2 + 0.6 * (i / points)),
    clientY: box.top + box.height * (0.5 + 0.3 * Math.sin(i)),
  }));
  sheet.setPointerCapture = () => {};
  point("pointerdown", 0);
  await new Promise((done) => setTimeout(done, 500));
  const times = [];
  for (let i = 1; i <= points; i++) {
    const start = performance.now();
    const changed = new Promise((done) => {
      const watch = new MutationObserver(() => (watch.disconnect(), done()));
      watch.observe(scores, { characterData: true, subtree: true, childList: true });
    });
    point("pointermove", i);
    await changed;
    await new Promise(requestAnimationFrame);
    times.push(performance.now() - start);
  }
  point("pointerup", points);
  return times;
}"""

BIGGEST = (
    'playground?features=["x1","x2","x1^2","x2^2","x1*x2","sin(x1)","sin(x2)"]&hidden='
    + str([{"units": 8, "activation": None, "dropout": 0}] * 6)
    .replace("'", '"')
    .replace("None", "null")
)


def main() -> None:
    """Measure and print each floor."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("LIMPID_CHROMIUM") or shutil.which("chromium")
    with studio() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.add_init_script(COUNT)
        page.goto(address)
        home = address.partition("?")[0]
        page.goto(f"{home}#playground")
        report("playground, default", *speed(page), 2000, 40)
        page.goto(f"{home}#{quote(BIGGEST, safe='?&=')}")
        report("playground, biggest", *speed(page), 500, 40)
        page.goto(f"{home}#playground")
        page.locator("[data-ready]").wait_for()
        page.get_by_role("button", name=re.compile("Hidden layer 1, unit 1")).click()
        times = page.evaluate(DRAG, DRAGS)
        middle = statistics.median(times)
        print(f"a weight changed to its number repainted: {middle:.0f} ms (floor 33)")
        page.goto(f"{home}#{quote('lenet?epochs=2', safe='?&=')}")
        page.get_by_text("Stopped: 2 epochs.").wait_for(timeout=120_000)
        middle = statistics.median(page.evaluate(STROKE, DRAGS))
        print(f"a stroke's point to all maps repainted: {middle:.0f} ms (floor 100)")


def speed(page: Any) -> tuple[float, float]:
    """Return epochs and frames a second while a playground plays."""
    page.locator("[data-ready]").wait_for()
    page.get_by_role("button", name="Play", exact=True).click()
    time.sleep(1.5)
    start, first, drawn = time.perf_counter(), epoch(page), page.evaluate("drawn")
    time.sleep(SECONDS)
    seconds = time.perf_counter() - start
    epochs, frames = epoch(page) - first, page.evaluate("drawn") - drawn
    page.get_by_role("button", name="Pause").click()
    return epochs / seconds, frames / seconds


def epoch(page: Any) -> int:
    """Return the epoch that the page shows."""
    [number] = re.findall(r"epoch ([\d,]+)", page.get_by_role("timer").inner_text())
    return int(number.replace(",", ""))


def report(name: str, epochs: float, frames: float, *floors: int) -> None:
    """Print two figures beside their floors."""
    print(
        f"{name}: {epochs:,.0f} epochs/s (floor {floors[0]:,}), "
        f"{frames:.0f} frames/s (floor {floors[1]})"
    )


@contextmanager
def studio() -> Iterator[str]:
    """Run `limpid studio` and yield its address."""
    command = [sys.executable, "-m", "limpid", "studio", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - limpid itself
        try:
            yield next(iter(process.stdout or ())).split()[-1]
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
