"""The Python that trains the best of the networks."""

from typing import Any

from limpid.studio.screens import _shapes_networks as networks


def program(settings: Any, formula: str, number: int, hundreds: int) -> str:
    """Return a program that trains one start's network as far as the screen has."""
    count = len(networks.names_in(formula))
    values = '{"x": x[:, 0].copy()' + (', "y": x[:, 1].copy()}' if count > 1 else "}")
    steps, total = hundreds * networks.STEPS, settings.steps * networks.STEPS
    hidden = f'    layers.Dense({settings.units}, "{settings.activation}"),\n'
    size = len(networks.places(count))
    arguments = f"batch_size={size}, epochs={steps}, verbose=0"
    fit = f"model.fit(x, y, {arguments})\n"
    imports, loss = "", '"mse"'
    if settings.loss != "squared error":
        imports, loss = _LARGEST, "largest_error"
    return f"""import numpy as np
from limpid import Sequential, layers, optimizers, schedules, utils
from limpid.explanations import evaluate
{imports}
{_PLACES[count]}
y = np.broadcast_to(evaluate("{formula}", {values}).numpy(), len(x))[:, None]

utils.set_random_seed({settings.seed + number})
model = Sequential([
    layers.Input(({count},)),
{hidden * settings.layers}    layers.Dense(1),
])
rate = schedules.CosineDecay({settings.learning_rate!r}, {total})
model.compile(optimizers.Adam(rate), {loss})

# Units that bend the inputs at random places.
random = np.random.default_rng([{settings.seed}, {number}])
kernel = random.normal(0, {networks.STEEPNESS}, ({count}, {settings.units}))
bias = -(kernel * random.uniform(-1, 1, kernel.shape)).sum(0)
model.set_weights([kernel, bias, *model.get_weights()[2:]])
x, y = x.astype(np.float32), y.astype(np.float32)
{fit if steps else ""}print(np.abs(model.predict(x, verbose=0) - y).max())
"""


_LARGEST = f"""from limpid.ops import mean


def largest_error(targets, outputs):
    return mean((targets - outputs) ** {networks.POWER}) ** (1 / {networks.POWER})

"""
_PLACES = {
    1: f"x = np.linspace(-1, 1, {networks.NUM_POINTS})[:, None]",
    2: f"""along = np.linspace(-1, 1, {networks.PIXELS})
across, up = np.meshgrid(along, -along)
x = np.stack([across.ravel(), up.ravel()], axis=1)""",
}
