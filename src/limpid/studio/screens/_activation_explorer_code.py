"""The Python that gives the activation explorer's numbers."""

from typing import Any

from limpid.studio.screens._activation_explorer_stack import NUM_EXAMPLES

STEP = """def activation(x):
    return where(x >= 0, 1.0, -1.0) + 0 * x


"""


def program(settings: Any, position: int) -> str:
    """Return a program that prints the curve's point, trains and warns."""
    imports, definition, used = _activation(settings)
    return f"""import numpy as np
{imports}from limpid import layers, optimizers, utils
from limpid.explanations import curve, deep_stack, signals, warnings_of
{_initializer_import(settings)}
{definition}point = curve({used}, [{settings.x!r}])
print(point.values, point.slopes, point.saturated)

random = np.random.default_rng([{settings.seed}, 0])
x = random.normal(size=({NUM_EXAMPLES}, {settings.width})).astype(np.float32)
y = (x[:, :1] + x[:, 1:2] > 0).astype(np.float32)

utils.set_random_seed({settings.seed})
model = deep_stack({settings.depth}, {settings.width}, {used}, {_initial(settings)}, \
{settings.seed})
model.add(layers.Dense(1, "sigmoid", name="output"))
model.compile(optimizers.SGD({settings.learning_rate!r}), "binary_crossentropy")
{_training(position)}found = signals(model, x, y)
print(*warnings_of(found), sep="\\n")
"""


def _activation(settings: Any) -> tuple[str, str, str]:
    """Return imports, a definition, and how the function is called after it."""
    name = settings.activation
    if name == "own":
        value = f'evaluate("{settings.formula}", {{"x": x}}) + 0 * x'
        definition = f"\ndef activation(x):\n    return {value}\n\n\n"
        return "from limpid.explanations import evaluate\n", definition, "activation"
    if name == "step":
        return "from limpid.ops import where\n", "\n" + STEP, "activation"
    if name == "leaky_relu":
        value = f"activations.leaky_relu(x, {settings.leaky_slope!r})"
        definition = f"\ndef activation(x):\n    return {value}\n\n\n"
        return "from limpid import activations\n", definition, "activation"
    return "", "", f'"{name}"'


def _initializer_import(settings: Any) -> str:
    is_normal = settings.initializer == "random_normal"
    return "from limpid.initializers import RandomNormal\n" if is_normal else ""


def _initial(settings: Any) -> str:
    if settings.initializer == "random_normal":
        return f"RandomNormal(0.0, {settings.deviation!r})"
    return f'"{settings.initializer}"'


def _training(position: int) -> str:
    call = f"model.fit(x, y, batch_size={NUM_EXAMPLES}, epochs={position}, verbose=0)\n"
    return call if position else ""
