"""The Python that draws the same boundary."""

from typing import Any

from limpid.studio.screens._boundaries_data import SIDE


def program(settings: Any, x: Any, y: Any) -> str:
    """Return a program that ends with the predictions for the examples."""
    data = f"x = np.array({x.round(6).tolist()})\ny = np.array({y.tolist()})\n"
    body = {"neighbors": _neighbors, "polynomial": _polynomial, "lines": _lines}
    imports, lines = body[settings.method](settings, len(y))
    return f"import numpy as np\n{imports}\n\n{data}{lines}print(np.mean(found != y))\n"


def _neighbors(settings: Any, count: int) -> tuple[str, str]:
    k = min(settings.k, count)
    lines = (
        f'known = KNeighborsClassifier({k}, "{settings.metric}").fit(x, y)\n'
        "found = known.predict(x)\n"
    )
    return "from limpid.neighbors import KNeighborsClassifier", lines


def _polynomial(settings: Any, count: int) -> tuple[str, str]:
    del count
    return (
        "from limpid import linalg",
        f"""x1, x2 = x.T / {SIDE}
terms = [
    x1 ** (total - second) * x2**second
    for total in range({settings.degree} + 1) for second in range(total + 1)
]
design = np.stack(terms, axis=1)
weights = (linalg.pinv(design) @ (2.0 * y - 1)).numpy()
found = design @ weights > 0
""",
    )


def _lines(settings: Any, count: int) -> tuple[str, str]:
    del settings, count
    return (
        "from limpid.linear import maximum_margin",
        "weights, bias = maximum_margin(x, y)\nfound = x @ weights + bias > 0\n",
    )
