"""What pages show, read as numbers."""

import re

import pytest


def number(page, name):
    """Return a number that the page shows."""
    text = page.locator(f'[data-number="{name}"]').inner_text()
    return float(text.replace("−", "-"))


def shown(value, digits=4):
    """Return a number as the page rounds it."""
    return pytest.approx(float(f"{value:.{digits}g}"), rel=1e-6)


def wait_for(page, name, value, digits=3):
    """Wait until the page shows a number of the library."""
    text = str(float(f"{value:.{digits}g}")).replace("-", "−") if value else "0"
    place = page.locator(f'[data-number="{name}"]')
    place.filter(has_text=re.compile(re.escape(text.rstrip("0")))).wait_for()
    assert number(page, name) == shown(value, digits)
