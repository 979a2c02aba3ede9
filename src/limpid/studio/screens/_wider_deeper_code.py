"""The Python that trains the networks of the sweep."""

from typing import Any

DATA = {
    "digits": """from limpid.datasets import digits

(x, y), (x_test, y_test) = digits.load_data()
x, x_test = (
    np.divide(a, np.float32(16), dtype="f4").reshape(len(a), -1) for a in (x, x_test)
)
y, y_test = y.astype("i8"), y_test.astype("i8")""",
    "spiral": """from limpid.datasets.playground import spiral

x, y = spiral(num_points=600, noise=0.1, seed=0)
y = (y.ravel() > 0).astype("i8")
order = np.random.default_rng(0).permutation(600)
train, test = order[:400], order[400:]
x, y, x_test, y_test = x[train], y[train], x[test], y[test]""",
}


def program(settings: Any, sizes: list[tuple[int, int]]) -> str:
    """Return a program that trains networks of these depths and widths."""
    classes = {"digits": 10, "spiral": 2}[settings.data]
    inputs = {"digits": 64, "spiral": 2}[settings.data]
    return f"""import numpy as np
from limpid import Sequential, layers, optimizers, utils
{DATA[settings.data]}

for depth, width in {sizes}:
    utils.set_random_seed({settings.seed})
    model = Sequential([
        layers.Input(({inputs},)),
        *(layers.Dense(width, "{settings.activation}") for _ in range(depth)),
        layers.Dense({classes}, "softmax"),
    ])
    rate = {settings.learning_rate!r}
    model.compile(optimizers.Adam(rate), "sparse_categorical_crossentropy")
    size, epochs = {settings.batch_size}, {settings.epochs}
    model.fit(x, y, batch_size=size, epochs=epochs, verbose=0)
    errors = [
        float(np.mean(model.predict(a, verbose=0).argmax(axis=1) != b))
        for a, b in ((x, y), (x_test, y_test))
    ]
    print(depth, width, *errors)
"""
