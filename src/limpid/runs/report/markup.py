"""Small pieces of HTML and SVG, everything in them escaped."""

from collections.abc import Iterable, Mapping
from html import escape

__all__ = ["definitions", "element", "number", "table"]


def element(
    tag: str, /, *children: str, text: object = "", **attributes: object
) -> str:
    """Return an element.

    Args:
        tag: Its name.
        children: Markup to put inside as it is.
        text: Text to put inside, escaped, in front of the children.
        attributes: Values by name; `class_` and `stroke_width` lose and change their
            underscores, None leaves an attribute out.

    Example:
        >>> element("p", text="1 < 2", class_="note")
        '<p class="note">1 &lt; 2</p>'
    """
    given = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{given}>{escape(str(text))}{''.join(children)}</{tag}>"


def number(value: float) -> str:
    """Return a number as people read it: four digits, thousands apart.

    Example:
        >>> number(61706.0), number(0.98331), number(2e-7)
        ('61,706', '0.9833', '2e-07')
    """
    if float(value).is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:.4g}"


def definitions(pairs: Mapping[str, str]) -> str:
    """Return a list of names and what they stand for."""
    rows = (
        element("div", element("dt", text=name), element("dd", text=value))
        for name, value in pairs.items()
    )
    return element("dl", *rows)


def table(caption: str, head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table of texts, the first of each row naming it."""
    titles = [element("th", text=title, scope="col") for title in head]
    body = [
        element(
            "tr",
            element("th", text=first, scope="row"),
            *(element("td", text=cell) for cell in cells),
        )
        for first, *cells in rows
    ]
    return element(
        "table",
        element("caption", text=caption),
        element("thead", element("tr", *titles)),
        element("tbody", *body),
    )
