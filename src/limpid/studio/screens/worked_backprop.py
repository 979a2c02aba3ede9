"""Worked backprop: one training step of a small network, every number of it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.activations._activate import activate
from limpid.errors import ConfigError
from limpid.explanations.step import LayerStep, activation, dense_layers, take_apart
from limpid.explanations.typeset import plain
from limpid.explanations.worked import worked
from limpid.graph.tensor import Tensor, no_grad
from limpid.studio import derivations
from limpid.studio.screen import Derivation, Line, TimedScreen, action
from limpid.studio.screens._graph_stepper_graph import read_value
from limpid.studio.screens._marking import Mark
from limpid.studio.screens._worked_backprop_cells import Cells
from limpid.studio.screens._worked_backprop_network import (
    EXAMPLES,
    build,
    given_of,
    program,
)
from limpid.studio.screens._worked_backprop_rounding import ByHand
from limpid.studio.screens._worked_backprop_state import (
    LayerView,
    Rounded,
    WorkedBackpropState,
    WorkedBackpropView,
)
from limpid.studio.training import Training
from limpid.studio.units import Units

Array = NDArray[Any]

# The best step of a central difference in float64: truncation meets rounding.
STEP = 6e-6
LIMIT = 1e6
# What can be set, in words.
SETTABLE = {"kernel": "Weight", "bias": "Bias", "x": "Input", "target": "Target"}


class WorkedBackprop(TimedScreen):
    """Every weight, sum, δ and ΔW of a step; hand results are marked."""

    title = "Worked backprop"
    summary = "One training step with every number, to read or to work out by hand."
    State = WorkedBackpropState
    View = WorkedBackpropView
    units = ("update",)
    live = frozenset({"learning_rate", "style", "quiz", "rounding"})

    def __init__(self, state: Any = None) -> None:
        """Build the network."""
        super().__init__(state)
        self.model, self.x, self.target = build(self.state)
        self.looks = Units(self.model)
        self.training = Training(self.model, self.x, self.target, 1, 0)
        self._cells: Cells | None = None

    # Time

    @property
    def position(self) -> int:
        """How many updates have been made."""
        return self.training.step

    def advance_to(self, position: int) -> None:
        self._cells = None
        self.training.advance_to(position)

    def clock(self) -> str:
        count = self.position
        return f"{count:,} update{'s' * (count != 1)} made"

    def stop_reason(self) -> str | None:
        loss = self.cells.step.loss_before
        if np.isfinite(loss):
            return None
        return f"Stopped: the loss is {loss}; rewind, and lower the learning rate."

    def capture(self) -> Any:
        return self.training.capture(), self.x, self.target

    def restore(self, kept: Any) -> None:
        training, self.x, self.target = kept
        self._cells = None
        self.training.restore(training)

    def retune(self, state: Any) -> None:
        if state.learning_rate != self.state.learning_rate:
            self.model.optimizer.learning_rate = state.learning_rate
        self._cells = None
        super().retune(state)

    # Actions

    @action(same=("name",))
    def set_number(self, name: str, value: str) -> None:
        """Give a weight ('kernel/0/1/0'), bias, input ('x/0') or target a value."""
        kind, *rest = name.split("/")
        number = read_value(SETTABLE.get(kind, name), value)
        places = tuple(int(part) for part in rest if part.isdecimal())
        if number.ndim or abs(float(number)) > LIMIT:
            raise ConfigError(f"Write one number of at most {LIMIT:,.0f}.")
        if len(places) != len(rest) or not self._set(kind, places, float(number)):
            raise ConfigError(f"There is no number {name!r} to set.")
        self._cells = None

    def _set(self, kind: str, at: tuple[int, ...], value: float) -> bool:
        if kind in {"x", "target"} and len(at) == 1:
            array = getattr(self, kind).copy()
            if at[0] >= array.shape[1]:
                return False
            array[0, at[0]] = value
            setattr(self, kind, array)
            self.training.take_data(self.x, self.target)
            return True
        if kind not in {"kernel", "bias"} or not at:
            return False
        variable = derivations.weight_of(self.looks, kind, at[0], at[1:])
        array = variable.numpy()
        array[at[1:]] = value
        variable.set(array)
        return True

    @action(changes=False)
    def mark(self, answers: dict[str, str]) -> dict[str, Mark]:
        """Mark what was typed into cells such as 'net/0/1' and 'delta/1'."""
        return {cell: self.cells.mark(cell, text) for cell, text in answers.items()}

    # What it shows

    @property
    def cells(self) -> Cells:
        """The numbers of the step from the weights of now; computed once."""
        if self._cells is None:
            with np.errstate(all="ignore"):
                step = take_apart(self.model, self.x, self.target)
            layers = [_layer(one) for one in step.layers]
            self._cells = Cells(step, layers, self.state.loss)
        return self._cells

    def show(self) -> WorkedBackpropView:
        step = self.cells.step
        page = worked(self.model, self.x, self.target, style=self.state.style)
        return WorkedBackpropView(
            x=self.x[0],
            target=self.target[0],
            layers=self.cells.layers,
            loss_before=step.loss_before,
            loss_after=step.loss_after,
            parts=self.cells.parts,
            parameters=self.model.count_params(),
            updates=self.position,
            page=str(page),
            examples=list(EXAMPLES),
            rounded=self._rounded(),
        )

    def _rounded(self) -> list[Rounded]:
        """Return the numbers as hands work them out, if rounding is chosen."""
        if self.state.rounding == "full precision":
            return []
        layers, given = self.cells.layers, given_of(self.state)
        is_untouched = (
            np.array_equal(self.x[0], given.x)
            and np.array_equal(self.target[0], given.target)
            and all(
                np.array_equal(layer.kernel.T, rows)
                for layer, (rows, _) in zip(layers, given.layers, strict=True)
            )
        )
        return ByHand(layers, self.target[0], self.state).rows(is_untouched)

    def code(self) -> str:
        return program(self.state, self.model, self.x, self.target)

    def derive(self, number: str) -> Derivation:
        field, layer, at, value = self.cells.find(number)
        if value.ndim:
            return super().derive(number)
        symbol, formula, numbers = self.cells.equation(number)
        line = Line(symbol, formula or symbol, numbers, float(value))
        gradient, check = self._slopes(field, layer, at)
        note = "" if gradient is None else "∂E is by the number that is asked about."
        if field.partition("_")[0] in {"kernel", "bias"} and gradient is not None:
            note = f"∂E is by this {'weight' if field[0] == 'k' else 'bias'}."
        if field == "delta":
            note = "∂E is by net of this unit; δ is minus that."
        return Derivation(symbol, (line,), gradient, check, note)

    def _slopes(
        self, field: str, layer: int, at: tuple[int, ...]
    ) -> tuple[float | None, float | None]:
        """Return the derivative of E by a number and its check, if it has one."""
        kind = field.partition("_")[0]
        if kind in {"kernel", "bias"}:
            place = (layer, *at)
            found = derivations.weight(self.looks, kind, place, self.x, self.target)
            return found.gradient, found.check
        one = self.cells.step.layers[layer]
        if field in {"net", "delta"} and one.delta is not None:
            return -float(one.delta[0][at]), self._difference("net", layer, at)
        if field == "out" and one.out_gradient is not None:
            return float(one.out_gradient[0][at]), self._difference("out", layer, at)
        return None, None

    def _difference(self, field: str, layer: int, at: tuple[int, ...]) -> float:
        """Return the central difference quotient of E by a net or an out."""
        value = getattr(self.cells.layers[layer], field)[None]
        step = STEP * max(1.0, abs(float(value[0][at])))
        sides = []
        for sign in (1, -1):
            moved = value.copy()
            moved[0][at] += sign * step
            sides.append(self._loss_from(field, layer, moved))
        return (sides[0] - sides[1]) / (2 * step)

    def _loss_from(self, field: str, layer: int, value: Array) -> float:
        """Return E if a layer's nets or outs had other values."""
        first, *later = dense_layers(self.model)[layer:]
        with no_grad():
            out: Any = Tensor(value)
            if field == "net":
                out = activate(out, first.activation)
            for one in later:
                out = one(out)
            return float(self.model.compute_loss(self.x, self.target, out))

    def derivable(self) -> list[str]:
        names = ["loss/before", "loss/after"]
        # Of one output, the part is all of E.
        if len(self.cells.parts) > 1:
            names += [f"part/{j}" for j in range(len(self.cells.parts))]
        for index, layer in enumerate(self.cells.layers):
            for field in type(layer).__struct_fields__:
                array = getattr(layer, field)
                if isinstance(array, np.ndarray) and field != "inputs":
                    places = np.ndindex(array.shape)
                    names += [
                        "/".join([field, *map(str, (index, *at))]) for at in places
                    ]
        return names


def _layer(one: LayerStep) -> LayerView:
    """Return a layer's part of the step of its one example."""
    before, gradients = one.before or {}, one.gradients or {}
    changes = one.changes or {}
    after = {name: before[name] + change for name, change in changes.items()}
    net, delta = np.asarray(one.net), np.asarray(one.delta)
    return LayerView(
        activation=activation(one),
        slope_rule=plain(one.slope_rule, {"x": "net"}) if one.slope_rule else "",
        inputs=one.inputs[0],
        kernel=before["kernel"],
        bias=before.get("bias"),
        net=net[0],
        out=one.out[0],
        slope=None if one.slope is None else one.slope[0],
        delta=delta[0],
        kernel_gradient=gradients["kernel"],
        bias_gradient=gradients.get("bias"),
        kernel_change=changes["kernel"],
        bias_change=changes.get("bias"),
        kernel_after=after["kernel"],
        bias_after=after.get("bias"),
    )
