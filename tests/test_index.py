"""The index says what the files of a folder say, and nothing else."""

import ast
import sys
from pathlib import Path

import pytest
from tools import index

FOLDERS = index.indexed_folders(index.PACKAGE)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return an empty indexed folder, limpid/layers, of a package of its own."""
    package = tmp_path / "limpid"
    monkeypatch.setattr(index, "PACKAGE", package)
    layers = package / "layers"
    layers.mkdir(parents=True)
    (layers / "__init__.py").write_text(f'{index.MARKER}\n"""Layers."""\n')
    return layers


def test_some_folders_are_indexed():
    assert FOLDERS


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_index_is_up_to_date(folder):
    assert not index.is_stale(folder), "mend it with: python tools/index.py"


@pytest.mark.parametrize(
    ("stem", "source", "names"),
    [
        ("lstm", "class LSTM: ...", ["LSTM"]),
        ("exp", "class Exp: ...\ndef exp(x): ...", ["Exp", "exp"]),
        ("leaky_relu", "leaky_relu = LeakyReLU = 1", ["LeakyReLU", "leaky_relu"]),
        ("lambda_", "class Lambda: ...", ["Lambda"]),
        ("pi", "pi: float = 3.14159", ["pi"]),
        ("sgd", "class SGD: ...\nclass Other: ...\n_sgd = 1", ["SGD"]),
        ("conv", '__all__ = ["conv_same"]\ndef conv(): ...', ["conv", "conv_same"]),
        ("windows", "__all__: list[str] = []\ndef slide(): ...", []),
    ],
)
def test_file_exports_its_namesakes_and_what_it_lists(folder, stem, source, names):
    file = folder / f"{stem}.py"
    file.write_text(source)
    assert index.exported(file) == names


def test_misspelled_file_name_is_reported(folder):
    (folder / "leaky_rleu.py").write_text("class LeakyReLU: ...")
    with pytest.raises(index.IndexingError, match="name the file after"):
        index.index(folder)


def test_name_exported_twice_is_reported(folder):
    (folder / "a_b.py").write_text("class AB: ...")
    (folder / "ab.py").write_text("class AB: ...")
    with pytest.raises(index.IndexingError, match="exports AB twice"):
        index.index(folder)


def test_folder_without_a_docstring_is_reported(folder):
    (folder / "__init__.py").write_text(index.MARKER)
    with pytest.raises(index.IndexingError, match="has no docstring"):
        index.index(folder)


def test_file_of_data_is_exported_as_a_module(folder):
    (folder / "mnist.py").write_text("DATASET = 1")
    (folder / "dataset.py").write_text('__all__ = ["Dataset"]\nclass Dataset: ...')
    (folder / "download.py").write_text("def download(): ...")
    assert index.imports_of(folder) == [
        ("limpid.layers", ["mnist"]),
        ("limpid.layers.dataset", ["Dataset"]),
    ]


def test_private_files_are_left_out(folder):
    (folder / "_shapes.py").write_text("def shapes(): ...")
    assert index.imports_of(folder) == []


def test_numbers_in_names_sort_by_value(folder):
    for name in ("Conv10", "Conv2"):
        (folder / f"{name.lower()}.py").write_text(f"class {name}: ...")
    names = [line.names for line in index.imports_of(folder)]
    assert names == [["Conv2"], ["Conv10"]]


def test_writing_mends_what_checking_reports(folder, capsys):
    (folder / "dense.py").write_text("class Dense: ...")
    assert index.main(["--check"]) == 1
    assert "Dense" not in (folder / "__init__.py").read_text()
    assert index.main([]) == 0
    assert index.main(["--check"]) == 0
    text = (folder / "__init__.py").read_text()
    assert text == (
        f'{index.MARKER}\n"""Layers."""\n\n'
        "from limpid.layers.dense import Dense\n\n"
        '__all__ = [\n    "Dense",\n]\n'
    )


def test_index_needs_the_standard_library_only():
    tree = index._parse(Path(index.__file__))
    plain = [line.names[0].name for line in tree.body if isinstance(line, ast.Import)]
    homes = [line.module for line in tree.body if isinstance(line, ast.ImportFrom)]
    assert {*plain, *homes} <= sys.stdlib_module_names
