"""The lab in the browser: its numbers are limpid's own."""

import re

from tests.studio.pages.reading import number, shown

from limpid.studio.screens.lab import Lab, LabState


def library(epochs=0, /, **state):
    screen = Lab(LabState(**state))
    screen.advance_to(epochs * screen.training.steps_per_epoch)
    return screen.show()


def test_model_is_trained_and_its_mistakes_open_their_scores(visit):
    """EXR-16."""
    page = visit("lab?epochs=3&examples=400")
    page.get_by_role("button", name="Play", exact=True).click()
    page.get_by_role("status").get_by_text("Stopped: 3 epochs.").wait_for()
    own = library(3, epochs=3, examples=400)
    assert number(page, "accuracy/test") == shown(own.test_accuracy)
    tiles = page.get_by_role("button", name=re.compile("read as"))
    assert tiles.count() == len(own.mistakes) > 0
    tiles.first.click()
    page.get_by_role("img", name=f"Test picture {own.mistakes[0]}").wait_for()
    scores = library(3, epochs=3, examples=400, shown=own.mistakes[0]).scores
    for k in (own.labels[0], own.predictions[0]):
        assert number(page, f"score/{k}") == shown(scores[k], 3)


def test_model_is_built_from_lines_and_a_wrong_line_refused(visit):
    page = visit("lab?examples=100")
    lines = page.get_by_label("Layers, a line each")
    lines.fill('Flatten()\nDense(16, "tanh")\nDense(10, "softmax")')
    page.get_by_role("button", name="Build the model").click()
    parameters = page.locator('[data-number="parameters"]')
    parameters.get_by_text("1,210", exact=True).wait_for()
    lines.fill("Dens(3)")
    page.get_by_role("button", name="Build the model").click()
    page.get_by_role("alert").get_by_text("did you mean 'Dense'").wait_for()
    page.get_by_label("Task").select_option("4. Convolution and pooling")
    page.get_by_role("row", name=re.compile("MaxPooling2D 3 x 3 x 16")).wait_for()
    page.get_by_label("Loss around the weights").check()
    page.get_by_role("img", name=re.compile("^Logarithm of the loss")).wait_for()
    page.get_by_label("Probe each layer").check()
    own = library(
        examples=100,
        probe=True,
        landscape=True,
        network='Conv2D(16, 3, activation="relu")\nMaxPooling2D(2)\nFlatten()\n'
        'Dense(10, "softmax")',
    )
    page.locator('[data-number="probe/0"]').wait_for()
    assert number(page, "middle") == shown(own.landscape.middle)
    for i, share in enumerate(own.probes):
        text = page.locator(f'[data-number="probe/{i}"]').inner_text()
        assert text == f"{100 * share:.1f} %"
