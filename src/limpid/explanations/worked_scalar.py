"""The scalar style: a line for each unit and each weight of one example."""

from collections.abc import Callable, Iterator

import numpy as np

from limpid.explanations.figures import number
from limpid.explanations.page import Block, Equations, Paragraph
from limpid.explanations.step import LayerStep, Step, activation, describe
from limpid.explanations.typeset import replaced
from limpid.graph.op import Array


def scalar_forward(step: Step, digits: int) -> Iterator[Block]:
    """Yield net and out of every unit."""
    for index, one in enumerate(step.layers, 1):
        yield Paragraph(describe(index, one))
        if one.unfolded:
            yield Equations(Unit(step, index, digits).forward())


def scalar_backward(step: Step, digits: int, *, plain: bool) -> Iterator[Block]:
    """Yield δ of every unit and Δ of every weight, the last layer first."""
    for index in range(len(step.layers), 0, -1):
        one = step.layers[index - 1]
        yield Paragraph(describe(index, one))
        if one.unfolded:
            unit = Unit(step, index, digits)
            yield Equations(unit.deltas())
            if lines := unit.changes(plain=plain):
                yield Equations(lines)


class Unit:
    """Writes the equations of one layer's units.

    Args:
        step: The training step.
        index: Of the layer, from 1.
        digits: The significant digits shown.
    """

    def __init__(self, step: Step, index: int, digits: int) -> None:
        """Find the layer and the one after it."""
        self.step, self.index = step, index
        self.one: LayerStep = step.layers[index - 1]
        later = step.layers[index] if index < len(step.layers) else None
        self.later = later if later is not None and later.unfolded else None
        self.show: Callable[[object], str] = lambda value: number(value, digits)

    @property
    def units(self) -> range:
        return range(self.one.out.shape[-1])

    @property
    def inputs(self) -> range:
        return range(self.one.inputs.shape[-1])

    def name(self, word: str, *indices: int) -> str:
        """Return a name with the layer's index and others, counted from 1."""
        return "_".join([word, str(self.index), *(str(i + 1) for i in indices)])

    def input_name(self, i: int) -> str:
        return f"x_{i + 1}" if self.index == 1 else f"out_{self.index - 1}_{i + 1}"

    def forward(self) -> list[list[str]]:
        """Return net and out of each unit."""
        lines = []
        for j in self.units:
            net, out = self.name("net", j), self.name("out", j)
            value = self.show(self.value("net", j))
            lines.append([net, self.sum_of_names(j), self.sum_of_numbers(j), value])
            shown = self.show(self.value("out", j))
            whole = f"{activation(self.one)}({self.name('net')})[{j + 1}]"
            single = f"{activation(self.one)}({net})"
            lines.append([out, whole if self.one.slope is None else single, shown])
        return lines

    def value(self, field: str, j: int) -> float:
        return float(getattr(self.one, field)[0, j])

    def sum_of_names(self, j: int) -> str:
        terms = [f"{self.name('w', j, i)} * {self.input_name(i)}" for i in self.inputs]
        return " + ".join([*terms, *[self.name("b", j)] * self.has_bias])

    def sum_of_numbers(self, j: int) -> str:
        kernel = self.weights("kernel")
        terms = [
            f"{self.show(kernel[i, j])} * ({self.show(self.one.inputs[0, i])})"
            for i in self.inputs
        ]
        bias = [self.bracketed(self.weights("bias")[j])] if self.has_bias else []
        return " + ".join([*terms, *bias])

    def bracketed(self, value: object) -> str:
        return f"({self.show(value)})"

    @property
    def has_bias(self) -> bool:
        return "bias" in (self.one.before or {})

    def weights(self, name: str) -> Array:
        return (self.one.before or {})[name]

    def deltas(self) -> list[list[str]]:
        """Return the slope and δ of each unit."""
        lines = []
        for j in self.units:
            delta = self.show(self.value("delta", j))
            net, own = self.name("net", j), self.name("delta", j)
            if self.one.slope is None:
                lines.append([own, f"-d(E, {net})", delta])
                continue
            slope = self.show(self.value("slope", j))
            rule = replaced(self.one.slope_rule, {"x": net})
            lines.append([f"slope({net})", rule, slope])
            lines.append([own, *self.error(j, f"slope({net})", slope), delta])
        return lines

    def error(self, j: int, slope: str, value: str) -> list[str]:
        """Return δ as the slope times the error: carried back, or of the loss."""
        if self.later is None:
            out = f"d(E, {self.name('out', j)})"
            error = self.show(self.value("out_gradient", j))
            return [f"-{out} * {slope}", f"-({error}) * {value}"]
        kernel = (self.later.before or {})["kernel"]
        errors = (self.later.delta if self.later.delta is not None else kernel)[0]
        names = " + ".join(
            f"delta_{self.index + 1}_{k + 1} * w_{self.index + 1}_{k + 1}_{j + 1}"
            for k in range(len(errors))
        )
        numbers = " + ".join(
            f"({self.show(e)}) * ({self.show(kernel[j, k])})"
            for k, e in enumerate(errors)
        )
        return [f"{slope} * ({names})", f"{value} * ({numbers})"]

    def changes(self, *, plain: bool) -> list[list[str]]:
        """Return Δ and the new value of each weight that is trained."""
        lines: list[list[str]] = []
        trained = self.one.changes or {}
        for j in self.units:
            if "kernel" in trained:
                for i in self.inputs:
                    lines += self.change(
                        "kernel", self.name("w", j, i), (i, j), plain=plain
                    )
            if "bias" in trained:
                lines += self.change("bias", self.name("b", j), (j,), plain=plain)
        return lines

    def change(
        self, weight: str, name: str, place: tuple[int, ...], *, plain: bool
    ) -> list[list[str]]:
        change = (self.one.changes or {})[weight][place]
        gradient = (self.one.gradients or {})[weight][place]
        before = self.weights(weight)[place]
        shown, slope = self.show(change), f"d(E, {name})"
        eta = self.show(self.step.learning_rate)
        rule = [f"-eta * {slope}", f"-{eta} * ({self.show(gradient)})"] if plain else []
        return [
            [slope, *self.outer(place, gradient), self.show(gradient)],
            [f"Delta({name})", *rule, shown],
            [
                f"new({name})",
                f"{self.show(before)} + ({shown})",
                self.show(before + change),
            ],
        ]

    def outer(self, place: tuple[int, ...], gradient: float) -> list[str]:
        """Return a weight's gradient as -δ times its input, if no penalty adds."""
        *source, j = place
        delta = self.value("delta", j)
        x = float(self.one.inputs[0, source[0]]) if source else 1.0
        if not np.isclose(gradient, -delta * x, rtol=1e-5, atol=1e-12):
            return []
        own = self.name("delta", j)
        return [f"-{own} * {self.input_name(source[0])}" if source else f"-{own}"]
