"""Write the `__init__.py` of every indexed folder from the files in it.

A file is found by its name; the folder is the registry. A file exports the public
names it defines whose letters are those of the file, case and underscores aside
(`lstm.py` exports `LSTM`, `exp.py` both `Exp` and `exp`), and what it lists in its own
`__all__`. A file that defines `DATASET` or `RECIPE` is exported as a module; files
beside such a one are its readers and export only what they list.

A folder is indexed when the first line of its `__init__.py` is `MARKER`; the docstring
below that line is kept, the rest is written anew.

Usage:
    python tools/index.py           write what is stale
    python tools/index.py --check   write nothing; exit with 1 if anything is stale
"""

import ast
import re
import sys
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parent.parent / "src" / "limpid"
MARKER = "# Written by tools/index.py from the files of this folder; edit those."
WIDTH = 88
EXPORTED_AS_MODULE = frozenset({"DATASET", "RECIPE"})


class IndexingError(Exception):
    """A folder whose files do not say clearly what they export."""


class Import(NamedTuple):
    """One line of an index: `from module import names`."""

    module: str
    names: list[str]


def main(arguments: list[str]) -> int:
    """Write or check the index of every indexed folder; return the exit code."""
    check = "--check" in arguments
    results = [refresh(folder, check=check) for folder in indexed_folders(PACKAGE)]
    return int(not all(results))


def refresh(folder: Path, *, check: bool) -> bool:
    """Write a folder's index if it is stale; return whether all is well with it."""
    init = folder / "__init__.py"
    try:
        stale = is_stale(folder)
        if stale and not check:
            init.write_text(index(folder), encoding="utf-8")
    except IndexingError as error:
        print(error)
        return False
    if stale:
        print(f"stale: {init}; run python tools/index.py" if check else f"wrote {init}")
    return not (stale and check)


def indexed_folders(package: Path) -> list[Path]:
    """Return the folders whose `__init__.py` begins with the marker."""
    return sorted(
        init.parent
        for init in package.rglob("__init__.py")
        if init.read_text(encoding="utf-8").startswith(MARKER)
    )


def is_stale(folder: Path) -> bool:
    """Tell whether a folder's `__init__.py` differs from its index."""
    return (folder / "__init__.py").read_text(encoding="utf-8") != index(folder)


def index(folder: Path) -> str:
    """Return the text that a folder's `__init__.py` should have."""
    source = (folder / "__init__.py").read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(source), clean=False)
    if docstring is None:
        raise IndexingError(
            f"{folder / '__init__.py'} has no docstring; write one below the marker "
            "that says what the folder holds."
        )
    imports = imports_of(folder)
    names = sorted((name for line in imports for name in line.names), key=_by_kind)
    head = f'{MARKER}\n"""{docstring}"""\n'
    body = "".join(_import_statement(line) for line in imports)
    return "\n".join(part for part in (head, body, _all_statement(names)) if part)


def imports_of(folder: Path) -> list[Import]:
    """Return what a folder imports from each of its files, modules first."""
    package = ".".join(folder.relative_to(PACKAGE.parent).parts)
    files = list(folder.glob("[!_]*.py"))
    data = [file for file in files if _is_data(file)]
    packages = [init.parent for init in folder.glob("[!_]*/__init__.py")]
    modules = [file.stem for file in data + packages]
    imports = []
    for file in files:
        names = _listed(_parse(file)) if data else exported(file)
        if names and file not in data:
            imports.append(
                Import(f"{package}.{file.stem}", sorted(names, key=_by_kind))
            )
    imports.sort(key=lambda line: _naturally(line.module))
    if modules:
        imports.insert(0, Import(package, sorted(modules, key=_by_kind)))
    _refuse_duplicates(folder, imports)
    return imports


def exported(file: Path) -> list[str]:
    """Return the names that a file exports: its namesakes, and its own `__all__`.

    Raises:
        IndexingError: The file exports nothing and does not say so with an empty
            `__all__`; most likely its name is misspelled.
    """
    tree = _parse(file)
    listed = _listed(tree)
    namesakes = [
        name for name in _defined(tree) if _letters(name) == _letters(file.stem)
    ]
    names = {name for name in namesakes if not name.startswith("_")} | set(listed or ())
    if not names and listed is None:
        raise IndexingError(
            f"{file} defines no public name spelled like the file; name the file after "
            "what it defines, or list its public names in __all__ (empty for a helper)."
        )
    return sorted(names, key=_by_kind)


def _is_data(file: Path) -> bool:
    return bool(EXPORTED_AS_MODULE & set(_defined(_parse(file))))


def _parse(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def _defined(tree: ast.Module) -> list[str]:
    names: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names += [target.id for target in targets if isinstance(target, ast.Name)]
    return names


def _listed(tree: ast.Module) -> list[str] | None:
    for node in tree.body:
        if (
            isinstance(node, ast.Assign | ast.AnnAssign)
            and node.value is not None
            and "__all__" in _defined(ast.Module([node], []))
        ):
            return list(ast.literal_eval(node.value))
    return None


def _refuse_duplicates(folder: Path, imports: list[Import]) -> None:
    homes: dict[str, str] = {}
    for module, names in imports:
        for name in names:
            if name in homes:
                raise IndexingError(
                    f"{folder} exports {name} twice, from {homes[name]} and {module}; "
                    "rename one of them."
                )
            homes[name] = module


def _letters(name: str) -> str:
    return name.replace("_", "").casefold()


def _naturally(name: str) -> list[tuple[int, str]]:
    # conv2 before conv10, as ruff's import sorting has it.
    return [
        (int(part), "") if part.isdecimal() else (-1, part)
        for part in re.split(r"(\d+)", name)
    ]


def _by_kind(name: str) -> tuple[int, list[tuple[int, str]]]:
    # CONSTANTS, then Classes, then functions, as ruff's import sorting has it.
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2
    return kind, _naturally(name)


def _import_statement(line: Import) -> str:
    short = f"from {line.module} import {', '.join(line.names)}\n"
    if len(short) <= WIDTH + 1:
        return short
    names = "".join(f"    {name},\n" for name in line.names)
    return f"from {line.module} import (\n{names})\n"


def _all_statement(names: list[str]) -> str:
    if not names:
        return "__all__: list[str] = []\n"
    return "__all__ = [\n" + "".join(f'    "{name}",\n' for name in names) + "]\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
