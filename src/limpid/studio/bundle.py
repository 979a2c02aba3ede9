"""The built pages: files that lie in the package, so that nobody needs Node."""

import json
from functools import cache
from importlib.resources import files as package_files
from typing import Any

from limpid.errors import LimpidFileError

TYPES = {
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}


@cache
def files() -> dict[str, bytes]:
    """Return the pages' files by name; there are no others to be had.

    Raises:
        LimpidFileError: They are not there.
    """
    folder = package_files("limpid.studio") / "static"
    found = {
        file.name: file.read_bytes()
        for file in (folder.iterdir() if folder.is_dir() else ())
        if file.name.rpartition(".")[-1] in TYPES
    }
    if "index.html" not in found:
        raise LimpidFileError(
            "The studio's pages are missing; in a checkout, build them with: "
            "cd studio && npm ci && npm run build"
        )
    return found


def media_type(name: str) -> str:
    """Return what kind of file a name stands for."""
    return TYPES[name.rpartition(".")[-1]]


def manifest() -> dict[str, Any]:
    """Return what was built from what, as the build wrote it."""
    folder = package_files("limpid.studio") / "static"
    text = (folder / "manifest.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def modules(screen: str) -> list[tuple[str, str]]:
    """Return the scripts that a screen needs outside the studio, in order of use.

    The last is the entry, which exports `mount`; each script imports those before it
    by './name'.
    """
    known, held = manifest(), files()
    wanted = [f"src/screens/{screen_file(screen, known)}", "src/embed.ts"]
    order: list[str] = []

    def visit(key: str) -> None:
        for needed in known[key].get("imports", ()):
            visit(needed)
        name = known[key]["file"]
        if name not in order:
            order.append(name)

    for key in wanted:
        visit(key)
    return [(name, held[name].decode()) for name in order]


def screen_file(screen: str, known: dict[str, Any]) -> str:
    """Return the name of a screen's Svelte file: its own letters, underscores aside."""
    letters = screen.replace("_", "")
    for key in known:
        file = key.rpartition("/")[-1]
        if key.startswith("src/screens/") and file.lower() == f"{letters}.svelte":
            return file
    raise LimpidFileError(
        f"No page was built for the screen {screen!r}; build it with: "
        "cd studio && npm ci && npm run build"
    )


def style() -> str:
    """Return the style sheet of all screens."""
    names = sorted(name for name in files() if name.endswith(".css"))
    return "\n".join(files()[name].decode() for name in names)


def loader() -> str:
    """Return the function `load`, which runs scripts that have no address."""
    return (package_files("limpid.studio") / "loader.js").read_text(encoding="utf-8")
