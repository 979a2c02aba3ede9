"""Sphinx builds these pages; the reference is written from what limpid exports."""

import re
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import limpid

HERE = Path(__file__).parent

project = "limpid"
author = "The limpid authors"
version = release = limpid.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "limpid"

myst_heading_anchors = 3
# Pictures may say how wide they are.
myst_enable_extensions = ["attrs_inline"]
# The README and CONTRIBUTING link files as they lie in the repository.
suppress_warnings = ["myst.xref_missing", "myst.header"]

autodoc_default_options = {"members": True, "show-inheritance": True}
autodoc_member_order = "groupwise"
autodoc_typehints = "signature"
default_role = "code"
napoleon_custom_sections = ["Shapes", "Source"]

# The command line has its own help; the studio and the estimators need extras.
APART = {"cli", "estimators", "studio"}


def setup(app: Any) -> None:
    """Write the reference pages, and have docstrings read as plain text."""
    write_reference()
    # Before napoleon, which listens at the default priority of 500.
    app.connect("autodoc-process-docstring", escape_formulas, priority=400)


def write_reference() -> None:
    """Write a page for every public folder of limpid, and one that lists them."""
    folder = HERE / "reference"
    folder.mkdir(exist_ok=True)
    parts = [name for name in public_parts() if name not in APART]
    for name in parts:
        write(folder / f"{name}.md", page(import_module(f"limpid.{name}")))
    contents = "\n".join(parts)
    write(
        folder / "index.md",
        f"# Reference\n\n```{{toctree}}\n:maxdepth: 1\n\n{contents}\n```\n",
    )


def public_parts() -> list[str]:
    """Return the folders of limpid."""
    package = Path(limpid.__file__).parent
    return sorted(init.parent.name for init in package.glob("[!_]*/__init__.py"))


def page(module: ModuleType) -> str:
    """Return a module's page, with a section for each module that it exports."""
    exported = [getattr(module, name) for name in getattr(module, "__all__", ())]
    modules = [thing for thing in exported if isinstance(thing, ModuleType)]
    # limpid.optimizers.schedules is Keras's name for a folder that has its own page.
    inner = [part for part in modules if last_name(part) not in public_parts()]
    sections = [f"# {module.__name__}", automodule(module)]
    for part in inner:
        sections += [f"## {last_name(part)}", automodule(part)]
    return "\n\n".join(sections) + "\n"


def last_name(module: ModuleType) -> str:
    """Return a module's name without its package."""
    return module.__name__.rpartition(".")[-1]


def automodule(module: ModuleType) -> str:
    """Return the directive that documents a module's exported names."""
    return f"```{{eval-rst}}\n.. automodule:: {module.__name__}\n```"


def write(path: Path, text: str) -> None:
    """Write a page if it changed, so that Sphinx rebuilds only what it must."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def escape_formulas(*event: Any) -> None:
    """Escape `*`, `|` and trailing `_`: docstrings are text, and x**2 a formula."""
    lines: list[str] = event[-1]
    in_example = False
    for number, line in enumerate(lines):
        in_example = line.lstrip().startswith(">>>") or (in_example and bool(line))
        if not in_example:
            lines[number] = "".join(map(escape, re.split(r"(`+[^`]*`+)", line)))


def escape(text: str) -> str:
    """Escape reStructuredText's marks in a text that is not code."""
    if text.startswith("`"):
        return text
    bullet = "* " if text.lstrip().startswith("* ") else ""
    indent = text[: len(text) - len(text.lstrip())] if bullet else ""
    rest = text[len(indent + bullet) :]
    return indent + bullet + re.sub(r"([\\*|]|(?<=\w)_(?!\w))", r"\\\1", rest)
