"""The summary of a model: its layers, their shapes, sizes and costs."""

import html
from dataclasses import dataclass
from typing import Any

from limpid.graph.deferred import Call, closed
from limpid.graph.shapes import product
from limpid.graph.tracing import Graph, trace
from limpid.graph.tree import leaves, map_leaves
from limpid.graph.variable import Variable
from limpid.layers.layer import Layer
from limpid.models.watching import shapes_seen
from limpid.ops.conv import Conv
from limpid.ops.matmul import Matmul
from limpid.ops.scan import Scan

Row = tuple[str, ...]

# Layers that hold training back without a term in the loss.
IMPLICIT = ("Dropout", "Noise", "BatchNormalization", "Random")


@dataclass(frozen=True)
class Summary:
    """What a summary says, before it is laid out.

    Attributes:
        title: The model's name and kind.
        header, rows: The table of layers.
        notes: The lines below the table.
    """

    title: str
    header: Row
    rows: list[Row]
    notes: list[str]


def summarize(model: Any, line_length: int | None = None) -> str:
    """Return the summary as plain text.

    Args:
        model: The model; unbuilt layers show no shapes.
        line_length: The width of a line, at least; by default as needed.
    """
    summary = describe(model)
    widths = [
        max(len(row[i]) for row in (summary.header, *summary.rows))
        for i in range(len(summary.header))
    ]
    if line_length is not None:
        room = line_length - sum(widths) - 2 * len(widths)
        widths = [width + max(room, 0) // len(widths) for width in widths]
    rule = "─" * (sum(widths) + 2 * (len(widths) - 1))
    table = [_line(row, widths) for row in (summary.header, *summary.rows)]
    return "\n".join(
        [summary.title, rule, table[0], rule, *table[1:], rule, *summary.notes]
    )


def _line(row: Row, widths: list[int]) -> str:
    cells = zip(row, widths, strict=True)
    return "  ".join(cell.ljust(width) for cell, width in cells).rstrip()


def summarize_html(model: Any) -> str:
    """Return the summary as HTML, for notebooks."""
    summary = describe(model)

    def line(tag: str, row: Row) -> str:
        cells = "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in row)
        return f"<tr>{cells}</tr>"

    body = "".join(line("td", row) for row in summary.rows)
    notes = "<br>".join(html.escape(note) for note in summary.notes)
    return (
        f"<table><caption>{html.escape(summary.title)}</caption>"
        f"<thead>{line('th', summary.header)}</thead><tbody>{body}</tbody></table>"
        f"<p>{notes}</p>"
    )


def describe(model: Any) -> Summary:
    """Return what there is to say about a model."""
    header, rows = _table(model)
    notes = [*_parameters(model), *_costs(model), *_regularizers(model)]
    if not model.built:
        notes.append(
            "Not built yet: start the model with Input(shape), or call it on data, to "
            "see shapes and all parameters."
        )
    title = f'Model: "{model.name}"'
    net = _name_of_net(model)
    return Summary(f"{title}, {net}" if net else title, header, rows, notes)


# The table


def _table(model: Any) -> tuple[Row, list[Row]]:
    header = ("Layer (type)", "Output shape", "Param #")
    if getattr(model, "calls", None) is not None and not _is_chain(model):
        return (*header, "Connected to"), _functional_rows(model)
    return header, [_row(layer, shape) for layer, shape in _outputs(model)]


def _row(layer: Layer, shape: Any) -> Row:
    count = f"{layer.count_params():,}" if _is_built(layer) else "?"
    return f"{layer.name} ({type(layer).__name__})", _shape(shape), count


def _is_built(layer: Layer) -> bool:
    return layer.built and all(_is_built(part) for part in layer.layers)


def _shape(shape: Any) -> str:
    shapes = [str(part) for part in leaves(map_leaves(str, shape))]
    return ", ".join(shapes) if shapes else "?"


def _outputs(model: Any) -> list[tuple[Layer, Any]]:
    """Return the layers of a chain, or any layers, with their output shapes."""
    if getattr(model, "calls", None) is not None:
        calls = [c for c in model.calls if isinstance(c.function, Layer)]
        return [(c.function, _call_shape(c)) for c in calls]
    if not hasattr(model, "stack") or not model.built:
        shapes: dict[int, Any] = {}
        if _can_run(model):
            shapes = shapes_seen(model.layers, lambda: _graph_of(model))
        return [(layer, shapes.get(id(layer))) for layer in model.layers]
    x, found = model.symbolic_inputs(), []
    for layer in model.layers:
        x = layer(x)
        found.append((layer, map_leaves(lambda y: str(y.shape), x)))
    return found


def _can_run(model: Any) -> bool:
    return model.built and model.__dict__.get("input_spec") is not None


def _graph_of(model: Any) -> Graph:
    return trace(
        lambda *x: model(_restore(model, x), training=False), *_examples(model)
    )


def _call_shape(call: Call) -> Any:
    return map_leaves(lambda y: str(y.shape), call.outputs)


def _is_chain(model: Any) -> bool:
    made = [None, *(id(call) for call in model.calls)]
    sources = [[id(x.call) if x.call else None for x in c.inputs] for c in model.calls]
    return len(leaves(model.inputs)) == 1 and all(
        source == [before] for source, before in zip(sources, made, strict=False)
    )


def _functional_rows(model: Any) -> list[Row]:
    rows: list[Row] = []
    seen: set[int] = set()
    for i, x in enumerate(leaves(model.inputs)):
        name = x.name or f"input_{i}"
        rows.append((f"{name} (Input)", str(x.shape), "0", ""))
    for call in model.calls:
        known = id(call.function) in seen
        seen.add(id(call.function))
        rows.append((*_call_row(call, shared=known), _sources(call, model)))
    return rows


def _call_row(call: Call, *, shared: bool) -> Row:
    if isinstance(call.function, Layer):
        name, shape, count = _row(call.function, _call_shape(call))
        return (name, shape, "shared") if shared else (name, shape, count)
    return f"{_name_of(call)} (operation)", _shape(_call_shape(call)), "0"


def _name_of(call: Call) -> str:
    if isinstance(call.function, Layer):
        return str(call.function.name)
    op = call.args[0] if call.args else call.function
    return str(getattr(op, "name", getattr(op, "__name__", "operation")))


def _sources(call: Call, model: Any) -> str:
    inputs = leaves(model.inputs)
    names = {id(x): x.name or f"input_{i}" for i, x in enumerate(inputs)}
    found = [
        names.get(id(x)) or (_name_of(x.call) if x.call else "?") for x in call.inputs
    ]
    return ", ".join(dict.fromkeys(found))


# The lines below


def _parameters(model: Any) -> list[str]:
    trainable = [v for v in model.weights if _trains(v, model)]
    fixed = [v for v in model.weights if not _trains(v, model)]
    lines = [
        _sized("Total params", model.weights),
        _sized("Trainable params", trainable),
        _sized("Non-trainable params", fixed),
    ]
    if model.optimizer is not None and model.optimizer.states:
        lines.append(_sized("Optimizer params", model.optimizer.variables))
    return lines


def _trains(variable: Variable, model: Any) -> bool:
    return any(variable is other for other in model.trainable_variables)


def _sized(label: str, variables: list[Variable]) -> str:
    count = sum(v.size for v in variables)
    num_bytes = sum(v.size * v.dtype.itemsize for v in variables)
    return f"{label}: {count:,} ({readable_bytes(num_bytes)})"


def readable_bytes(num_bytes: float) -> str:
    """Return a number of bytes as Keras does, such as '184.40 KB'."""
    size, unit = float(num_bytes), "B"
    for larger in ("KB", "MB", "GB", "TB"):
        if size < 1024:
            break
        size, unit = size / 1024, larger
    return f"{size:.2f} {unit}"


def _costs(model: Any) -> list[str]:
    """Return what one example costs: multiply-adds, and bytes of all values."""
    if not _can_run(model):
        return []
    graph = _graph_of(model)
    num_bytes = sum(
        product(node.shape) * node.dtype.itemsize
        for node in graph.nodes
        if node.op is not None and not isinstance(node.dtype, tuple)
    )
    count = _examples(model)[0].shape[0]
    return [
        f"Multiply-adds per example: {multiply_adds(graph) // count:,}",
        f"Forward values per example: {readable_bytes(num_bytes / count)}",
    ]


def _examples(model: Any) -> list[Any]:
    import numpy as np

    symbols = leaves(model.symbolic_inputs())
    shapes = [(x.shape[0] or 1, *closed(x.shape, 0)[1:]) for x in symbols]
    pairs = zip(shapes, symbols, strict=True)
    return [np.zeros(shape, x.dtype) for shape, x in pairs]


def _restore(model: Any, values: Any) -> Any:
    parts = iter(values)
    return map_leaves(lambda _: next(parts), model.input_spec)


def multiply_adds(graph: Graph) -> int:
    """Return how many products the matrix products and convolutions add up."""
    loops = [node.op for node in graph.nodes if isinstance(node.op, Scan)]
    return sum(
        product(node.shape) * _terms(node)
        for node in graph.nodes
        if isinstance(node.op, (Matmul, Conv))
    ) + sum(loop.length * multiply_adds(loop.body) for loop in loops)


def _terms(node: Any) -> int:
    """Return how many products make one element."""
    if isinstance(node.op, Matmul):
        return int(node.inputs[0].shape[-1])
    # kernel: (*window, channels of one group, filters)
    return product(node.inputs[1].shape[:-1])


def _regularizers(model: Any) -> list[str]:
    """Return what holds training back: terms of the loss, and layers that do."""
    explicit = [
        f"{v.path}: {v.regularizer!r}"
        for v in model.weights
        if v.regularizer is not None
    ]
    layers = list(_all_layers(model))
    explicit += [
        f"{layer.name}: activity {layer.activity_regularizer!r}"
        for layer in layers
        if layer.activity_regularizer is not None
    ]
    implicit = [
        f"{layer.name} ({type(layer).__name__})"
        for layer in layers
        if any(word in type(layer).__name__ for word in IMPLICIT)
    ]
    if model.optimizer is not None and model.optimizer.weight_decay:
        implicit.append(f"weight decay {model.optimizer.weight_decay}")
    implicit += [f"{v.path}: {v.constraint!r}" for v in model.weights if v.constraint]
    groups = (
        ("Explicit", "in the loss", explicit),
        ("Implicit", "in the network", implicit),
    )
    return [
        f"{kind} regularizers ({place}): {', '.join(found)}"
        for kind, place, found in groups
        if found
    ]


def _all_layers(layer: Layer) -> list[Layer]:
    return [part for own in layer.layers for part in (own, *_all_layers(own))]


def _name_of_net(model: Any) -> str:
    """Return '2-layer (1 hidden) net 3-4-2, 6 neurons' for a chain of Dense layers.

    As usual the inputs are no layer: layers of weights are counted.
    """
    chain = hasattr(model, "stack") or (
        getattr(model, "calls", None) is not None and _is_chain(model)
    )
    layers = [layer for layer in model.layers if layer.weights]
    kinds = {type(layer).__name__ for layer in layers}
    if not (chain and model.built and kinds == {"Dense"}):
        return ""
    sizes = [layers[0].weights[0].shape[0], *(layer.units for layer in layers)]
    hidden = f"{len(layers) - 1} hidden"
    form = "-".join(map(str, sizes))
    return f"{len(layers)}-layer ({hidden}) net {form}, {sum(sizes[1:])} neurons"
