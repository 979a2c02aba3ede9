"""A line chart as SVG: axes, ticks, direct labels, and values under the pointer."""

from collections.abc import Mapping, Sequence
from math import ceil, isfinite

from limpid.runs.report.axis import Axis, spread
from limpid.runs.report.markup import element, number

__all__ = ["line_chart"]

_WIDTH, _HEIGHT = 380, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 10, 10, 36
_MOST_ZONES = 240

Series = Mapping[str, Sequence[float]]


def line_chart(title: str, epochs: Sequence[float], series: Series) -> str:
    """Return a chart of one or several series over the epochs.

    Args:
        title: What is drawn; also the label of the vertical axis.
        epochs: Numbers of the epochs.
        series: Values by name, one for each epoch; the first is the boldest.
    """
    finite = [v for values in series.values() for v in values if isfinite(v)] or [0.0]
    low, high = spread(finite)
    # Quantities that are never negative get an axis that does not go below 0.
    x = Axis(*_ends(epochs), _LEFT, _WIDTH - _RIGHT)
    y = Axis(max(low, 0.0) if min(finite) >= 0 else low, high, _HEIGHT - _BOTTOM, _TOP)
    return element(
        "svg",
        element("title", text=_summary(title, epochs, series)),
        _grid(x, y),
        *(_line(i, x, y, epochs, v) for i, v in enumerate(series.values())),
        *_zones(x, y, epochs, series),
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        role="img",
        class_="chart",
    )


def _ends(epochs: Sequence[float]) -> tuple[float, float]:
    first, last = epochs[0], epochs[-1]
    return (first, last) if last > first else (first - 1, last + 1)


def _summary(title: str, epochs: Sequence[float], series: Series) -> str:
    parts = (
        f"{name} from {number(v[0])} to {number(v[-1])}" for name, v in series.items()
    )
    return f"{title} over {len(epochs)} epochs: {'; '.join(parts)}."


def _grid(x: Axis, y: Axis) -> str:
    bottom, left = y.start, x.start
    across = "".join(
        element("line", x1=left, x2=x.end, y1=y.place(v), y2=y.place(v))
        + element("text", text=number(v), x=left - 7, y=y.place(v) + 4, class_="y")
        for v in y.ticks()
    )
    below = "".join(
        element("text", text=number(v), x=x.place(v), y=bottom + 16, class_="x")
        for v in x.ticks()
        if float(v).is_integer()
    )
    name = element(
        "text", text="epoch", x=(left + x.end) / 2, y=bottom + 31, class_="x"
    )
    return element("g", across, below, name, class_="grid")


def _line(
    index: int, x: Axis, y: Axis, epochs: Sequence[float], values: Sequence[float]
) -> str:
    points = [
        f"{x.place(epoch)},{y.place(value)}"
        for epoch, value in zip(epochs, values, strict=True)
        if isfinite(value)
    ]
    if len(points) == 1:
        cx, cy = points[0].split(",")
        return element("circle", cx=cx, cy=cy, r=4, class_=f"dot series-{index}")
    return element("polyline", points=" ".join(points), class_=f"series-{index}")


def _zones(x: Axis, y: Axis, epochs: Sequence[float], series: Series) -> list[str]:
    """Return a strip for each epoch that shows its values under the pointer."""
    stride = ceil(len(epochs) / _MOST_ZONES)
    chosen = range(0, len(epochs), stride)
    width = (x.end - x.start) / max(len(chosen) - 1, 1)
    return [_zone(x, y, width, i, epochs[i], series) for i in chosen]


def _zone(
    x: Axis, y: Axis, width: float, index: int, epoch: float, series: Series
) -> str:
    values = {name: v[index] for name, v in series.items()}
    said = ", ".join(f"{name} {number(v)}" for name, v in values.items())
    place, height = x.place(epoch), y.start - y.end
    dots = (
        element("circle", cx=place, cy=y.place(v), r=3.5, class_=f"dot series-{i}")
        for i, v in enumerate(values.values())
        if isfinite(v)
    )
    return element(
        "g",
        element("title", text=f"epoch {number(epoch)}: {said}"),
        element(
            "rect", x=round(place - width / 2, 2), y=y.end, width=round(width, 2),
            height=height,
        ),
        element("line", x1=place, x2=place, y1=y.end, y2=y.start),
        *dots,
        class_="zone",
    )  # fmt: skip
