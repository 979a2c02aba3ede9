"""Where the walk-through's numbers come from, by name: 'e/0/1', 'page/1/0/2'."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.explanations.step import Step
from limpid.studio.derivations import shown
from limpid.studio.screen import Derivation, Line
from limpid.studio.screens._walk_through_network import INPUTS, NAMES, NEURONS

Array = NDArray[Any]

DIGITS = 5
PAGE_NOTE = "The page takes f' of this neuron alone, not of those that come after it."
LAST_NOTE = "In the last layer the page's change is the gradient's."


class Numbers:
    """The numbers of one step, by name.

    Args:
        step: The step taken apart.
        errors, page: The error signals carried back, and the changes by them.
    """

    def __init__(self, step: Step, errors: list[Array], page: list[Array]) -> None:
        """Take the step; arrays have one row for each neuron."""
        self.step = step
        self.fields: dict[str, list[Array]] = {
            "e": [_row(one.net) for one in step.layers],
            "y": [one.out[0] for one in step.layers],
            "slope": [_row(one.slope) for one in step.layers],
            "d": [error[0] for error in errors],
            "page": [change.T for change in page],
            "gradient": [(one.changes or {})["kernel"].T for one in step.layers],
            "weight": [(one.before or {})["kernel"].T for one in step.layers],
        }

    def find(self, name: str) -> tuple[str, int, tuple[int, ...]] | None:
        """Return a name's field, layer and place; None if there is no such number."""
        field, *rest = name.split("/")
        if field not in self.fields or not all(n.isdecimal() for n in rest):
            return None
        layer, *at = map(int, rest or ["9"])
        if layer >= len(self.fields[field]):
            return None
        array = self.fields[field][layer]
        sizes = array.shape[: len(at)]
        if len(at) != array.ndim or not all(map(int.__lt__, at, sizes)):
            return None
        return field, layer, tuple(at)

    def names(self) -> list[str]:
        """Return the names of all numbers."""
        return [
            "/".join([field, *map(str, (layer, *at))])
            for field, arrays in self.fields.items()
            for layer, array in enumerate(arrays)
            for at in np.ndindex(array.shape)
        ]

    def value(self, field: str, layer: int, at: tuple[int, ...]) -> float:
        """Return one number."""
        return float(self.fields[field][layer][at])

    def new(self, layer: int, rule: str) -> Array:
        """Return a layer's weights after the update by a rule."""
        with np.errstate(all="ignore"):
            new: Array = self.fields["weight"][layer] + self.fields[rule][layer]
        return new

    def derive(
        self, field: str, layer: int, at: tuple[int, ...], rule: str
    ) -> Derivation:
        """Return how one number comes about; the rule is that of the update."""
        if field == "weight":
            return self._weight(layer, at, rule)
        symbol, formula, numbers, note = getattr(self, f"_{field}")(layer, *at)
        line = Line(symbol, formula, numbers, self.value(field, layer, at))
        return Derivation(symbol, (line,), note=note)

    def _e(self, layer: int, unit: int) -> tuple[str, str, str, str]:
        mark, names = _mark(layer, unit), INPUTS[layer]
        pairs = zip(
            self.fields["weight"][layer][unit],
            self.step.layers[layer].inputs[0],
            strict=True,
        )
        formula = " + ".join(f"w({name}){mark}·{name}" for name in names)
        return f"e{mark}", formula, _products(pairs), "The adder of the neuron."

    def _y(self, layer: int, unit: int) -> tuple[str, str, str, str]:
        mark = _mark(layer, unit)
        net = _shown(self.fields["e"][layer][unit]).strip("()")
        note = "The neuron's non-linearity."
        return f"y{mark}", f"f(e{mark})", f"f({net})", note

    def _slope(self, layer: int, unit: int) -> tuple[str, str, str, str]:
        mark, rule = _mark(layer, unit), self.step.layers[layer].slope_rule
        net = _shown(self.fields["e"][layer][unit]).strip("()")
        note = f"f'(x) = {rule}"
        return f"df(e{mark})/de", f"f'(e{mark})", f"f'({net})", note

    def _d(self, layer: int, unit: int) -> tuple[str, str, str, str]:
        mark = _mark(layer, unit)
        if layer + 1 == len(self.step.layers):
            target, y = self.step.y[0, unit], self.fields["y"][layer][unit]
            numbers = f"{_shown(target)} − {_shown(y)}"
            return f"d{mark}", f"z − y{mark}", numbers, "z is the target."
        after = range(len(self.fields["d"][layer + 1]))
        formula = " + ".join(
            f"w(y{mark}){_mark(layer + 1, i)}·d{_mark(layer + 1, i)}" for i in after
        )
        weights = self.fields["weight"][layer + 1][:, unit]
        pairs = zip(weights, self.fields["d"][layer + 1], strict=True)
        note = "Carried back through the same weights, without f'."
        return f"d{mark}", formula, _products(pairs), note

    def _weight(self, layer: int, at: tuple[int, ...], rule: str) -> Derivation:
        symbol, value = _weight_name(layer, *at), self.value("weight", layer, at)
        change = self.value(rule, layer, at)
        before = Line(symbol, symbol, "", value)
        after = Line(
            f"{symbol} after the update",
            f"{symbol} + Δ{symbol}",
            f"{_shown(value)} + {_shown(change)}",
            float(self.new(layer, rule)[at]),
        )
        return Derivation(symbol, (before, after), note=f"Δ is that of the {rule}.")

    def _page(self, layer: int, unit: int, i: int) -> tuple[str, str, str, str]:
        mark, name = _mark(layer, unit), INPUTS[layer][i]
        factors = [
            self.step.learning_rate,
            self.fields["d"][layer][unit],
            self.fields["slope"][layer][unit],
            self.step.layers[layer].inputs[0, i],
        ]
        last = layer + 1 == len(self.step.layers)
        return (
            f"Δ{_weight_name(layer, unit, i)} of the page",
            f"η·d{mark}·df(e{mark})/de·{name}",
            " · ".join(map(_shown, factors)),
            LAST_NOTE if last else PAGE_NOTE,
        )

    def _gradient(self, layer: int, unit: int, i: int) -> tuple[str, str, str, str]:
        symbol, one = _weight_name(layer, unit, i), self.step.layers[layer]
        slope = (one.gradients or {})["kernel"][i, unit]
        numbers = f"−{_shown(self.step.learning_rate)} · {_shown(slope)}"
        note = "E is half the squared error of this example."
        return f"Δ{symbol} of the gradient", f"−η·∂E/∂{symbol}", numbers, note


def _row(batch: Array | None) -> Array:
    row: Array = np.asarray(batch)[0]
    return row


def _mark(layer: int, unit: int) -> str:
    return NAMES[NEURONS.index((layer, unit))][1:]


def _weight_name(layer: int, unit: int, i: int) -> str:
    return f"w({INPUTS[layer][i]}){_mark(layer, unit)}"


def _products(pairs: Any) -> str:
    return " + ".join(f"{_shown(a)}·{_shown(b)}" for a, b in pairs)


def _shown(value: Any) -> str:
    return shown(value, DIGITS)
