"""The studio's floors in headless Chromium: how fast it trains, draws and answers.

`python benchmarks/studio/floors.py`; LIMPID_CHROMIUM may name the browser. Printed
beside each figure is the floor it must reach on a machine with nothing else to do.
"""

import re
import statistics
import time
from typing import Any
from urllib.parse import quote

from limpid.studio.headless import chromium, running_studio

SECONDS = 4.0
DRAGS = 30

# Counts the frames that the page has drawn: each is acknowledged once. Notes when the
# last action left, and when its answer and the next frame came.
COUNT = """
window.drawn = 0;
window.hops = {};
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (text) {
  if (String(text).includes('"shown"')) window.drawn += 1;
  if (String(text).includes('"act"')) hops.sent = performance.now();
  return send.call(this, text);
};
const heard = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onmessage");
Object.defineProperty(WebSocket.prototype, "onmessage", {
  set(take) {
    heard.set.call(this, (event) => {
      const kind = typeof event.data === "string" ? "answered" : "framed";
      hops[kind] = performance.now();
      take(event);
    });
  },
});
"""

# The time from one change to the number that it makes, repainted, and its parts.
DRAG = """async (drags) => {
  const input = document.querySelector('[aria-label="Set the bias"]');
  const number = document.querySelector('[data-number="bias/0/0"]');
  const rows = [];
  for (let i = 0; i < drags; i++) {
    const start = performance.now();
    const changed = new Promise((done) => {
      const watch = new MutationObserver(() => (watch.disconnect(), done()));
      watch.observe(number, { characterData: true, subtree: true, childList: true });
    });
    input.value = String((i + 1) / 7);
    input.dispatchEvent(new Event("change", { bubbles: true }));
    await changed;
    const written = performance.now();
    await new Promise(requestAnimationFrame);
    const { sent, answered, framed } = hops;
    const times = [sent, answered, framed, written, performance.now()];
    rows.push(times.map((time) => time - start));
  }
  return rows;
}"""
HOPS = ("sent", "answered", "frame come", "number written", "repainted")

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
    with running_studio() as address, chromium() as browser:
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
        *hops, last = map(
            statistics.median, zip(*page.evaluate(DRAG, DRAGS), strict=True)
        )
        print(f"a weight changed to its number repainted: {last:.0f} ms (floor 33)")
        for name, middle in zip(HOPS, hops, strict=False):
            print(f"  {name} after {middle:.1f} ms")
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


if __name__ == "__main__":
    main()
