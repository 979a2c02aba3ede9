"""Where the character screen's numbers come from."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.errors import ConfigError
from limpid.explanations.entropy import tempered
from limpid.explanations.figures import number
from limpid.studio.derivations import shown
from limpid.studio.screen import Derivation, Line
from limpid.studio.screens._char_rnn_looks import Looks, logits_of

Array = NDArray[Any]

LN2 = math.log(2)
# So many terms of a sum are written, the largest first.
WRITTEN = 3


def next_symbol(
    looks: Looks, prefix: str, temperature: float, which: int
) -> Derivation:
    """Return where the probability of a next symbol comes from."""
    if not 0 <= which < len(looks.vocabulary):
        raise ConfigError(f"There is no symbol {which}.")
    beginning, chances = looks.chances(prefix)
    last = looks.model.layers[-1]
    inside = looks.along(beginning.numbers[None]).inside[-1]
    h = inside["hidden"][-1, 0].astype(np.float64)
    kernel, bias = (w.numpy().astype(np.float64) for w in (last.kernel, last.bias))
    scores, name = h @ kernel + bias, looks.vocabulary.names[which]
    score = Line(
        "z",
        "Σ h w + b",
        f"{_sum(h, kernel[:, which])} + {shown(bias[which])}",
        float(scores[which]),
    )
    if temperature == 0:
        value = float(tempered(logits_of(chances), 0.0)[which])
        words = "1 if z is the largest, otherwise 0"
        return Derivation(
            f"Probability of {name!r}", (score, Line("p", words, "", value))
        )
    # Less the largest, the quotient is the same, and no exponential overflows.
    top = float(scores.max())
    whole = float(np.exp((scores - top) / temperature).sum())
    t, z, m = shown(temperature), shown(scores[which]), shown(top)
    lines = (
        score,
        Line("m", "the largest z of all symbols", "", top),
        Line("S", "Σ exp((z − m) / T), over all symbols", f"T = {t}", whole),
        Line(
            "p",
            "exp((z − m) / T) / S",
            f"exp(({z} − {m}) / {t}) / {plain(whole)}",
            float(tempered(logits_of(chances), temperature)[which]),
        ),
    )
    return Derivation(f"Probability of {name!r} at temperature {temperature:g}", lines)


def openness(looks: Looks, prefix: str, temperature: float) -> Derivation:
    """Return where the entropy of what comes next comes from."""
    _, chances = looks.chances(prefix)
    p = tempered(logits_of(chances), temperature)
    terms = np.where(p > 0, -p * np.log(np.where(p > 0, p, 1)), 0.0)
    order = np.argsort(-terms, kind="stable")[:WRITTEN]
    written = " + ".join(
        f"{shown(p[k])} · {shown(-np.log(max(p[k], 1e-300)))}" for k in order
    )
    nats, size = float(terms.sum()), len(p)
    lines = (
        Line("H", "−Σ p ln p", f"{written} + …", nats),
        Line("bits", "H / ln 2", f"{shown(nats)} / {LN2:.4f}", nats / LN2),
        Line("most", "ln of the number of symbols", f"ln {size}", math.log(size)),
    )
    note = "p = softmax(z / T): a higher T divides the differences of the scores z."
    return Derivation(f"Entropy at temperature {temperature:g}", lines, note=note)


def perplexity(loss: float, count: int) -> Derivation:
    """Return how perplexity and bits follow from the loss over the text."""
    lines = (
        Line("E", f"mean of −ln p(what follows) over {count:,} symbols", "", loss),
        Line("bits", "E / ln 2", f"{shown(loss)} / {LN2:.4f}", loss / LN2),
        Line("perplexity", "exp(E)", f"exp({shown(loss)})", float(np.exp(loss))),
    )
    return Derivation("Perplexity of the text", lines)


def gate(looks: Looks, settings: Any, name: str) -> Derivation:
    """Return where a gate or state of a unit at a step comes from.

    Raises:
        ConfigError: The layer has none of that name.
    """
    view, layer = looks.gates(settings), looks.layer(settings)
    if name not in view.names:
        raise ConfigError(f"The layer has no {name!r}; expected one of {view.names}.")
    one = _Unit(looks, settings, layer, view.unit, view.step)
    lines = {"LSTM": _lstm, "GRU": _gru, "SimpleRNN": _simple}[settings.cell](one, name)
    title = (
        f"{name.capitalize()} of unit {view.unit} in layer {layer + 1} at step "
        f"{view.step}, {view.symbols[view.step]!r}"
    )
    return Derivation(title, tuple(lines))


class _Unit:
    """A unit of a recurrent layer at a step: its inputs, weights and values."""

    def __init__(
        self, looks: Looks, settings: Any, layer: int, unit: int, step: int
    ) -> None:
        numbers = looks.reading(settings).coded[:-1]
        passage = looks.along(numbers[None])
        self.cell, self.unit = looks.walker.cells[layer], unit
        inside = passage.inside[layer]
        self.values = {n: float(part[step, 0, unit]) for n, part in inside.items()}
        before = looks.walker.grouped(passage.states[step])[layer]
        self.before = {
            n: state[0].astype(np.float64)
            for n, state in zip(self.cell.state_names, before, strict=True)
        }
        if layer:
            x = passage.inside[layer - 1]["hidden"][step, 0]
        else:
            x = looks.model.layers[0].embeddings.numpy()[int(numbers[step])]
        self.x = x.astype(np.float64)

    def net(self, block: int) -> Line:
        """Return the sum of a block of the kernels."""
        return _total("net", [*self.inputs(block), *self.states(block)])

    def inputs(self, block: int) -> list[tuple[str, float]]:
        """Return the input's part of a block: what is written, and its value."""
        column = self._column(self.cell.kernel, block)
        return [(_sum(self.x, column), float(self.x @ column)), self._bias(block, 0)]

    def states(self, block: int) -> list[tuple[str, float]]:
        """Return the state's part of a block."""
        column, h = (
            self._column(self.cell.recurrent_kernel, block),
            self.before["hidden"],
        )
        made = (_sum(h, column), float(h @ column))
        is_two = len(self.cell.bias.shape) == 2
        return [made, self._bias(block, 1)] if is_two else [made]

    def _column(self, kernel: Any, block: int) -> Array:
        at = block * self.cell.units + self.unit
        return np.asarray(kernel.numpy()[:, at], np.float64)

    def _bias(self, block: int, row: int) -> tuple[str, float]:
        bias = self.cell.bias.numpy().reshape(-1, self.cell.gates * self.cell.units)
        value = float(bias[row, block * self.cell.units + self.unit])
        return shown(value), value


