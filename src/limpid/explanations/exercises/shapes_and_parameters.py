import numpy as np

from limpid.explanations.page import Block, Paragraph, Table
from limpid.explanations.problem import Problem
from limpid.layers.conv2d import Conv2D
from limpid.layers.dense import Dense
from limpid.layers.flatten import Flatten
from limpid.layers.max_pooling2d import MaxPooling2D
from limpid.models.sequential import Sequential


def shapes_and_parameters(random: np.random.Generator) -> Problem:
    """Ask for the shapes and the number of parameters in a convolutional network."""
    size, channels = int(random.choice([16, 20, 28, 32])), int(random.choice([1, 3]))
    kernel, filters = int(random.choice([3, 5])), int(random.integers(2, 9))
    classes = int(random.integers(2, 11))
    layers = {
        f"{filters} filters of {kernel} x {kernel}, step 1, no padding": Conv2D(
            filters, kernel
        ),
        "maximum of 2 x 2 blocks, step 2": MaxPooling2D(2),
        "unroll to a vector": Flatten(),
        f"fully connected, {classes} units": Dense(classes),
    }
    value = np.zeros((1, size, size, channels), "float32")
    model = Sequential(list(layers.values()))
    model(value)
    rows, shapes = [], []
    for words, layer in layers.items():
        value = layer(value)
        shapes.append(value.shape[1:])
        shape = " x ".join(map(str, value.shape[1:]))
        rows.append([words, shape, str(layer.count_params())])
    names = "; ".join(layers)
    question: list[Block] = [
        Paragraph(
            f"Pictures of {size} x {size} pixels with {channels} channel(s) pass "
            f"through: {names}. Every filter and unit has a bias. Give each layer's "
            "output shape and number of parameters, and the total."
        )
    ]
    total = model.count_params()
    return Problem(
        kind="shapes_and_parameters",
        title="shapes and parameters",
        question=question,
        solution=[
            Table(["layer", "output", "parameters"], rows),
            Paragraph(f"Total: {total}."),
        ],
        given={
            "size": size,
            "channels": channels,
            "kernel": kernel,
            "filters": filters,
            "classes": classes,
        },
        answer={"shapes": shapes, "total": total},
    )
