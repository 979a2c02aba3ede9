"""The overfitting screen in the browser: its numbers are limpid's own."""

import re

from tests.studio.pages.reading import number, shown

from limpid.studio.screens.overfitting import Overfitting, OverfittingState


def library(epochs=0, **state):
    screen = Overfitting(OverfittingState(**state))
    screen.advance_to(epochs)
    return screen.show()


def test_losses_and_masks_are_limpids_own(visit):
    page = visit("overfitting?l2=0.01&dropout=0.5&at=9")
    page.get_by_role("button", name="Step one epoch").click()
    page.get_by_text("epoch 10", exact=True).wait_for()
    own = library(10, l2=0.01, dropout=0.5)
    for i, network in enumerate(own.networks):
        assert number(page, f"loss/{i}/train") == shown(network.train_loss, digits=3)
        assert number(page, f"loss/{i}/val") == shown(network.val_loss, digits=3)
    told = ", ".join(f"{int(m.shape[0] - m.sum())} of 64" for m in own.masks)
    assert told in page.get_by_role("region", name="Network").inner_text()
    page.locator('[data-number="loss/2/train"]').click()
    page.get_by_role("region", name="Derivation").get_by_text("λ₂ Σw²").wait_for()


def test_training_stops_and_the_best_weights_are_restored(visit):
    page = visit('overfitting?reaction="stop"&patience=15')
    page.get_by_role("button", name="Play", exact=True).click()
    page.get_by_text("no network has got better").wait_for()
    own = library(300, reaction="stop", patience=15)
    text = page.get_by_role("region", name="Fits").inner_text()
    for i, network in enumerate(own.networks):
        assert f"Stopped after epoch {network.stopped}." in text
        assert f"best epoch, {network.best}" in text
        assert number(page, f"loss/{i}/val") == shown(network.val_loss, digits=3)
    assert (
        own.networks[2].says[0]
        in page.get_by_role("region", name="Curves").inner_text()
    )


def test_capacity_data_and_smoothing_are_moved_by_keys(visit):
    page = visit('overfitting?data="gauss"&sizes=[1,3]&monitor="accuracy"')
    page.get_by_label(re.compile("Units of network 2")).press("ArrowRight")
    page.get_by_role("button", name=re.compile("^6 units a layer")).wait_for()
    page.get_by_label(re.compile("Training examples")).press("ArrowRight")
    page.get_by_role("img", name=re.compile("from 21 points")).first.wait_for()
    page.get_by_role("button", name="Step one epoch").click()
    page.get_by_label(re.compile("Smoothing")).press("ArrowRight")
    page.get_by_text("Smoothing: 0.01").wait_for()
    assert page.get_by_text("epoch 1", exact=True).is_visible()
    page.get_by_role("button", name="Restore the best weights").click()
    page.get_by_text("Has the weights of its best epoch").first.wait_for()
    page.get_by_role("combobox", name="Data").select_option("wave")
    page.get_by_role("alert").get_by_text("A curve has no accuracy").wait_for()


def test_strength_is_swept_and_the_gradients_noise_measured(visit):
    """REG-09, BAT-05."""
    page = visit("overfitting?sizes=[4]&layers=1")
    page.get_by_label("Sweep λ").check()
    own = library(sizes=(4,), layers=1, sweep=True, gradient_noise=True)
    plot = page.get_by_role("slider", name=re.compile("^Length of the weights"))
    plot.wait_for()
    assert f"‖w‖ {own.sweep.norms[-1]:.4g}" in plot.get_attribute("aria-valuetext")
    page.get_by_label("Measure the gradient's noise").check()
    slope = page.locator("[data-slope]")
    slope.wait_for()
    assert float(slope.inner_text().replace("−", "-")) == shown(own.noise.slope, 3)
