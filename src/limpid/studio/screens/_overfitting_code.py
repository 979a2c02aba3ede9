"""The Python that gives the overfitting screen's networks."""

from typing import Any

from limpid.studio.screens._overfitting_learner import FACTOR


def program(settings: Any, units: int, epochs: int, stopped: int | None) -> str:
    """Return a program that trains one of the networks as far as the screen has.

    Args:
        settings: The screen's state.
        units: Of each hidden layer.
        epochs: How many have gone by.
        stopped: After which one it stopped by itself.
    """
    is_wave = settings.data == "wave"
    watch = _callbacks(settings, stopped)
    names = f"from limpid import Sequential, {'callbacks, ' if watch else ''}layers"
    metrics = "" if is_wave else ', metrics=["accuracy"]'
    loss = "mse" if is_wave else "binary_crossentropy"
    kind = "Adam" if settings.optimizer == "adam" else "SGD"
    return f"""import numpy as np
{names}, optimizers, regularizers, utils
{_data(settings)}
utils.set_random_seed({settings.seed})
{_penalty(settings)}model = Sequential([
    layers.Input(({1 if is_wave else 2},)),
{_layers(settings, units)}])
model.compile(optimizers.{kind}({settings.learning_rate!r}), "{loss}"{metrics})
model.fit(
    x, y, batch_size={settings.batch_size}, epochs={max(1, epochs)},
    validation_data=(val_x, val_y), verbose=0{watch},
)
print(model.evaluate(val_x, val_y, verbose=0))
"""


def _data(settings: Any) -> str:
    noise, seed = settings.noise / 100, settings.seed
    if settings.data == "wave":
        head, curve = "", "np.sin(2.5 * np.pi * x)"
        body = (
            "    x = random.uniform(-1, 1, (count, 1))\n"
            f"    y = {curve} + {noise:g} * random.normal(size=x.shape)\n"
        )
    else:
        head = f"from limpid.datasets.playground import {settings.data}\n"
        body = (
            "    drawn = int(random.integers(2**31))\n"
            f"    x, signs = {settings.data}(count, {noise:g}, seed=drawn)\n"
            f"    x, y = x / 5, signs > 0\n"
        )
    return f"""{head}

def draw(part, count):
    random = np.random.default_rng([{seed}, part])
{body}    return x.astype(np.float32), y.astype(np.float32)


val_x, val_y = draw(1, 200)
x, y = draw(0, 400)
order = np.random.default_rng([{seed}, 2]).permutation(400)[:{settings.examples}]
x, y = x[order], y[order]
"""


def _penalty(settings: Any) -> str:
    if not (settings.l1 or settings.l2):
        return ""
    return f"penalty = regularizers.L1L2({settings.l1!r}, {settings.l2!r})\n"


def _layers(settings: Any, units: int) -> str:
    extra = ", kernel_regularizer=penalty" if settings.l1 or settings.l2 else ""
    hidden = f'    layers.Dense({units}, "{settings.activation}"{extra}),\n'
    if settings.dropout:
        hidden += f"    layers.Dropout({settings.dropout!r}),\n"
    last = "linear" if settings.data == "wave" else "sigmoid"
    count: int = settings.layers
    return hidden * count + f'    layers.Dense(1, "{last}"{extra}),\n'


def _callbacks(settings: Any, stopped: int | None) -> str:
    common = f'"val_{settings.monitor}", min_delta={settings.min_delta!r}'
    common += f", patience={settings.patience}"
    if settings.reaction == "lower_rate":
        call = f"callbacks.ReduceLROnPlateau({common}, factor={FACTOR})"
        return f",\n    callbacks=[{call}]"
    if stopped is None:
        return ""
    call = f"callbacks.EarlyStopping({common}, restore_best_weights=True)"
    return f",\n    callbacks=[{call}]"
