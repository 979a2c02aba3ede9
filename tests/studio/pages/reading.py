"""What pages show, read as numbers."""

import pytest


def number(page, name):
    """Return a number that the page shows."""
    text = page.locator(f'[data-number="{name}"]').inner_text()
    return float(text.replace("−", "-"))


def shown(value, digits=4):
    """Return a number as the page rounds it."""
    return pytest.approx(float(f"{value:.{digits}g}"), rel=1e-6)
