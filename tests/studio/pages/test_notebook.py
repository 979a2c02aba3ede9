"""A notebook's cell in real Chromium, with the notebook itself left out."""

import json
import queue
from base64 import b64encode

import pytest

from limpid import Sequential
from limpid.layers import Dense, Input
from limpid.studio.catalog import screen_class, screen_names

# What Jupyter does with a widget: import its one script, give it model and element.
CELL = """async ([source, still]) => {
  const code = (letter) => letter.charCodeAt(0);
  const bytes = (text) => new DataView(Uint8Array.from(atob(text), code).buffer);
  let hear = () => {};
  const model = {
    get: (name) => (name === "still" ? bytes(still.bytes) : still.screen),
    on: (_, listener) => (hear = listener),
    off: () => {},
    send: (message) => toPython(JSON.stringify(message)),
  };
  setInterval(async () => {
    for (const [content, buffers] of await fromPython())
      hear(content, buffers.map(bytes));
  }, 20);
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { default: widget } = await import(address);
  await widget.render({ model, el: document.body });
}"""


@pytest.fixture
def cell(browser):
    """Return a function that shows a screen's widget on an empty page."""
    pytest.importorskip("anywidget")
    from limpid.studio.widget import widget

    page = browser.new_page()
    page.set_default_timeout(15_000)
    faults, sent = [], queue.Queue()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: faults.append(request.url))

    def taken():
        messages = [sent.get() for _ in range(sent.qsize())]
        return [(c, [b64encode(b).decode() for b in bs or ()]) for c, bs in messages]

    def show(screen):
        made = widget(screen)
        made.send = lambda content, buffers=None: sent.put((content, buffers))
        page.expose_function(
            "toPython", lambda text: made._handle_custom_msg(json.loads(text), [])
        )
        page.expose_function("fromPython", taken)
        still = {"screen": made.screen, "bytes": b64encode(made.still).decode()}
        page.evaluate(CELL, [str(made._esm), still])
        page.locator("[data-ready]").wait_for()
        return page

    yield show
    page.close()
    assert [fault for fault in faults if not fault.startswith("blob:")] == []


@pytest.mark.parametrize("name", screen_names())
def test_every_screen_is_shown_in_a_cell(cell, name):
    kind = screen_class(name)
    page = cell(kind())
    assert page.get_by_role("heading", level=1).inner_text() == kind.title


def test_cell_trains_the_screen_of_the_notebook(cell):
    screen = screen_class("playground")()
    page = cell(screen)
    page.get_by_role("button", name="Step one epoch", exact=True).click()
    page.get_by_text("epoch 1", exact=True).wait_for()
    assert screen.position == 25


def test_cell_takes_the_theme_of_its_notebook_and_follows_it(cell):
    page = cell(screen_class("playground")())
    pane = page.locator("[data-ready]")
    look = "e => getComputedStyle(e).getPropertyValue('--page')"
    for theme, color, paper in (
        ("dark", "oklch(0.2 0 0)", "rgb(20, 24, 29)"),
        ("light", "white", "rgb(255, 255, 255)"),
    ):
        page.evaluate("color => document.body.style.background = color", color)
        page.locator(f'[data-theme="{theme}"]').wait_for()
        assert pane.evaluate(look) == paper


def test_cell_whose_kernel_does_not_answer_says_so(cell):
    page = cell(screen_class("perceptron")())
    page.clock.install()
    page.evaluate("() => (window.toPython = () => {})")
    page.get_by_role("button", name="Step one epoch", exact=True).click()
    page.clock.run_for(6_000)
    page.get_by_role("status").get_by_text("has not answered for a while").wait_for()


def test_own_model_keeps_its_layers(cell):
    model = Sequential([Input((2,)), Dense(3, "tanh"), Dense(1, "sigmoid")])
    model.compile("sgd", "binary_crossentropy")
    page = cell(screen_class("playground")(model))
    page.get_by_text("The layers are those of your own model").wait_for()
    assert not page.get_by_role("button", name="One unit more").count()
    assert not page.get_by_role("combobox", name="Initial weights").count()
