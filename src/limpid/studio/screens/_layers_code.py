"""The Python that trains the same network."""

from typing import Any


def program(settings: Any, epochs: int) -> str:
    """Return a program that trains as far as the screen has."""
    hidden = f'    layers.Dense({settings.units}, "{settings.activation}"),\n'
    arguments = f"batch_size={settings.batch_size}, epochs={epochs}, verbose=0"
    fit = f"model.fit(x, y, {arguments})\n"
    return f"""import numpy as np
from limpid import Sequential, layers, optimizers, utils
from limpid.datasets.playground import {settings.data}

seed = int(np.random.default_rng([{settings.seed}, 0]).integers(2**31))
x, y = {settings.data}({settings.examples}, {settings.noise / 100:g}, seed=seed)
x, y = x.astype(np.float32) / 5, y.reshape(-1, 1).astype(np.float32)

utils.set_random_seed({settings.seed})
model = Sequential([
    layers.Input((2,)),
{hidden * settings.layers}    layers.Dense(1),
])
model.compile(optimizers.Adam({settings.learning_rate!r}), "mse")
{fit if epochs else ""}print(model.evaluate(x, y, verbose=0) / 2)

# All kernels as one: what a stack of linear layers can do.
kernels = [layer.kernel.numpy() for layer in model.layers]
print(np.linalg.multi_dot([np.eye(2), *kernels]))
"""
