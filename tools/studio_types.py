"""Write what the studio's pages know of each screen, in TypeScript.

From a screen's State, View and actions follow the types of its page and what its
controls need: titles, limits, choices. One file a screen, in `studio/src/generated/`.

Usage:
    python tools/studio_types.py           write what is stale
    python tools/studio_types.py --check   write nothing; exit with 1 if any is stale
"""

import ast
import json
import sys
import textwrap
from inspect import getsource
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import msgspec
from msgspec import inspect

from limpid.studio.catalog import screen_class, screen_names
from limpid.studio.messages import Picture
from limpid.studio.screen import Derivation, Screen, TimedScreen, actions

FOLDER = Path(__file__).parent.parent / "studio" / "src" / "generated"
HEAD = "// Written by tools/studio_types.py from the screen's Python file; edit that.\n"
SIMPLE: dict[Any, str] = {
    inspect.IntType: "number",
    inspect.FloatType: "number",
    inspect.StrType: "string",
    inspect.BoolType: "boolean",
    inspect.NoneType: "null",
    inspect.AnyType: "unknown",
}


def main(arguments: list[str]) -> int:
    """Write or check every screen's file; return the exit code."""
    stale = {name: text for name, text in texts().items() if is_stale(name, text)}
    if "--check" in arguments:
        for name in stale:
            print(f"stale: {FOLDER / name}; run python tools/studio_types.py")
        return int(bool(stale))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in stale.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"wrote {FOLDER / name}")
    return 0


def texts() -> dict[str, str]:
    """Return the text that each file should have, by its name."""
    return {f"{name}.ts": text_of(screen_class(name)) for name in screen_names()}


def is_stale(name: str, text: str) -> bool:
    """Tell whether a file differs from what it should be."""
    path = FOLDER / name
    return not path.exists() or path.read_text(encoding="utf-8") != text


def text_of(kind: type[Screen]) -> str:
    """Return a screen's file."""
    types = Types()
    types.add("State", kind.State)
    types.add("View", kind.View)
    calls = actions(kind)
    for arguments in calls.values():
        types.add(arguments.__name__, arguments, optional=True)
    table = "".join(f"  {name}: {call.__name__};\n" for name, call in calls.items())
    about = {
        "name": kind.name(),
        "title": kind.title,
        "summary": kind.summary,
        "units": kind.units if issubclass(kind, TimedScreen) else (),
        "defaults": msgspec.to_builtins(kind.State()),
        "fields": fields(kind.State),
    }
    body = json.dumps(about, indent=2, ensure_ascii=False)
    return (
        f"{HEAD}\n"
        'import type { NumberArray, Picture } from "../frame/wire";\n\n'
        f"export type Arrays = NumberArray | Picture;\n\n{types.text()}\n"
        f"export interface Actions {{\n{table}}}\n\n"
        f"export const about = {body} as const;\n"
    )


class Types:
    """Interfaces in TypeScript, each written once."""

    def __init__(self) -> None:
        """Know none."""
        self.written: dict[str, str] = {}
        self.names: dict[Any, str] = {}

    def add(self, name: str, struct: type, *, optional: bool = False) -> None:
        """Write a struct under a name; optionally, defaults need not be given."""
        self.names[struct] = name
        self._write(name, inspect.type_info(struct), optional=optional)

    def text(self) -> str:
        """Return all of them."""
        return "\n".join(self.written.values())

    def _write(self, name: str, found: Any, *, optional: bool = False) -> None:
        self.written[name] = ""
        lines = [
            f"  {f.encode_name}{'?' * (optional and not f.required)}: "
            f"{self.of(f.type)};\n"
            for f in found.fields
        ]
        self.written[name] = f"export interface {name} {{\n{''.join(lines)}}}\n"

    def of(self, found: Any) -> str:  # noqa: PLR0911 - one line a kind
        """Return a type in TypeScript."""
        match plain(found):
            case inspect.LiteralType(values=values):
                return " | ".join(json.dumps(v) for v in values)
            case inspect.UnionType(types=types):
                return " | ".join(self.of(part) for part in types)
            case (
                inspect.ListType(item_type=item) | inspect.VarTupleType(item_type=item)
            ):
                return f"({self.of(item)})[]"
            case inspect.TupleType(item_types=types):
                return f"[{', '.join(self.of(part) for part in types)}]"
            case inspect.DictType(value_type=value):
                return f"Record<string, {self.of(value)}>"
            case inspect.StructType() as struct:
                return self._struct(struct)
            case inspect.CustomType(cls=kind):
                return "Picture" if kind is Picture else "NumberArray"
            case other:
                return SIMPLE[type(other)]

    def _struct(self, found: Any) -> str:
        name = self.names.setdefault(found.cls, found.cls.__name__)
        if found.cls is Derivation:
            return "Derivation"
        if name not in self.written:
            self._write(name, found)
        return name


def fields(struct: type) -> dict[str, Any]:
    """Return what a control for each field needs."""
    found = inspect.type_info(struct)
    orders = written_choices(struct)
    return {
        f.encode_name: control(f.type, orders.get(f.name, ()))
        for f in found.fields  # type: ignore[attr-defined]
    }


def written_choices(struct: type) -> dict[str, tuple[Any, ...]]:
    """Return the choices of fields in the order of their author.

    Each Literal is evaluated by itself, from the source: msgspec sorts choices, and
    typing has one Annotated for all of equal choices, in whichever order came first.
    """
    [written] = ast.parse(textwrap.dedent(getsource(struct))).body
    lines = [one for one in written.body if isinstance(one, ast.AnnAssign)]  # type: ignore[attr-defined]
    known = vars(sys.modules[struct.__module__])
    parts = {
        ast.unparse(line.target): [
            eval(ast.unparse(part), known)  # noqa: S307 - limpid's own source
            for part in ast.walk(line.annotation)
            if isinstance(part, ast.Name)
            or (
                isinstance(part, ast.Subscript) and "Literal" in ast.unparse(part.value)
            )
        ]
        for line in lines
    }
    return {
        name: get_args(part)
        for name, found in parts.items()
        for part in found
        if get_origin(part) is Literal
    }


def control(found: Any, written: tuple[Any, ...]) -> dict[str, Any]:
    """Return the title, limits or choices of a field."""
    extra = found.extra_json_schema if isinstance(found, inspect.Metadata) else {}
    bare = plain(found)
    limits = {
        word: getattr(bare, name)
        for name, word in (("ge", "low"), ("le", "high"))
        if getattr(bare, name, None) is not None
    }
    if isinstance(bare, inspect.LiteralType):
        named = sorted(written, key=str) == sorted(bare.values, key=str)
        choices = written if named else bare.values
        return {"kind": "choice", "choices": choices, **(extra or {})}
    kinds: dict[Any, str] = {inspect.IntType: "integer", inspect.FloatType: "number"}
    kinds |= {inspect.BoolType: "toggle", inspect.StrType: "text"}
    return {"kind": kinds.get(type(bare), "other"), **limits, **(extra or {})}


def plain(found: Any) -> Any:
    """Return a type without its metadata."""
    return found.type if isinstance(found, inspect.Metadata) else found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
