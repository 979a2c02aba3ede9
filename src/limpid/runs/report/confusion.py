"""The confusion matrix as a table: what was taken for what, and how often."""

from collections.abc import Sequence

import numpy as np

from limpid.runs.examination import Integers
from limpid.runs.report.markup import element

__all__ = ["confusion_table", "frequent_confusions"]

_MOST_LISTED = 8


def confusion_table(confusion: Integers, classes: Sequence[str]) -> str:
    """Return the matrix with right answers on blue and mistakes on orange ground.

    Args:
        confusion: Counts; a row for each right answer, a column for each given one.
        classes: Their names.
    """
    head = [element("th", text=name, scope="col") for name in classes]
    rows = [
        element(
            "tr",
            element("th", text=classes[right], scope="row"),
            *(_cell(confusion, right, given, classes) for given in range(len(classes))),
        )
        for right in range(len(classes))
    ]
    corner = element("td", text="", class_="corner")
    return element(
        "table",
        element("caption", text="Row: the right answer. Column: the answer given."),
        element("thead", element("tr", corner, *head)),
        element("tbody", *rows),
        class_="confusion",
    )


def frequent_confusions(confusion: Integers, classes: Sequence[str]) -> str:
    """Return a list of what is taken for what more than once, the commonest first."""
    wrong = confusion - _diagonal(confusion)
    order = np.argsort(-wrong, axis=None, kind="stable")[:_MOST_LISTED]
    pairs = [divmod(int(i), len(classes)) for i in order]
    items = [
        element(
            "li",
            element("b", text=classes[right], class_="right"),
            element("span", text=" taken for "),
            element("b", text=classes[given], class_="wrong"),
            element("span", text=f" · {wrong[right, given]} times"),
        )
        for right, given in pairs
        if wrong[right, given] > 1
    ]
    return element("ol", *items, class_="frequent") if items else ""


def _cell(confusion: Integers, right: int, given: int, classes: Sequence[str]) -> str:
    count = int(confusion[right, given])
    if right == given:
        share = count / max(int(confusion[right].sum()), 1)
        said = f"{count} of {classes[right]} recognized"
        return _shaded(count, "right", share, said)
    if not count:
        return element("td", text="·", class_="none")
    most = int((confusion - _diagonal(confusion)).max())
    said = f"{classes[right]} taken for {classes[given]}: {count}"
    return _shaded(count, "wrong", count / most, said)


def _diagonal(confusion: Integers) -> Integers:
    return np.diag(np.diag(confusion))


def _shaded(count: int, kind: str, share: float, said: str) -> str:
    # From a fifth on, so that a single mistake can be seen; dark text stays readable
    # on the ground of mistakes, light text on that of right answers.
    percent = round(40 + 60 * share if kind == "right" else 20 + 45 * share)
    return element(
        "td", text=count, class_=kind, title=said, style=f"--share:{percent}%"
    )
