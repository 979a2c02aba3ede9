"""Where the numbers inside a batch come from, by name: 'net/0/1', 'kernel/1/0/2'."""

from limpid.errors import ConfigError
from limpid.explanations.step import activation
from limpid.studio.derivations import shown, slopes
from limpid.studio.screen import Derivation, Line
from limpid.studio.screens._playground_inside import Batch

# A longer sum is cut short: nobody adds up more terms by eye.
MAX_TERMS = 40
DRAWN = (
    "No numeric check here: a layer such as Dropout draws anew with each pass, so the "
    "loss a small step away is another one's."
)


def derive(batch: Batch, name: str, example: int) -> Derivation:
    """Return where a number comes from.

    Args:
        batch: The next training step, taken apart.
        name: As the table names it.
        example: Of the batch.

    Raises:
        ConfigError: There is no such number.
    """
    field, *place = name.split("/")
    try:
        at = [int(number) for number in place]
        value = batch.value(name, example)
    except (KeyError, IndexError, ValueError):
        raise ConfigError(f"There is no number {name!r} in this batch.") from None
    return Explained(batch, example, field, at, value).derivation()


class Explained:
    """One number inside a batch, and its neighbors in words."""

    def __init__(
        self, batch: Batch, example: int, field: str, at: list[int], value: float
    ) -> None:
        """Take a number that there is."""
        self.batch, self.example, self.value = batch, example, value
        self.field, self.layer, self.at = field, at[0] if at else 0, at[1:]
        self.one = batch.layers[self.layer]

    def derivation(self) -> Derivation:
        """Return all of it."""
        what, _, kind = self.field.partition("-")
        made: Line = getattr(self, f"_{what}")()
        title = f"{made.symbol}, example {self.example + 1} of the batch"
        if self.field == "loss":
            return Derivation(title, (made,))
        if what in {"mean", "change", "after"}:
            title = f"{made.symbol}, {self.batch.title(self.layer).lower()}"
        else:
            title += f", {self.batch.title(self.layer).lower()}"
        if what == "kernel":
            rows = slice(self.example, self.example + 1)
            return self._checked(title, made, what, rows, penalized=False)
        if what == "mean":
            return self._checked(title, made, kind, slice(None), penalized=True)
        return Derivation(title, (made,))

    def _checked(
        self, title: str, line: Line, kind: str, rows: slice, *, penalized: bool
    ) -> Derivation:
        if not all(one.unfolded for one in self.batch.layers):
            return Derivation(title, (line,), note=DRAWN)
        model, variable = self.batch.model, getattr(self.one.layer, kind)
        x, y = self.batch.x[rows], self.batch.y[rows]
        at = tuple(self.at)
        found = slopes(model, variable, at, x, y, penalized=penalized)
        return Derivation(title, (line,), *found)

    def _other(self, field: str, *at: int) -> str:
        """Return another number of this layer, as a formula shows it."""
        place = "/".join(map(str, (self.layer, *at)))
        return shown(self.batch.value(f"{field}/{place}", self.example))

    @property
    def mark(self) -> str:
        """Layer and unit, as in net1,2."""
        return f"{self.layer + 1},{self.at[-1] + 1}"

    def _weight(self) -> str:
        if len(self.at) == 1:
            return f"b{self.mark}"
        return f"w{self.mark},{self.at[0] + 1}"

    # Each field's line

    def _net(self) -> Line:
        before, sources = self.one.before or {}, self.batch.sources(self.layer)
        unit, inputs = self.at[0], self.one.inputs[self.example]
        symbols = [f"w{self.mark},{i + 1} · {name}" for i, name in enumerate(sources)]
        terms = [
            f"{shown(weight)} · {shown(value)}"
            for weight, value in zip(before["kernel"][:, unit], inputs, strict=True)
        ]
        if "bias" in before:
            symbols.append(f"b{self.mark}")
            terms.append(shown(before["bias"][unit]))
        return self._line(f"net{self.mark}", _sum(symbols), _sum(terms))

    def _out(self) -> Line:
        symbol = f"out{self.mark}"
        if not self.one.unfolded:
            kind = type(self.one.layer).__name__
            inputs = self.one.inputs[self.example]
            given = shown(inputs[self.at[0]]) if len(inputs) > self.at[0] else "x"
            return self._line(symbol, f"{kind}(in), drawn anew", f"{kind}({given})")
        f = activation(self.one)
        if self.one.slope is None:
            return self._line(symbol, f"{f} of all net{self.layer + 1}", "")
        given = self._other("net", *self.at)
        return self._line(symbol, f"{f}(net{self.mark})", f"{f}({given})")

    def _loss(self) -> Line:
        y, out = self.batch.y[self.example], self.batch.layers[-1].out[self.example]
        name = self.batch.loss
        numbers = ", ".join(map(shown, y)), ", ".join(map(shown, out))
        return self._line("E", f"{name}(target, out)", f"{name}({'; '.join(numbers)})")

    def _from(self) -> Line:
        symbol = f"∂E/∂out{self.mark}"
        following = self.layer + 1
        if following == len(self.batch.layers):
            return self._line(symbol, f"derivative of {self.batch.loss}", "")
        after = self.batch.layers[following]
        if not after.unfolded:
            kind = type(after.layer).__name__
            return self._line(symbol, f"what comes back through {kind}", "")
        unit, mark = self.at[0], following + 1
        delta = self.batch.array("delta", following, self.example)
        weights = (after.before or {})["kernel"][unit]
        symbols = [
            f"w{mark},{j + 1},{unit + 1} · ∂E/∂net{mark},{j + 1}"
            for j in range(len(delta))
        ]
        terms = [
            f"{shown(weight)} · {shown(value)}"
            for weight, value in zip(weights, delta, strict=True)
        ]
        return self._line(symbol, _sum(symbols), _sum(terms))

    def _slope(self) -> Line:
        given = self._other("net", *self.at)
        rule = f"f′(x) = {self.one.slope_rule}"
        return self._line(f"f′(net{self.mark})", rule, f"f′({given})")

    def _delta(self) -> Line:
        symbol = f"∂E/∂net{self.mark}"
        if self.one.slope is None:
            f = activation(self.one)
            return self._line(symbol, f"all ∂E/∂out back through {f}", "")
        formula = f"∂E/∂out{self.mark} · f′(net{self.mark})"
        numbers = f"{self._other('from', *self.at)} · {self._other('slope', *self.at)}"
        return self._line(symbol, formula, numbers)

    def _kernel(self) -> Line:
        source, unit = self.at
        came_in = self.one.inputs[self.example][source]
        name = self.batch.sources(self.layer)[source]
        return self._line(
            f"∂E/∂{self._weight()}",
            f"∂E/∂net{self.mark} · {name}",
            f"{self._other('delta', unit)} · {shown(came_in)}",
        )

    def _mean(self) -> Line:
        kind, count = self.field.partition("-")[2], len(self.batch.x)
        place = "/".join(map(str, (self.layer, *self.at)))
        field = kind if kind == "kernel" else "delta"
        parts = [self.batch.value(f"{field}/{place}", k) for k in range(count)]
        penalty = self.value - sum(parts) / count
        more = " + the penalty's" if self.batch.model.losses else ""
        added = f" + {shown(penalty)}" if more else ""
        return self._line(
            f"mean ∂E/∂{self._weight()}",
            f"(sum over {count} examples of ∂E/∂{self._weight()}) / {count}{more}",
            f"({_sum([shown(part) for part in parts])}) / {count}{added}",
        )

    def _change(self) -> Line:
        optimizer = self.batch.model.optimizer
        kind = type(optimizer).__name__
        rate, mean = shown(self.batch.step.learning_rate), self._of_update("mean")
        if kind == "SGD" and not optimizer.momentum:
            return self._line(
                f"change of {self._weight()}",
                f"−η · mean ∂E/∂{self._weight()}",
                f"−{rate} · {mean}",
            )
        return self._line(
            f"change of {self._weight()}",
            f"{kind}(mean ∂E/∂{self._weight()}), η = {rate}",
            f"{kind}({mean})",
        )

    def _after(self) -> Line:
        kind = self.field.partition("-")[2]
        before = (self.one.before or {})[kind][tuple(self.at)]
        name = self._weight()
        return self._line(
            f"new {name}",
            f"{name} + change of {name}",
            f"{shown(before)} + {self._of_update('change')}",
        )

    def _of_update(self, what: str) -> str:
        kind = self.field.partition("-")[2]
        return self._other(f"{what}-{kind}", *self.at)

    def _line(self, symbol: str, formula: str, numbers: str) -> Line:
        return Line(symbol, formula, numbers, self.value)


def _sum(terms: list[str]) -> str:
    cut = [*terms[:MAX_TERMS], "…"] if len(terms) > MAX_TERMS else terms
    return " + ".join(cut)
