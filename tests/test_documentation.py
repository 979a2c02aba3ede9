"""Every public name and every dependency is documented."""

import inspect
import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from tools.index import PACKAGE

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]
PACKAGES = sorted(
    init.parent.name
    for init in PACKAGE.glob("*/__init__.py")
    if init.parent.name not in {"cli", "studio", "estimators"}
)


def undocumented(thing: object) -> list[str]:
    """Return a thing's name, and those of its public methods, that lack a docstring."""
    names = [] if inspect.getdoc(thing) else [""]
    if inspect.isclass(thing) and thing.__module__.startswith("limpid."):
        # getdoc finds an override's docstring in the base that declares it.
        names += [
            f".{name}"
            for name, method in vars(thing).items()
            if not name.startswith("_")
            and inspect.isroutine(method)
            and not inspect.getdoc(getattr(thing, name))
        ]
    return names


@pytest.mark.parametrize("package", PACKAGES)
def test_every_public_name_is_documented(package):
    module = import_module(f"limpid.{package}")
    assert inspect.getdoc(module)
    things = {name: getattr(module, name) for name in getattr(module, "__all__", ())}
    documentable = {
        name: thing
        for name, thing in things.items()
        if inspect.isroutine(thing) or inspect.isclass(thing) or inspect.ismodule(thing)
    }
    missing = [
        name + method
        for name, thing in documentable.items()
        for method in undocumented(thing)
    ]
    assert missing == []


def test_every_dependency_has_its_reason():
    extras = PROJECT["optional-dependencies"].values()
    wanted = {
        re.split(r"[<>=!~ \[]", requirement)[0]
        for requirements in (PROJECT["dependencies"], *extras)
        for requirement in requirements
    }
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([\w-]+)`", page, re.MULTILINE)) == wanted


def test_version_is_the_same_everywhere():
    assert PROJECT["version"] == import_module("limpid").__version__
