"""Where a command's text goes: the terminal, or a file."""

from pathlib import Path


def write(text: str, path: Path | None) -> None:
    """Print the text, or write it to a file and say so."""
    if path is None:
        print(text)
        return
    path.write_text(text + "\n", encoding="utf-8")
    print(f"Wrote {path}")
