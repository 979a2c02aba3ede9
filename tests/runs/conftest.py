"""A run that several tests look at."""

import pytest

from limpid.recipes import find
from limpid.runs import complete, create_run, fit, start


@pytest.fixture(scope="session")
def finished(tmp_path_factory):
    """Return a short run on the digits, and its folder."""
    recipe = find("digits").changed({"epochs": 2})
    training = start(recipe, seed=1)
    directory = create_run(tmp_path_factory.mktemp("runs"), "digits", "short")
    assert fit(training, directory, verbose=0)
    complete(training, directory)
    return training, directory
