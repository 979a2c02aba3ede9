"""Convolution: a kernel slides over a picture, window by window."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.errors import ConfigError, ShapeError
from limpid.graph.gradient import gradients
from limpid.graph.tensor import Tensor
from limpid.ops.average_pool import average_pool
from limpid.ops.conv import conv
from limpid.ops.max_pool import max_pool
from limpid.ops.pad import pad
from limpid.ops.relu import relu
from limpid.studio.derivations import STEP, shown
from limpid.studio.messages import Picture
from limpid.studio.screen import Derivation, Line, TimedScreen
from limpid.studio.screens._convolution_presets import IMAGES, KERNELS, presets
from limpid.studio.screens._convolution_state import (
    Cell,
    ConvolutionState,
    ConvolutionView,
    Side,
)

Array = NDArray[Any]


class Convolution(TimedScreen):
    """A kernel, or a pooling window, slides over a picture."""

    title = "Convolution"
    summary = "Slide a kernel over a picture, window by window, every product written."
    State = ConvolutionState
    View = ConvolutionView
    units = ("window", "row")
    live = frozenset(
        set(ConvolutionState.__struct_fields__)
        - {"stride", "dilation", "padding", "mode"}
    )

    def __init__(self, state: Any = None) -> None:
        """Compute all outputs; the walk uncovers them one by one."""
        super().__init__(state)
        self.walked = 0
        self._compute()

    # Time

    @property
    def position(self) -> int:
        """How many windows have been walked over."""
        return self.walked

    def advance_to(self, position: int) -> None:
        self.walked = position

    def next_position(self, unit: str) -> int:
        wide = self.output.shape[1]
        step = wide - self.walked % wide if unit == "row" else 1
        return min(self.walked + step, self.output.size)

    def last_position(self) -> int | None:
        return int(self.output.size)

    def clock(self) -> str:
        return f"window {min(self.walked, self.output.size)} of {self.output.size}"

    def stop_reason(self) -> str | None:
        return "Every window is done." if self.walked >= self.output.size else None

    def capture(self) -> Any:
        return self.walked

    def restore(self, kept: Any) -> None:
        self.walked = kept

    def retune(self, state: Any) -> None:
        before, self.state = self.state, state
        try:
            self._compute()
        except (ConfigError, ShapeError):
            self.state = before
            self._compute()
            raise

    # The numbers

    @property
    def is_pooling(self) -> bool:
        """Whether there are no weights."""
        return str(self.state.mode).endswith("pooling")

    def _compute(self) -> None:
        settings = self.state
        self.image = _rows(settings.image, "picture")
        kernel = _rows(settings.kernel, "kernel")
        self.used = kernel[::-1, ::-1] if settings.mode == "convolution" else kernel
        top, bottom, left, right = settings.padding
        self.padded = np.pad(self.image, ((top, bottom), (left, right)))
        self.output = self._layer(self.image)
        self.second = self._layer(self.output) if settings.twice else None
        rows, columns = self.output.shape
        look = settings.look
        if look is not None and (look[0] >= rows or look[1] >= columns):
            raise ConfigError(
                f"There is no output {list(look)}; there are {rows} x {columns}."
            )

    def _layer(self, image: Array) -> Array:
        """Return what the operation makes of a picture, by limpid's own."""
        out = self._slid(Tensor(image), Tensor(np.ascontiguousarray(self.used)))
        return out.numpy()

    def _slid(self, image: Tensor, kernel: Tensor) -> Tensor:
        settings = self.state
        top, bottom, left, right = settings.padding
        x = pad(image, ((top, bottom), (left, right))).reshape(
            (1, *self._size(image), 1)
        )
        if settings.mode == "max-pooling":
            out = max_pool(x, kernel.shape, settings.stride, "valid")
        elif settings.mode == "average-pooling":
            out = average_pool(x, kernel.shape, settings.stride, "valid")
        else:
            weights = kernel.reshape((*kernel.shape, 1, 1))
            strides, dilation = settings.stride, settings.dilation
            out = conv(x, weights, strides=strides, dilation_rate=dilation)
            out = out + settings.bias
        out = out.reshape(out.shape[1:3])
        return relu(out) if settings.relu else out

    def _size(self, image: Tensor) -> tuple[int, int]:
        top, bottom, left, right = self.state.padding
        return image.shape[0] + top + bottom, image.shape[1] + left + right

    def _place(self) -> tuple[int, int]:
        """Return the output that is looked at."""
        if self.state.look is not None:
            return self.state.look[0], self.state.look[1]
        last = min(max(self.walked - 1, 0), self.output.size - 1)
        row, column = divmod(last, self.output.shape[1])
        return row, column

    def _cell(self, row: int, column: int) -> Cell:
        settings = self.state
        step = 1 if self.is_pooling else settings.dilation
        high, wide = ((n - 1) * step + 1 for n in self.used.shape)
        top, left = row * settings.stride, column * settings.stride
        patch = self.padded[top : top + high : step, left : left + wide : step]
        products = patch if self.is_pooling else patch * self.used
        total, winner = float(products.sum()), None
        if settings.mode == "max-pooling":
            total = float(patch.max())
            at = np.unravel_index(int(patch.argmax()), patch.shape)
            winner = int(at[0]), int(at[1])
        elif self.is_pooling:
            total = float(patch.mean())
        window = top - settings.padding[0], left - settings.padding[2], high, wide
        out = float(self.output[row, column])
        return Cell(
            row, column, window, patch.tolist(), products.tolist(), total, out, winner
        )

    def _side(self, axis: int) -> Side:
        settings = self.state
        before, after = settings.padding[2 * axis : 2 * axis + 2]
        length, size = self.image.shape[axis], self.used.shape[axis]
        dilation = 1 if self.is_pooling else settings.dilation
        covered = (size - 1) * dilation + 1
        free = length + before + after - covered
        kernel = str(size) if dilation == 1 else f"(({size} − 1) · {dilation} + 1)"
        formula = (
            f"⌊({length} + {before} + {after} − {kernel}) / {settings.stride}⌋ + 1"
        )
        name = ("Height", "Width")[axis]
        return Side(name, formula, free // settings.stride + 1, free % settings.stride)

    # What it shows

    def show(self) -> ConvolutionView:
        done = np.arange(self.output.size).reshape(self.output.shape) < self.walked
        numbers = np.where(done, self.output, np.nan)
        second = self.second
        return ConvolutionView(
            padded=_signed(self.padded[None]),
            used=self.used.tolist(),
            map=_signed(np.where(done, self.output, 0)[None]),
            output=[
                [None if np.isnan(v) else float(v) for v in row] for row in numbers
            ],
            second=None if second is None else _signed(second[None]),
            second_numbers=[] if second is None else second.tolist(),
            cell=self._cell(*self._place()),
            sides=(self._side(0), self._side(1)),
            parameters=0 if self.is_pooling else self.used.size + 1,
            products=0 if self.is_pooling else self.used.size * self.output.size,
            field=self._field(),
            images=presets(IMAGES),
            kernels=presets(KERNELS),
        )

    def _field(self) -> tuple[int, int]:
        """Return what one output of the last layer sees of the picture."""
        step = 1 if self.is_pooling else self.state.dilation
        high, wide = ((n - 1) * step + 1 for n in self.used.shape)
        if not self.state.twice:
            return high, wide
        stride = self.state.stride
        return high + (high - 1) * stride, wide + (wide - 1) * stride

    def code(self) -> str:
        settings, rows = self.state, [list(row) for row in self.state.image]
        top, bottom, left, right = settings.padding
        lines = [
            "import numpy as np",
            "from limpid import ops",
            "",
            f"image = np.array({rows})",
            f"image = np.pad(image, (({top}, {bottom}), ({left}, {right})))",
            "x = image[None, :, :, None]",
        ]
        if self.is_pooling:
            name = settings.mode.replace("-pooling", "_pool")
            size = self.used.shape
            lines.append(f'out = ops.{name}(x, {size}, {settings.stride}, "valid")')
        else:
            lines.append(f"kernel = np.array({[list(r) for r in settings.kernel]})")
            if settings.mode == "convolution":
                lines.append("kernel = kernel[::-1, ::-1].copy()  # turned")
            more = f"strides={settings.stride}, dilation_rate={settings.dilation}"
            lines.append(f"out = ops.conv(x, kernel[..., None, None], {more})")
            lines.append(f"out = out + {settings.bias!r}")
        if settings.relu:
            lines.append("out = ops.relu(out)")
        return "\n".join([*lines, "print(out.numpy()[0, :, :, 0])", ""])

    def derive(self, number: str) -> Derivation:
        kind, *rest = number.split("/")
        place = tuple(int(n) for n in rest if n.isdecimal())
        if len(place) == len(rest) == 2:
            if kind == "cell" and all(np.less(place, self.output.shape)):
                return self._of_cell(self._cell(*place))
            has_weights = kind == "kernel" and not self.is_pooling
            if has_weights and all(np.less(place, self.used.shape)):
                return self._of_weight(place)
        return super().derive(number)

    def derivable(self) -> list[str]:
        return [f"cell/{row}/{column}" for row, column in np.ndindex(self.output.shape)]

    def _of_cell(self, cell: Cell) -> Derivation:
        title = f"Output, row {cell.row + 1}, column {cell.column + 1}"
        patch = np.ravel(cell.patch)
        if self.is_pooling:
            word = "max" if self.state.mode == "max-pooling" else "mean"
            numbers = f"{word}({', '.join(map(shown, patch))})"
            return Derivation(title, (Line("out", f"{word} x", numbers, cell.out),))
        pairs = zip(patch, self.used.ravel(), strict=True)
        numbers = " + ".join(f"{shown(x)} · {shown(w)}" for x, w in pairs)
        bias = shown(self.state.bias)
        net = cell.total + self.state.bias
        lines = [Line("net", "Σ x · w + b", f"{numbers} + {bias}", net)]
        word = "relu(net)" if self.state.relu else "net"
        lines.append(Line("out", word, "", cell.out))
        return Derivation(title, tuple(lines))

    def _of_weight(self, place: tuple[int, ...]) -> Derivation:
        """Return how the output that is looked at hangs on a weight."""
        at = self._place()
        kernel = Tensor(np.ascontiguousarray(self.used))
        out = self._slid(Tensor(self.image), kernel)
        gradient = float(gradients(out[at], [kernel])[0].numpy()[place])
        values = []
        for step in (STEP, -STEP):
            moved = self.used.copy()
            moved[place] += step
            values.append(float(self._slid(Tensor(self.image), Tensor(moved))[at]))
        check = (values[0] - values[1]) / (2 * STEP)
        row, column = place
        name = f"w{row + 1},{column + 1}"
        value = float(self.used[place])
        note = f"E is the output, row {at[0] + 1}, column {at[1] + 1}."
        line = Line(name, name, "", value)
        return Derivation(f"Weight {name}", (line,), gradient, check, note)


def _rows(rows: Any, what: str) -> Array:
    """Return rows of numbers as an array.

    Raises:
        ConfigError: They are not of one length.
    """
    if len({len(row) for row in rows}) != 1:
        raise ConfigError(f"The rows of the {what} are not of one length.")
    return np.array(rows, np.float64)


def _signed(values: Array) -> Picture:
    reach = float(np.abs(values).max(initial=0.0)) or 1.0
    return Picture(values, -reach, reach)
