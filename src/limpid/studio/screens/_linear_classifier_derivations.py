"""Where the linear classifier's numbers come from."""

from collections.abc import Callable
from typing import Any

import numpy as np

from limpid import linear
from limpid.errors import ConfigError
from limpid.graph.tensor import no_grad
from limpid.studio.derivations import shown
from limpid.studio.screen import Derivation, Line
from limpid.studio.screens._linear_classifier_data import Array, Examples

# The best step of a central difference in float64: truncation meets rounding.
STEP = 1e-6
# Beyond so many terms a sum is not written out.
MAX_TERMS = 12

KINK = (
    "Where a margin is met exactly, the loss has a kink: the slopes on both sides "
    "differ, and the difference quotient lies between them."
)


def data_losses(formulation: str, labels: Array, scores: Array) -> Array:
    """Return one loss for each example: (..., examples) of (..., examples, classes)."""
    rule = linear.FORMULATIONS[formulation]
    with no_grad(), np.errstate(over="ignore", invalid="ignore"):
        flat = scores.reshape(-1, scores.shape[-1])
        repeated = np.tile(labels, len(flat) // len(labels))
        return np.asarray(rule(repeated, flat).numpy()).reshape(scores.shape[:-1])


def checks(model: linear.LinearClassifier, x: Array, y: Array) -> tuple[Array, Array]:
    """Return the gradient by kernel and bias as central differences."""
    table = np.column_stack([model.kernel, model.bias])
    slopes = _slopes(model, x, y, table, np.arange(table.size)).reshape(table.shape)
    return slopes[:, :-1], slopes[:, -1]


def _slopes(
    model: linear.LinearClassifier, x: Array, y: Array, table: Array, places: Array
) -> Array:
    """Return the difference quotients of some weights, all in one evaluation."""
    steps = STEP * np.maximum(1, np.abs(table.ravel()[places]))
    moves = np.zeros((2, len(places), table.size))
    rows = np.arange(len(places))
    moves[:, rows, places] = steps, -steps
    tables = (table.ravel() + moves).reshape(-1, *table.shape)
    kernels, biases = tables[..., :-1], tables[..., -1]
    with np.errstate(over="ignore", invalid="ignore"):
        scores = x @ kernels.swapaxes(1, 2) + biases[:, None]
        losses = data_losses(model.formulation, y, scores).mean(axis=1)
        totals = losses + model.l2 * np.sum(kernels**2, axis=(1, 2))
        up, down = totals.reshape(2, -1)
        return np.asarray((up - down) / (2 * steps))


class Derivations:
    """Explains the numbers of a classifier on some examples."""

    def __init__(
        self, model: linear.LinearClassifier, data: Examples, rate: float
    ) -> None:
        """Keep what the numbers are made of."""
        self.model, self.data, self.rate = model, data, rate
        self.found = model.evaluate(data.x, data.y)

    def of(self, name: str) -> Derivation:
        """Return where a number comes from.

        Raises:
            ConfigError: There is no such number.
        """
        kind, *rest = name.split("/")
        place = tuple(int(n) for n in rest if n.isdecimal())
        known: dict[str, tuple[Callable[..., Derivation], tuple[int, ...]]] = {
            "kernel": (self.weight, self.model.kernel.shape),
            "bias": (self.weight, self.model.bias.shape),
            "score": (self.score, self.found.scores.shape),
            "loss": (self.loss, self.found.losses.shape),
        }
        if not rest and name in {"data_loss", "regularization_loss", "total_loss"}:
            return self.total(name)
        if kind in known and len(place) == len(rest):
            explain, shape = known[kind]
            if len(place) == len(shape) and np.all(np.array(place) < shape):
                return explain(*place)
        raise ConfigError(f"The linear classifier has no number {name!r}.")

    def weight(self, row: int, column: int | None = None) -> Derivation:
        """Explain a weight's gradient and what one update makes of it."""
        model, found = self.model, self.found
        table = np.column_stack([model.kernel, model.bias])
        slopes = np.column_stack([found.kernel_gradient, found.bias_gradient])
        at = row, table.shape[1] - 1 if column is None else column
        value, slope = float(table[at]), float(slopes[at])
        name = f"b[{row}]" if column is None else f"W[{row},{column}]"
        lines = [Line(name, name, "", value)]
        if column is not None:
            lines += self._parts(name, value, slope)
        formula = f"{name} − step · ∂L/∂{name}"
        numbers = f"{_shown(value)} − {_shown(self.rate)} · {_shown(slope)}"
        after = value - self.rate * slope
        lines.append(Line(f"{name} after an update", formula, numbers, after))
        flat = np.array([np.ravel_multi_index(at, table.shape)])
        [check] = _slopes(model, self.data.x, self.data.y, table, flat)
        kind = "Bias" if column is None else "Weight"
        note = "" if model.formulation == "softmax" else KINK
        return Derivation(f"{kind} {name}", tuple(lines), slope, float(check), note)

    def _parts(self, name: str, value: float, slope: float) -> list[Line]:
        l2 = self.model.l2
        penalty = 2 * l2 * value
        of_penalty, of_data = f"∂(λ ΣW²)/∂{name}", f"∂(mean loss)/∂{name}"
        return [
            Line(of_penalty, f"2 λ {name}", f"2 · {l2:g} · {_shown(value)}", penalty),
            Line(of_data, "∂L/∂W less that", "", slope - penalty),
            Line(
                "as the demo prints it",
                f"{of_data} + ½ λ {name}",
                f"{_shown(slope - penalty)} + {l2 / 2:g} · {_shown(value)}",
                slope - penalty + l2 / 2 * value,
            ),
        ]

    def score(self, example: int, row: int) -> Derivation:
        """Explain the score of a class for an example."""
        x, w = self.data.x[example], self.model.kernel[row]
        b = float(self.model.bias[row])
        formula = numbers = f"Σ over {len(x)} features, + b[{row}]"
        if len(x) <= MAX_TERMS:
            pairs = list(enumerate(zip(w, x, strict=True)))
            formula = (
                " + ".join(f"W[{row},{j}]·x{j}" for j, _ in pairs) + f" + b[{row}]"
            )
            terms = [f"{_shown(a)}·{_shown(v)}" for _, (a, v) in pairs]
            numbers = " + ".join([*terms, _shown(b)])
        value = float(self.found.scores[example, row])
        title = f"Score of class {self.data.classes[row]} for example {example}"
        return Derivation(title, (Line(f"s{row}", formula, numbers, value),))

    def loss(self, example: int) -> Derivation:
        """Explain the loss of an example, term by term."""
        label = int(self.data.y[example])
        scores = self.found.scores[example]
        parts = _TERMS[self.model.formulation](scores, label)
        formula, numbers = parts.pop()
        total = Line("L", formula, numbers, float(self.found.losses[example]))
        title = f"Loss of example {example}, of class {self.data.classes[label]}"
        lines = tuple(Line(*part) for part in parts)
        return Derivation(title, (*lines, total))

    def total(self, name: str) -> Derivation:
        """Explain the mean of the losses, the penalty, or their sum."""
        found, l2, count = self.found, self.model.l2, len(self.data.y)
        terms = " + ".join(map(_shown, found.losses[: MAX_TERMS + 1]))
        numbers = f"({terms}) / {count}" if count <= MAX_TERMS else ""
        mean = Line("data loss", f"Σ losses / {count}", numbers, found.data_loss)
        squares = float(np.sum(self.model.kernel**2))
        numbers = f"{l2:g} · {_shown(squares)}"
        penalty = Line(
            "regularization loss", "λ ΣW²", numbers, found.regularization_loss
        )
        if name == "data_loss":
            return Derivation("Data loss", (mean,))
        if name == "regularization_loss":
            return Derivation("Regularization loss", (penalty,))
        both = f"{_shown(found.data_loss)} + {_shown(found.regularization_loss)}"
        total = Line("total loss", "data loss + regularization loss", both, found.loss)
        return Derivation("Total loss", (mean, penalty, total))


def _weston_watkins(scores: Array, label: int) -> list[Any]:
    margins = _margins(scores, label)
    return [*margins, (_sum(margins), _numbers(margins))]


def _structured(scores: Array, label: int) -> list[Any]:
    margins = _margins(scores, label)
    names = ", ".join(m[0] for m in margins)
    values = ", ".join(_shown(m[3]) for m in margins)
    return [*margins, (f"max({names})", f"max({values})")]


def _margins(scores: Array, label: int) -> list[Any]:
    return [
        (
            f"l{j}",
            f"max(0, s{j} − s{label} + 1)",
            f"max(0, {_shown(s)} − {_shown(scores[label])} + 1)",
            float(max(0, s - scores[label] + 1)),
        )
        for j, s in enumerate(scores)
        if j != label
    ]


def _one_vs_all(scores: Array, label: int) -> list[Any]:
    hinges = []
    for j, s in enumerate(scores):
        sign, t = ("−", 1) if j == label else ("+", -1)
        numbers = f"max(0, 1 {sign} {_shown(s)})"
        hinges.append(
            (f"l{j}", f"max(0, 1 {sign} s{j})", numbers, float(max(0, 1 - t * s)))
        )
    return [*hinges, (_sum(hinges), _numbers(hinges))]


def _softmax(scores: Array, label: int) -> list[Any]:
    highest = scores.max()
    powers = np.exp(scores - highest)
    lines = [
        (f"e{j}", f"exp(s{j} − highest)", f"exp({_shown(s)} − {_shown(highest)})", p)
        for j, (s, p) in enumerate(zip(scores, powers.tolist(), strict=True))
    ]
    share = float(powers[label] / powers.sum())
    numbers = f"{_shown(powers[label])} / ({' + '.join(map(_shown, powers))})"
    chance = (f"p{label}", f"e{label} / Σ e", numbers, share)
    return [*lines, chance, (f"−log p{label}", f"−log {_shown(share)}")]


def _sum(parts: list[Any]) -> str:
    return " + ".join(part[0] for part in parts)


def _numbers(parts: list[Any]) -> str:
    return " + ".join(_shown(part[3]) for part in parts)


_TERMS = {
    "weston_watkins": _weston_watkins,
    "one_vs_all": _one_vs_all,
    "structured": _structured,
    "softmax": _softmax,
}


def _shown(value: Any) -> str:
    return shown(value, 5).replace("-", "−")