def _total(symbol: str, parts: list[tuple[str, float]]) -> Line:
    """Return a sum of parts as a line: of inputs, states and biases."""
    formulas = {"net": "x W + h U + b", "of x": "x W + b", "of h": "h U + b"}
    numbers = " + ".join(text for text, _ in parts)
    return Line(symbol, formulas[symbol], numbers, sum(value for _, value in parts))


def _lstm(one: _Unit, name: str) -> list[Line]:
    v = one.values
    blocks = {"input": 0, "forget": 1, "candidate": 2, "output": 3}
    if name in blocks:
        return _activated(one, name, blocks[name])
    if name == "cell":
        old = float(one.before["cell"][one.unit])
        f, i, g = (shown(v[n]) for n in ("forget", "input", "candidate"))
        formula = "forget · cell before + input · candidate"
        return [Line("cell", formula, f"{f} · {shown(old)} + {i} · {g}", v["cell"])]
    o, c = shown(v["output"]), plain(v["cell"])
    return [Line("hidden", "output · tanh(cell)", f"{o} · tanh({c})", v["hidden"])]


def _gru(one: _Unit, name: str) -> list[Line]:
    v = one.values
    blocks = {"update": 0, "reset": 1}
    if name in blocks:
        return _activated(one, name, blocks[name])
    z, r = shown(v["update"]), shown(v["reset"])
    if name == "candidate":
        x, h = (
            sum(value for _, value in part) for part in (one.inputs(2), one.states(2))
        )
        texts = [
            " + ".join(text for text, _ in part)
            for part in (one.inputs(2), one.states(2))
        ]
        return [
            Line("of x", "x W + b", texts[0], x),
            Line("of h", "h U + b", texts[1], h),
            Line(
                "candidate",
                "tanh(of x + reset · of h)",
                f"tanh({shown(x)} + {r} · {shown(h)})",
                v["candidate"],
            ),
        ]
    old = shown(one.before["hidden"][one.unit])
    formula = "update · hidden before + (1 − update) · candidate"
    numbers = f"{z} · {old} + (1 − {z}) · {shown(v['candidate'])}"
    return [Line("hidden", formula, numbers, v["hidden"])]


def _simple(one: _Unit, name: str) -> list[Line]:
    return _activated(one, name, 0)


def _activated(one: _Unit, name: str, block: int) -> list[Line]:
    net = one.net(block)
    function = "tanh" if name in {"candidate", "hidden"} else "σ"
    numbers = f"{function}({plain(net.value)})"
    return [net, Line(name, f"{function}(net)", numbers, one.values[name])]


def way_back(looks: Looks, settings: Any, step: int) -> Derivation:
    """Return how far back the last error reaches: the gradient at a step of the window.

    Raises:
        ConfigError: There is no such step.
    """
    view = looks.unrolled(settings)
    if not 0 <= step < len(view.last):
        raise ConfigError(f"There is no step {step}; the window has {len(view.last)}.")
    value, end = float(view.last[step]), float(view.last[-1])
    back = len(view.last) - 1 - step
    units = view.values.values.shape[1]
    lines = [
        Line("‖∂E/∂h‖", f"√Σ (∂E/∂h)², over {units} units", "", value),
        Line("at the last step", "the same, where the error is", "", end),
    ]
    if back and end:
        ratio = (value / end) ** (1 / back)
        numbers = f"({shown(value)} / {shown(end)})^(1/{back})"
        lines.append(Line("factor a step", "(first / last)^(1/steps)", numbers, ratio))
    note = "E is the loss of the window's last step alone, −ln p of what follows it."
    later = "1 step later" if back == 1 else f"{back} steps later"
    title = f"Gradient that reaches step {view.first + step} from {later}"
    return Derivation(title, tuple(lines), note=note)


def clipping(looks: Looks, settings: Any) -> Derivation:
    """Return what clipping leaves of the window's gradient."""
    view = looks.unrolled(settings)
    limit = f"to ±{settings.clip:g}" if settings.clip else "not at all"
    lines = (
        Line("‖g‖", "√Σ g², over all weights", "", view.norm),
        Line("largest", "max |g|", "", view.largest),
        Line("share", f"parts that are clipped, {limit}", "", view.clipped),
        Line("‖clip(g)‖", "√Σ clip(g)²", "", view.norm_after),
    )
    return Derivation("Gradient of the mean loss of the window", lines)


def plain(value: float) -> str:
    """Return a number as a formula shows it between parentheses of its own."""
    return number(value, 4)


def _sum(values: Array, weights: Array) -> str:
    """Return a sum of products, its largest terms written."""
    order = np.argsort(-np.abs(values * weights), kind="stable")[:WRITTEN]
    terms = " + ".join(f"{shown(values[k])} · {shown(weights[k])}" for k in order)
    left = len(values) - len(order)
    return f"{terms} + … ({left} more)" if left > 0 else terms
