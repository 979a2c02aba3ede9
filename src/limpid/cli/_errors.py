"""Every failure is one sentence and an exit code; --debug shows where it came from."""

import functools
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, NoReturn

import typer

from limpid.errors import ConfigError, LimpidError

DEBUG: Final = "--debug"

FAILED: Final = 1
WRONG_USAGE: Final = 2
INTERRUPTED: Final = 130  # 128 + SIGINT, as shells count


def guarded(command: Callable[..., Any], *, debug: bool) -> Callable[..., Any]:
    """Return the command so that its failures become sentences and exit codes."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        # Inside Typer, which would call Ctrl-C "Aborted!" and exit with 1.
        with report_anything(debug=debug):
            return command(*args, **kwargs)

    return run


@contextmanager
def report_anything(*, debug: bool) -> Iterator[None]:
    """Turn what is raised inside into a sentence on stderr and an exit code."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _stay_quiet()
        sys.exit(0)
    except KeyboardInterrupt:
        _fail("Interrupted.", INTERRUPTED)
    except (LimpidError, OSError, MemoryError) as error:
        if debug:
            raise
        _fail(_sentence(error), _exit_code(error))
    except typer.Exit:
        raise
    except Exception as error:
        if debug or _is_usage_error(error):
            raise
        _fail(
            f"limpid itself failed ({type(error).__name__}: {error}); the same command"
            f" with {DEBUG} shows where, which is worth reporting.",
            FAILED,
        )


def say_warning(message: Warning | str, *_: Any, **__: Any) -> None:
    """Print a warning as a sentence, without the line of code that gave it."""
    print(f"limpid: {message}", file=sys.stderr)


def _stay_quiet() -> None:
    """Keep Python from complaining at exit that nobody reads on."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _exit_code(error: BaseException) -> int:
    return WRONG_USAGE if isinstance(error, ConfigError) else FAILED


def _is_usage_error(error: Exception) -> bool:
    """Tell whether Typer itself will print the error: it has its own exit code."""
    return hasattr(error, "exit_code") and hasattr(error, "format_message")


def _sentence(error: BaseException) -> str:
    if isinstance(error, LimpidError):
        text = str(error)
    elif isinstance(error, MemoryError):
        text = "The memory does not suffice; take a smaller batch_size or model."
    else:
        text = _about_file(error)
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _about_file(error: BaseException) -> str:
    reason = getattr(error, "strerror", None) or str(error)
    name = getattr(error, "filename", None)
    return f"{name}: {reason}" if name else reason


def _fail(sentence: str, code: int) -> NoReturn:
    print(f"limpid: {sentence}", file=sys.stderr)
    sys.exit(code)
