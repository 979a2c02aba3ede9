"""Importing limpid is cheap, and imports point one way."""

import ast
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from tools.index import PACKAGE

import limpid

HEAVY = {
    "IPython", "PIL", "jax", "keras", "llvmlite", "matplotlib", "onnx", "pandas",
    "rich", "scipy", "sklearn", "starlette", "tensorflow", "torch", "typer",
}  # fmt: skip

# What each folder may import of limpid; folders not named here may import any but the
# faces. `graph <- ops <- layers <- models <- recipes <- faces`; engines see ops only.
FUNCTIONS = {
    "activations", "constraints", "initializers", "losses", "metrics", "regularizers",
    "schedules",
}  # fmt: skip
SHARED = {"catalog", "errors", "random", "settings", "utils"}
MAY_IMPORT = {
    "errors": set[str](),
    "graph": SHARED,
    "ops": SHARED | {"graph"},
    "engines": SHARED | {"graph", "ops"},
    **dict.fromkeys(FUNCTIONS, SHARED | FUNCTIONS | {"graph", "ops"}),
    "optimizers": SHARED | FUNCTIONS | {"graph", "ops"},
    "layers": SHARED | FUNCTIONS | {"graph", "ops"},
}
# They read everything else; nothing imports them.
FACES = {"cli", "studio"}
# Not among the names of limpid: they need libraries that limpid does not.
APART = FACES | {"bench", "estimators"}


def modules_after(code: str) -> set[str]:
    """Return the top-level packages that a fresh Python has imported after `code`."""
    script = f"import sys\n{code}\nprint(*sys.modules)"
    command = [sys.executable, "-c", script]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return {name.partition(".")[0] for name in run.stdout.splitlines()[-1].split()}


def limpid_imports(file: Path) -> set[str]:
    """Return the parts of limpid that a file imports while running."""
    found: set[str] = set()
    waiting: list[ast.AST] = [ast.parse(file.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        waiting += ast.iter_child_nodes(node)
        if isinstance(node, ast.ImportFrom) and node.module == "limpid":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").removeprefix("limpid."))
        elif isinstance(node, ast.Import):
            found |= {name.name.removeprefix("limpid.") for name in node.names}
    return {name.partition(".")[0] for name in found if find_part(name)}


def find_part(name: str) -> bool:
    """Tell whether a dotted name begins with a part of limpid."""
    top = PACKAGE / name.partition(".")[0]
    return top.is_dir() or top.with_suffix(".py").is_file()


def part_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


FILES = [file for file in sorted(PACKAGE.rglob("*.py")) if file.parent != PACKAGE]


def test_import_limpid_imports_no_heavy_library():
    assert not modules_after("import limpid") & (HEAVY | {"numpy"})


def test_every_function_and_layer_works_without_a_heavy_library():
    assert not modules_after("from limpid import *\nfrom limpid.ops import *") & HEAVY


@pytest.mark.skipif(find_spec("limpid.cli") is None, reason="there is no limpid.cli")
def test_help_does_not_import_numpy():
    code = (
        "import contextlib, io, sys\n"
        "from limpid.cli import main\n"
        "sys.argv = ['limpid', '--help']\n"
        "with contextlib.suppress(SystemExit):\n"
        "    with contextlib.redirect_stdout(io.StringIO()):\n"
        "        main()"
    )
    assert "numpy" not in modules_after(code)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_point_one_way(file):
    part = part_of(file)
    allowed = MAY_IMPORT.get(part)
    imported = limpid_imports(file) - {part}
    if allowed is not None:
        assert imported <= allowed
    elif part not in FACES:
        assert not imported & FACES


def test_lazy_names_are_the_ones_that_type_checkers_see():
    tree = ast.parse(Path(limpid.__file__).read_text(encoding="utf-8"))
    checked = next(node for node in tree.body if isinstance(node, ast.If))
    homes = {
        alias.name: line.module
        for line in checked.body
        if isinstance(line, ast.ImportFrom)
        for alias in line.names
        if alias.name != "*"
    }
    parts = {name for name, home in homes.items() if home == "limpid"}
    assert set(limpid.__all__) == set(homes)
    assert {name: homes[name] for name in set(homes) - parts} == limpid._HOME


def test_every_folder_is_a_name_of_limpid():
    folders = {init.parent.name for init in PACKAGE.glob("[!_]*/__init__.py")}
    assert folders - APART <= set(limpid.__all__)


@pytest.mark.parametrize("name", sorted(limpid._HOME))
def test_lazy_name_is_what_its_home_exports(name):
    home = pytest.importorskip(limpid._HOME[name])
    assert getattr(limpid, name) is getattr(home, name)


def test_functions_of_ops_are_functions_of_limpid():
    ops = limpid.ops
    assert all(getattr(limpid, name) is getattr(ops, name) for name in ops.__all__)


def test_misspelled_name_gives_the_nearest_one():
    with pytest.raises(AttributeError, match="did you mean 'Sequential'"):
        limpid.Sequentail  # noqa: B018 - typos: ignore


def test_unknown_name_says_where_the_names_are():
    with pytest.raises(AttributeError, match=r"dir\(limpid\)"):
        limpid.qqqqqqqqq  # noqa: B018
