"""Layer by layer in the browser: its numbers are limpid's own."""

import re

from tests.studio.pages.reading import number, shown

from limpid.studio.screens.layers import Layers, LayersState


def library(epochs=0, **state):
    screen = Layers(LayersState(**state))
    screen.advance_to(epochs)
    return screen.show()


def test_planes_and_their_lines_are_limpids_own(visit):
    """THY-08, NEU-18."""
    page = visit("layers?at=59")
    page.get_by_role("button", name="Step one epoch").click()
    page.get_by_text("epoch 60", exact=True).wait_for()
    own = library(60)
    assert number(page, "loss/test") == shown(own.test_loss)
    for i, stage in enumerate(own.stages):
        assert number(page, f"line/{i}") == shown(stage.train, 3)
    page.get_by_role("img", name=re.compile("have 4 lines here")).wait_for()
    page.get_by_label(re.compile("^Units of each")).press("ArrowRight")
    page.get_by_role("img", name=re.compile("have 5 lines here")).wait_for()


def test_linear_layers_are_seen_to_collapse(visit):
    """THY-03."""
    page = visit("layers")
    page.get_by_label("Lesson").select_option("Linear layers collapse into one")
    page.get_by_text("4 linear layers are one").wait_for()
    assert number(page, "apart") < 1e-5
    page.locator('[data-number="apart"]').click()
    page.get_by_role("region", name="Derivation").get_by_text("(WUV)x").wait_for()
    page.get_by_label("Compare 1 to 20 units").check()
    page.get_by_role("slider", name=re.compile("^Right, one hidden layer")).wait_for()
