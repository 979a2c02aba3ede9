"""What people write by the line, as Python reads it."""

import ast

from limpid.errors import ConfigError


def lines_of(text: str, what: str) -> list[ast.stmt]:
    """Return the statements of a text.

    Args:
        text: As it was written.
        what: It tells, such as 'layers'.

    Raises:
        ConfigError: A line cannot be read; it says which.
    """
    try:
        return ast.parse(text).body
    except SyntaxError as error:
        raise ConfigError(
            f"Line {error.lineno} of the {what} cannot be read: {error.msg}."
        ) from None
