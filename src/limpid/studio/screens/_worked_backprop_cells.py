"""Every number of the step by name, where it comes from, and how hands go wrong.

A name is the field of the layer's view, the layer, and the number's place:
'net/0/1', 'kernel_gradient/1/0/2'. Without a place it is the whole array.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.errors import ConfigError
from limpid.explanations.figures import number
from limpid.explanations.step import Step
from limpid.explanations.typeset import plain
from limpid.explanations.worked_scalar import Unit
from limpid.studio.screens._marking import Mark, Slip, mark
from limpid.studio.screens._worked_backprop_network import LOSSES
from limpid.studio.screens._worked_backprop_state import LayerView

Array = NDArray[Any]

DIGITS = 5
LOSS_FORMULAS = {
    "half_squared_error": "1/2 · sum of (target − out)²",
    "mean_squared_error": "mean of (target − out)²",
    "binary_crossentropy": "−mean of target·log(out) + (1 − target)·log(1 − out)",
}
TERMS = {
    "half_squared_error": "1/2 · (target_{j} − out_{j})²",
    "mean_squared_error": "1/{n} · (target_{j} − out_{j})²",
    "binary_crossentropy": "−1/{n} · [target_{j}·log(out_{j}) + "
    "(1 − target_{j})·log(1 − out_{j})]",
}
FORMULAS = {
    "net": "net_{l} = out_{k} @ W_{l} + b_{l}",
    "out": "out_{l} = f(net_{l})",
    "slope": "f'(net_{l})",
    "delta": "δ_{l} = f'(net_{l}) ∘ (what comes back to the layer)",
    "kernel_gradient": "∂E/∂W_{l} = -out_{k}ᵀ @ δ_{l}",
    "bias_gradient": "∂E/∂b_{l} = -δ_{l}",
    "kernel_change": "ΔW_{l} = -η · ∂E/∂W_{l}",
    "bias_change": "Δb_{l} = -η · ∂E/∂b_{l}",
    "kernel_after": "W_{l} + ΔW_{l}",
    "bias_after": "b_{l} + Δb_{l}",
}


class Cells:
    """The numbers of one step.

    Args:
        step: The step taken apart.
        layers: The same as the page shows it.
        loss: The name of E.
    """

    def __init__(self, step: Step, layers: list[LayerView], loss: str) -> None:
        """Take the step."""
        self.step, self.layers, self.loss = step, layers, loss
        self.parts = parts_of(loss, step.y, step.layers[-1].out)

    def find(self, name: str) -> tuple[str, int, tuple[int, ...], Array]:
        """Return a name's field, layer and place, and the value there.

        Raises:
            ConfigError: There is no such number.
        """
        if name in {"loss/before", "loss/after"}:
            value = getattr(self.step, name.replace("/", "_"))
            return name, 0, (), np.asarray(value)
        field, *rest = name.split("/")
        places = [int(part) for part in rest if part.isdecimal()]
        if field == "part" and len(rest) == 1 and _holds(self.parts, tuple(places)):
            return field, len(self.layers) - 1, tuple(places), self.parts[places[0]]
        is_place = rest and len(places) == len(rest) and places[0] < len(self.layers)
        if is_place and field in {*FORMULAS, "kernel", "bias"}:
            array = getattr(self.layers[places[0]], field)
            at = tuple(places[1:])
            if array is not None and _holds(array, at):
                return field, places[0], at, np.asarray(array[at])
        raise ConfigError(f"There is no number {name!r} in this step.")

    def equation(self, name: str) -> tuple[str, str, str]:
        """Return a number's symbol, its formula, and the formula with numbers."""
        field, layer, at, _ = self.find(name)
        if field.startswith("loss"):
            formula = LOSS_FORMULAS[self.loss]
            if field.endswith("after"):
                return "new E", f"{formula}, out with the new weights", ""
            return "E", formula, self._loss_in_numbers()
        if field == "part":
            return self._part(at[0])
        if not at:
            words = FORMULAS.get(field, field).format(l=layer + 1, k=layer)
            symbol, _, formula = words.partition(" = ")
            return symbol, formula or words, ""
        symbol = self._symbol(field, layer, at)
        unit = Unit(self.step, layer + 1, DIGITS)
        lines = unit.forward() + unit.deltas() + unit.changes(plain=True)
        terms = next((line[1:-1] for line in lines if line[0] == symbol), [])
        formula, numbers = ([plain(term) for term in terms] + ["", ""])[:2]
        # A new value's line has its numbers alone.
        if field.endswith("_after"):
            formula, numbers = "the old value plus Δ", formula
        if field == "slope":
            numbers = ""
        return plain(symbol), formula, numbers

    def _part(self, output: int) -> tuple[str, str, str]:
        """Return an output's part of E: symbol, formula, the formula with numbers."""
        target, out = (
            number(float(values[output]), DIGITS)
            for values in (self.step.y[0], self.layers[-1].out)
        )
        names = {"n": len(self.parts), "j": output + 1}
        formula = TERMS[self.loss].format(**names)
        numbers = formula.replace(f"target_{output + 1}", target)
        numbers = numbers.replace(f"out_{output + 1}", out)
        return f"E_{output + 1}", formula, numbers

    def _loss_in_numbers(self) -> str:
        """Return a squared error with its numbers; '' for others."""
        pairs = zip(self.step.y[0], self.layers[-1].out, strict=True)
        terms = [f"({number(t, DIGITS)} − {number(out, DIGITS)})²" for t, out in pairs]
        factor = {
            "half_squared_error": "1/2",
            "mean_squared_error": f"1/{len(terms)}",
        }.get(self.loss)
        return f"{factor} · [{' + '.join(terms)}]" if factor else ""

    def _symbol(self, field: str, layer: int, at: tuple[int, ...]) -> str:
        """Return a number as worked() writes it."""
        indices = "_".join(str(i + 1) for i in (layer, *reversed(at)))
        if field in {"net", "out", "delta"}:
            return f"{field}_{indices}"
        if field == "slope":
            return f"slope(net_{indices})"
        kind, _, what = field.partition("_")
        weight = f"{'w' if kind == 'kernel' else 'b'}_{indices}"
        forms = {"gradient": "d(E, {})", "change": "Delta({})", "after": "new({})"}
        return forms.get(what, "{}").format(weight)

    def mark(self, name: str, text: str) -> Mark:
        """Return the mark of a typed number or array."""
        field, layer, at, value = self.find(name)
        _, formula, _ = self.equation(name)
        slips = [
            Slip(np.asarray(slip.value)[at], slip.sentence)
            for slip in self._slips(field, layer)
            if np.ndim(slip.value) >= len(at)
        ]
        return mark(text, value, formula, slips)

    def _slips(self, field: str, index: int) -> Iterator[Slip]:
        """Yield what known mistakes give in the place of a whole array."""
        layer = self.layers[min(index, len(self.layers) - 1)]
        match field.rpartition("_")[2]:
            case "net":
                yield from self._net_slips(layer)
            case "out":
                yield Slip(layer.net, "That is net; apply the activation to it.")
            case "slope":
                yield Slip(
                    layer.out, "That is out, f(net); the slope f'(net) is asked."
                )
            case "delta":
                yield from self._delta_slips(index)
            case "gradient":
                yield from self._gradient_slips(field, layer)
            case "change":
                yield from self._change_slips(field, layer)
            case "part" if self.loss == "half_squared_error":
                yield Slip(2 * self.parts, "The factor 1/2 is missing.")
            case "after":
                yield from self._after_slips(field, layer)
        if field.startswith("loss"):
            yield from self._loss_slips(field)

    def _net_slips(self, layer: LayerView) -> Iterator[Slip]:
        if layer.bias is not None:
            yield Slip(layer.net - layer.bias, "The bias is missing.")
        if layer.kernel.shape[0] == layer.kernel.shape[1]:
            bias = 0 if layer.bias is None else layer.bias
            mixed = layer.inputs @ layer.kernel.T + bias
            yield Slip(mixed, "These are the weights that leave, not those that enter.")
        yield Slip(layer.out, "That is out already; net comes before the activation.")

    def _delta_slips(self, index: int) -> Iterator[Slip]:
        layer = self.layers[index]
        yield Slip(-layer.delta, "Here δ = −∂E/∂net; yours has the other sign.")
        if layer.slope is None:
            return
        with np.errstate(divide="ignore", invalid="ignore"):
            error = layer.delta / layer.slope
        yield Slip(error, "The slope f'(net) is missing.")
        yield Slip(-error, "The slope f'(net) is missing, and the sign is the other.")
        if index + 1 == len(self.layers):
            return
        after = self.layers[index + 1]
        yield Slip(
            layer.slope * (after.kernel_after @ after.delta),
            "You used the updated weights of the next layer; all δ use the old ones.",
        )
        for k in range(len(after.delta)):
            alone = layer.slope * after.kernel[:, k] * after.delta[k]
            sentence = f"That is what comes back from unit {k + 1} alone; add them all."
            yield Slip(alone, sentence)

    def _gradient_slips(self, field: str, layer: LayerView) -> Iterator[Slip]:
        exact = getattr(layer, field)
        yield Slip(-exact, "With δ = −∂E/∂net the gradient is −δ times the input.")
        if exact.ndim > 1:
            ones = np.ones_like(exact)
            for sign in (-1, 1):
                words = "The input that the weight multiplies is missing."
                yield Slip(sign * layer.delta * ones, words)
            yield Slip(
                layer.inputs[:, None] * ones, "That is the input; multiply it by −δ."
            )

    def _change_slips(self, field: str, layer: LayerView) -> Iterator[Slip]:
        gradient = getattr(layer, field.replace("change", "gradient"))
        rate = self.step.learning_rate
        if rate != 1:
            yield Slip(-gradient, "The learning rate η is missing.")
        yield Slip(rate * gradient, "Descent goes against the gradient: −η.")
        yield Slip(gradient, "That is the gradient; Δ is −η times it.")

    def _after_slips(self, field: str, layer: LayerView) -> Iterator[Slip]:
        change = getattr(layer, field.replace("after", "change"))
        before = getattr(layer, field.replace("_after", ""))
        yield Slip(before - change, "Add Δ; you took it away.")
        yield Slip(change, "That is Δ; add it to the old value.")
        yield Slip(before, "That is the old value; add Δ.")

    def _loss_slips(self, field: str) -> Iterator[Slip]:
        value, other = self.step.loss_before, self.step.loss_after
        words = "after the step; this is E before it"
        if field.endswith("after"):
            value, other = other, value
            words = "before the step; this is E after it"
        yield Slip(other, f"That is E {words}.")
        yield Slip(2 * value, "The factor 1/2 is missing.")
        yield Slip(value / 2, "It is halved once too often.")


def parts_of(loss: str, target: Array, out: Array) -> Array:
    """Return what each output of one example adds to E."""
    count = out.shape[1]
    share = 1 if loss == "half_squared_error" else count
    error = LOSSES[loss]()
    return np.array(
        [float(error(target[:, [j]], out[:, [j]])) / share for j in range(count)]
    )


def _holds(array: Array, at: tuple[int, ...]) -> bool:
    return not at or (
        len(at) == array.ndim
        and all(i < n for i, n in zip(at, array.shape, strict=True))
    )
