"""Shapes and numbers of parameters, counted from limpid's own layers."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from limpid.initializers.variance_scaling import fans
from limpid.layers.conv2d import Conv2D
from limpid.layers.dense import Dense
from limpid.layers.flatten import Flatten
from limpid.layers.layer import Layer
from limpid.layers.max_pooling2d import MaxPooling2D
from limpid.models.sequential import Sequential
from limpid.numbers.exact import exact, network
from limpid.ops import matmul, matrix_transpose, sigmoid, sqrt, zeros

Values = dict[str, Any]


def parameters(sizes: Iterable[int]) -> int:
    """Return the number of parameters of dense layers of these sizes."""
    first, *units = sizes
    model = Sequential([Dense(n) for n in units])
    model(zeros((1, first)))
    return model.count_params()


def shape_3072_fc(given: Values) -> Values:
    """Stretch a picture and score it."""
    flat = Flatten()(zeros((1, *given["image_shape"])))
    layer = Dense(given["outputs"])
    layer(flat)
    rows = matrix_transpose(layer.kernel)
    return {
        "flat_length": flat.shape[1],
        "W_shape": list(rows.shape),
        "weights": layer.kernel.size,
        "weights_plus_bias": layer.count_params(),
    }


def three_layer_forward_shapes(given: Values) -> Values:
    """Follow the columns through a 3-4-4-1 network."""
    sizes = given["layer_sizes"]
    weights = [zeros((n, m)) for m, n in pairwise(sizes)]
    x = zeros((sizes[0], 1))
    columns = [x]
    for weight in weights:
        columns.append(sigmoid(matmul(weight, columns[-1])))
    names = ("x_shape", "h1_shape", "h2_shape", "out_shape")
    count = sum(weight.size for weight in weights)
    shapes = {f"W{i}_shape": list(w.shape) for i, w in enumerate(weights, 1)}
    return {
        **{name: list(c.shape) for name, c in zip(names, columns, strict=True)},
        **shapes,
        "weights": count,
        "biases": parameters(sizes) - count,
        "parameters": parameters(sizes),
        "neurons": sum(sizes[1:]),
        "two_layer_3_4_2": {"parameters": parameters([3, 4, 2])},
    }


def parameter_count_d_3_3_1(given: Values) -> Values:
    """Count a network for several numbers of inputs."""
    layers = [*given["hidden"], given["output"]]
    return {f"D{d}": parameters([d, *layers]) for d in (1, 2, 3, 5)}


def image_flatten_3mn(given: Values) -> Values:
    """Unroll a colour picture."""
    return {"length": Flatten()(zeros((1, given["M"], given["N"], 3))).shape[1]}


def dense_shapes(given: Values) -> Values:
    """Stack two dense layers of 32 units."""
    layers = [Dense(units) for units in given["units"]]
    model = Sequential(layers)
    out = model(zeros((1, given["input"])))
    # Glorot's uniform distribution of variance 2 / (fan_in + fan_out) ends here.
    limits = [sqrt(exact(6.0) / sum(fans(layer.kernel.shape))) for layer in layers]
    return {
        "output_width": out.shape[1],
        "parameters_first": layers[0].count_params(),
        "parameters_second": layers[1].count_params(),
        "glorot_uniform_limit_first": limits[0],
        "glorot_uniform_limit_second": limits[1],
    }


def batch_wt_x_plus_b(given: Values) -> Values:
    """Feed four examples in columns to a layer of two units."""
    columns = exact(given["b"])[:, None]
    return {"Z": exact(given["W_T"]) @ exact(given["X"]) + columns}


def cascade_h_w2t_h_w1t(given: Values) -> Values:
    """Feed examples in columns through two layers: limpid's rows, transposed."""
    x, w1, w2 = (exact(given[name]) for name in ("X", "W1", "W2"))
    model = network(
        [
            (matrix_transpose(w1).tolist(), given["b1"]),
            (matrix_transpose(w2).tolist(), given["b2"]),
        ]
    )
    rows = matrix_transpose(x)
    hidden = model.layers[0](rows)
    return {
        "output": matrix_transpose(model(rows)),
        "hidden": matrix_transpose(hidden),
    }


def lenet5_parameters(given: Values) -> Values:
    """Count the LeNet-5 of today, layer by layer."""
    layers: dict[str, Layer] = {
        "C1": Conv2D(6, 5),
        "S2": MaxPooling2D(2),
        "C3": Conv2D(16, 5),
        "S4": MaxPooling2D(2),
        "C5": Conv2D(120, 5),
        "flat": Flatten(),
        "F6": Dense(84),
        "out": Dense(10),
    }
    model = Sequential(list(layers.values()))
    model(zeros((1, *given["input"], 1)))
    counts = {name: layers[name].count_params() for name in ("C1", "C3", "C5", "F6")}
    outputs = {"out": layers["out"].count_params(), "total": model.count_params()}
    return {"modern_dense_variant": {**counts, **outputs}}
