"""What a gate does to the gradient that comes back to it, in a word and a sentence."""

from typing import Final, NamedTuple


class Role(NamedTuple):
    """A gate's part in backpropagation: a word, such as 'swaps', and a sentence.

    The sentence says what happens to the gradient. Both are '' for an input.
    """

    name: str
    sentence: str


_SCALES: Final = Role("scales", "It multiplies the gradient by its own slope here.")
_SWAPS: Final = Role(
    "swaps", "Each input gets the gradient times the value of the other input."
)
_ROUTES: Final = Role(
    "routes", "The whole gradient goes to the input that was chosen; the rest get 0."
)
_REARRANGES: Final = Role(
    "rearranges", "Each number's gradient goes back to where the number came from."
)
_ROLES: Final = {
    "add": Role("distributes", "Every input gets the gradient as it is."),
    "subtract": Role(
        "distributes", "The first input gets the gradient, the second its negative."
    ),
    "negative": Role("flips", "The gradient changes its sign."),
    "multiply": _SWAPS,
    "matmul": Role(
        "swaps", "Each input gets the gradient times the other input, transposed."
    ),
    "maximum": _ROUTES,
    "minimum": _ROUTES,
    "max": _ROUTES,
    "min": _ROUTES,
    "where": _ROUTES,
    "relu": Role("routes", "The gradient passes where the input is above 0, else 0."),
    "sum": Role("spreads", "Every number summed gets the gradient as it is."),
    "broadcast_to": Role("collects", "The gradients of all copies are added."),
    **dict.fromkeys(
        ("reshape", "permute_dims", "concat", "stack", "get_item"), _REARRANGES
    ),
}


def role(op: str) -> Role:
    """Return what the gate of an operation does to the gradient.

    Example:
        >>> role("multiply").name
        'swaps'
    """
    return _ROLES.get(op, _SCALES) if op else Role("", "")
