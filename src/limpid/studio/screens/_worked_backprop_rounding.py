"""The step as hands work it out: each number rounded before the next one uses it."""

from decimal import Decimal
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.activations._activate import activate
from limpid.graph.gradient import gradients
from limpid.graph.tensor import Tensor
from limpid.numbers import load_cases
from limpid.studio.screens._worked_backprop_state import LayerView, Rounded

Array = NDArray[Any]

LECTURE = "as the lecture prints"
# Of numbers that the lecture does not print.
USUAL_DECIMALS = 4
# Where the lecture's numbers of the 2-2-1 network stand: the top unit is the first.
PLACES = {
    "net/0/0": "net_top", "out/0/0": "out_top",
    "net/0/1": "net_bottom", "out/0/1": "out_bottom",
    "net/1/0": "net_final", "out/1/0": "out_final", "delta/1/0": "delta_output",
    "kernel/1/0/0": "w1_new", "kernel/1/1/0": "w2_new",
    "delta/0/0": "delta1_hidden", "delta/0/1": "delta2_hidden",
    "kernel/0/0/0": "w3_new", "kernel/0/1/0": "w4_new",
    "kernel/0/0/1": "w5_new", "kernel/0/1/1": "w6_new",
}  # fmt: skip


@lru_cache
def printed() -> dict[str, str]:
    """Return what the lecture prints of the 2-2-1 network, by our names."""
    [case] = [case for case in load_cases() if case.id == "net-2-2-1-target-half"]
    return {name: case.printed[theirs] for name, theirs in PLACES.items()}


class ByHand:
    """A step whose every number is rounded at once.

    Args:
        layers: The step in full precision.
        target: Of its example.
        settings: The screen's state: how to round, the loss and the rate.

    With the lecture's rounding, hidden errors come back through the new weights, as
    the lecture has it; else through the old ones, as the gradient demands.
    """

    def __init__(self, layers: list[LayerView], target: Array, settings: Any) -> None:
        """Work it out."""
        self.layers, self.target, self.settings = layers, target, settings
        self.is_lecture = settings.rounding == LECTURE
        is_theirs = self.is_lecture and settings.example == "0.35 and 0.9"
        self.texts = printed() if is_theirs else {}
        self.found: dict[str, Array] = {}
        self._forwards()
        self._backwards()

    def rows(self, is_untouched: bool) -> list[Rounded]:
        """Return each number, exact, rounded and, if it is theirs, as printed."""
        after = {"net": "net", "out": "out", "delta": "delta", "kernel": "kernel_after"}
        rows = []
        for name, array in self.found.items():
            field, layer = name.split("/")
            exact = getattr(self.layers[int(layer)], after[field])
            for at in np.ndindex(array.shape):
                place = "/".join([name, *map(str, at)])
                text = self.texts.get(place) if is_untouched else None
                value = float(array[at])
                rows.append(Rounded(place, float(exact[at]), value, text))
        return rows

    def _round(self, name: str, values: Array) -> Array:
        """Round an array, each number to its decimals, and keep it."""
        rounded = np.empty_like(values)
        for at in np.ndindex(values.shape):
            place = "/".join([name, *map(str, at)])
            rounded[at] = np.round(values[at], self._decimals(place))
        self.found[name] = rounded
        return rounded

    def _decimals(self, place: str) -> int:
        if place in self.texts:
            return -int(Decimal(self.texts[place]).as_tuple().exponent)
        chosen: str = self.settings.rounding
        return USUAL_DECIMALS if self.is_lecture else int(chosen.split(maxsplit=1)[0])

    def _forwards(self) -> None:
        out = self.layers[0].inputs
        for number, layer in enumerate(self.layers):
            bias = 0 if layer.bias is None else layer.bias
            net = self._round(f"net/{number}", out @ layer.kernel + bias)
            exact = activate(Tensor(net), layer.activation).numpy()
            out = self._round(f"out/{number}", np.asarray(exact))

    def _backwards(self) -> None:
        last = len(self.layers) - 1
        back = -self._loss_slope(self.found[f"out/{last}"])
        for number in range(last, -1, -1):
            layer = self.layers[number]
            delta = self._round(f"delta/{number}", back * self._slope(number))
            before = self.found[f"out/{number - 1}"] if number else layer.inputs
            change = self.settings.learning_rate * np.outer(before, delta)
            new = self._round(f"kernel/{number}", layer.kernel + change)
            back = (new if self.is_lecture else layer.kernel) @ delta

    def _slope(self, number: int) -> Array:
        """Return f'(net), of sigmoid and tanh by the rounded output as one does."""
        name, out = self.layers[number].activation, self.found[f"out/{number}"]
        if name == "sigmoid":
            return np.asarray(out * (1 - out))
        if name == "tanh":
            return np.asarray(1 - out**2)
        net = Tensor(self.found[f"net/{number}"])
        return np.asarray(gradients(activate(net, name).sum(), [net])[0].numpy())

    def _loss_slope(self, out: Array) -> Array:
        """Return ∂E/∂out at the rounded outputs."""
        error: Array = out - self.target
        count = len(out)
        if self.settings.loss == "half_squared_error":
            return error
        if self.settings.loss == "mean_squared_error":
            return np.asarray(2 * error / count)
        with np.errstate(all="ignore"):
            return np.asarray(error / (out * (1 - out)) / count)
