"""Where the perceptron's numbers come from: scores and weights."""

from typing import Any

import numpy as np

from limpid import linear
from limpid.studio.derivations import shown
from limpid.studio.screen import Derivation, Line
from limpid.studio.screens._perceptron_course import Course, change_of, weights_of

NAMES = ("w1", "w2", "b")


def score(course: Course, position: int, row: int) -> Derivation:
    """Return how an example's score comes about after so many presentations."""
    w1, w2, b = course.deciding(position).tolist()
    x1, x2 = course.x[row].tolist()
    z = w1 * x1 + w2 * x2 + b
    numbers = f"{_number(w1)}·{_number(x1)} + {_number(w2)}·{_number(x2)} + "
    total = Line("z", "w1·x1 + w2·x2 + b", numbers + _number(b), z)
    sign = Line("prediction", "1 if z ≥ 0, else −1", "", 1 if z >= 0 else -1)
    chance = 1 / (1 + float(np.exp(-z)))
    logistic = Line("σ(z)", "1 / (1 + e^−z)", f"1 / (1 + e^{_number(-z)})", chance)
    note = "σ(z) is what a logistic neuron with these weights would say."
    return Derivation(f"Score of example {row}", (total, sign, logistic), note=note)


def weight(course: Course, name: str, index: int) -> Derivation:
    """Return how a presentation moved w1, w2 or b."""
    update, column = course.updates[index], NAMES.index(name)
    change = float(change_of(update)[column])
    after = float(weights_of(update)[column])
    inputs = np.column_stack([course.x, np.ones(len(course.y))])
    errors = course.rule.error(update.targets, update.scores)
    terms = [
        f"{_number(e)}·{_number(v)}"
        for e, v in zip(errors, inputs[update.examples, column], strict=True)
    ]
    output = "z" if isinstance(course.rule, linear.DeltaRule) else "ŷ"
    input_name = "1" if name == "b" else f"x{column + 1}"
    moved = Line(
        f"Δ{name}",
        f"η · {'Σ ' if len(terms) > 1 else ''}(y − {output})·{input_name}",
        f"{_number(course.rule.rate)} · ({' + '.join(terms)})",
        change,
    )
    numbers = f"{_number(after - change)} + {_number(change)}"
    total = Line(name, f"{name} + Δ{name}", numbers, after)
    return Derivation(f"{name} after presentation {index + 1}", (moved, total))


def _number(value: Any) -> str:
    return shown(value, 5).replace("-", "−")
