"""How long `import limpid` and `limpid --help` take beside a bare NumPy."""

import subprocess
import sys

from runner import Work, main


def _python(code: str) -> Work:
    command = [sys.executable, "-c", code]
    return lambda: subprocess.run(command, check=True, capture_output=True)  # noqa: S603


def numpy() -> Work:
    """Prepare a process that imports NumPy."""
    return _python("import numpy")


def nothing() -> Work:
    """Prepare a process that imports nothing."""
    return _python("")


def limpid() -> Work:
    """Prepare a process that imports limpid."""
    return _python("import limpid")


def layers() -> Work:
    """Prepare a process that imports what a model needs, NumPy included."""
    return _python("import limpid; limpid.Sequential, limpid.layers.Dense")


def help_text() -> Work:
    """Prepare a process that prints the help of the command line."""
    return _python(
        "import sys; from limpid.cli import main; sys.argv[1:] = ['--help']; main()"
    )


if __name__ == "__main__":
    main(
        __file__,
        {
            "numpy": numpy,
            "nothing": nothing,
            "import limpid": limpid,
            "limpid.Sequential": layers,
            "limpid --help": help_text,
        },
        turns=15,
    )
