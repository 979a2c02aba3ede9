"""What every data set says of itself, checked without naming any."""

from importlib import import_module
from importlib.resources import files
from urllib.parse import urlsplit

import pytest

from limpid.datasets.dataset import Dataset


def every_dataset() -> list[str]:
    """Return the names of the files of the folder that define a data set."""
    sources = [file for file in files("limpid.datasets").iterdir() if file.is_file()]
    return sorted(
        file.name.removesuffix(".py")
        for file in sources
        if file.name.endswith(".py") and "\nDATASET = " in file.read_text("utf-8")
    )


def described(name: str) -> Dataset:
    return import_module(f"limpid.datasets.{name}").DATASET


@pytest.fixture(params=every_dataset())
def dataset(request) -> Dataset:
    return described(request.param)


def test_folder_holds_the_sets_of_the_main_job():
    assert {"cifar10", "digits", "mnist"} <= set(every_dataset())


@pytest.mark.parametrize("name", every_dataset())
def test_name_is_that_of_its_file(name):
    module = import_module(f"limpid.datasets.{name}")
    assert module.DATASET.name == name
    assert module.load_data.__doc__


def test_terms_and_source_are_stated(dataset):
    assert dataset.title
    assert dataset.licence
    assert dataset.citation


def test_four_shapes_fit_together(dataset):
    x_train, y_train, x_test, y_test = dataset.shapes
    assert x_train[0] == y_train[0]
    assert x_test[0] == y_test[0]
    assert (x_train[1:], y_train[1:]) == (x_test[1:], y_test[1:])


def test_public_addresses_are_https(dataset):
    urls = [url for file in dataset.files for url in file.urls]
    assert all(urlsplit(url).scheme == "https" for url in urls)
    assert bool(urls) == bool(dataset.files)


def test_alternatives_differ_in_their_digests(dataset):
    digests = [file.sha256 for packing in dataset.packings for file in packing.files]
    assert len(set(digests)) == len(digests)
