"""Files are data: nothing in the package can turn what it reads into running code."""

import ast
from collections.abc import Iterator

import pytest
from tools.index import PACKAGE

FORBIDDEN_MODULES = {
    "_pickle", "cloudpickle", "code", "dill", "joblib", "marshal", "pickle", "runpy",
    "shelve",
}  # fmt: skip
FORBIDDEN_BUILTINS = {"__import__", "eval", "exec"}
FORBIDDEN_METHODS = {"extractall", "unpack_archive", "set_allow_pickle"}
FILES = sorted(PACKAGE.rglob("*.py"))


def faults(source: str) -> Iterator[str]:
    """Yield what in a source text could run code that a file brought along."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from sorted(imported(node) & FORBIDDEN_MODULES)
        elif isinstance(node, ast.Call):
            yield from faults_of_call(node)


def imported(node: ast.Import | ast.ImportFrom) -> set[str]:
    if isinstance(node, ast.ImportFrom):
        return {(node.module or "").partition(".")[0]}
    return {alias.name.partition(".")[0] for alias in node.names}


def faults_of_call(call: ast.Call) -> Iterator[str]:
    match call.func:
        case ast.Name(id=name) if name in FORBIDDEN_BUILTINS | FORBIDDEN_METHODS:
            yield name
        case ast.Name(id="compile") if called_as_builtin(call):
            yield "compile"
        case ast.Attribute(attr=name) if name in FORBIDDEN_METHODS:
            yield name
    for keyword in call.keywords:
        if keyword.arg == "allow_pickle" and ast.unparse(keyword.value) != "False":
            yield "allow_pickle"
        if keyword.arg == "shell" and ast.unparse(keyword.value) != "False":
            yield "shell"


def called_as_builtin(call: ast.Call) -> bool:
    # limpid has a compile of its own; Python's takes source, file name and mode.
    return len(call.args) + len(call.keywords) >= 3


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_nothing_can_execute_what_it_reads(file):
    assert list(faults(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("import pickle", "pickle"),
        ("from joblib.memory import Memory", "joblib"),
        ("eval('1')", "eval"),
        ("exec(text)", "exec"),
        ("compile(text, 'f', 'exec')", "compile"),
        ("np.load(f, allow_pickle=True)", "allow_pickle"),
        ("np.load(f, allow_pickle=flag)", "allow_pickle"),
        ("tarfile.open(f).extractall(d)", "extractall"),
        ("subprocess.run(text, shell=True)", "shell"),
    ],
)
def test_planted_fault_is_found(source, fault):
    assert list(faults(source)) == [fault]


def test_harmless_code_passes():
    assert not list(faults("np.load(f, allow_pickle=False)\nmodel.compile('sgd')"))
