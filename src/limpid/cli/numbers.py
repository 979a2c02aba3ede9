from typing import Annotated, Any

import typer


def numbers(
    case: Annotated[
        str | None, typer.Argument(help="Replay only this case, and all its values.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Show the values no lecture asks for, too.")
    ] = False,
) -> None:
    """Replay the worked numbers of the lectures with limpid's own operations.

    Each line: case, value, as printed in the lecture, limpid's value, verdict. Exits
    with 1 if one disagrees.
    """
    from limpid.numbers import LEFT_OUT, replay, replay_all

    findings = replay(case) if case else replay_all()
    shown = [f for f in findings if every or case or not (f.further and f.agrees)]
    rows = [
        (f.case, f.key, _printed(f.printed), _short(f.value), f.verdict) for f in shown
    ]
    heads = ("case", "value", "printed", "limpid", "verdict")
    widths = [max(len(row[i]) for row in (heads, *rows)) for i in range(4)]
    for row in (heads, *rows):
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        print("  ".join([*cells, row[4]]))
    failures = sum(not f.agrees for f in findings)
    cases = len({f.case for f in findings})
    print(f"\n{cases} cases, {len(findings)} values, {failures} disagree.")
    if not case:
        print("\nLeft out:")
        for name, reason in LEFT_OUT.items():
            print(f"  {name}: {reason}")
    if failures:
        raise typer.Exit(1)


def _printed(value: Any) -> str:
    if value is None:
        return "-"
    return _cut(str(value).replace("'", ""))


def _short(value: Any) -> str:
    return _cut(_rounded(value))


def _rounded(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_rounded, value))}]"
    return f"{value:.9g}" if isinstance(value, float) else str(value)


def _cut(text: str) -> str:
    # A matrix is shown by its beginning: the comparison takes all of it.
    return text if len(text) <= 36 else f"{text[:35]}…"
