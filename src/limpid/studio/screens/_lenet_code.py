"""The Python that gives the LeNet screen's numbers."""

from typing import Any

from limpid.studio.screens._lenet_data import FULL, SHEET, Problem
from limpid.studio.screens._lenet_drawings import drawings_code
from limpid.studio.screens._lenet_network import DISTORTIONS, RUNS
from limpid.studio.screens._lenet_state import GRID, Lesson


def program(settings: Any, problem: Problem, epochs: int, lessons: list[Lesson]) -> str:
    """Return a program that trains the network and looks at the picture.

    Args:
        settings: The screen's state.
        problem: What is learned.
        epochs: How many have gone by.
        lessons: Single steps on the picture shown.
    """
    reading = "import json\nfrom pathlib import Path\n\n" if settings.kept else ""
    parts = [
        reading,
        _head(problem),
        _picture(settings, problem),
        _network(settings, epochs),
    ]
    steps = "".join(_lesson(lesson, settings.batch_size) for lesson in lessons)
    chosen = "None" if settings.chosen is None else f"[{settings.chosen}]"
    index = settings.chosen
    return f"""{"".join(parts)}{steps}
print(model.predict(picture, verbose=0).round(4))
pixels = saliency(model, picture, {chosen}).numpy()
falls = occlusion(model, picture[0], {index}, size={settings.covering}, stride=2)
{drawings_code(settings.kept, problem)}"""


def _lesson(lesson: Lesson, batch_size: int) -> str:
    """Return a step on copies of the picture, and on others."""
    copies = batch_size - len(lesson.others)
    return f"""
others = {lesson.others}
copies = np.repeat(picture, {copies}, axis=0), np.full({copies}, {lesson.label})
model.train_on_batch(
    np.concatenate([copies[0], x[others]]), np.append(copies[1], y[others])
)
"""


def _head(problem: Problem) -> str:
    full, shape = FULL[problem.name], f"(-1, {problem.side}, {problem.side}, 1)"
    return f"""import numpy as np
from limpid import load_model, optimizers, utils
from limpid.datasets import centered_digit, ink, {problem.name}
from limpid.explanations import occlusion, saliency
from limpid.recipes.lenet5_mnist import lenet5
from limpid.recipes.lenet5_mnist_distorted import distorted_lenet5

(x, y), (x_test, y_test) = {problem.name}.load_data()
x, x_test = (np.divide(a, np.float32({full}), dtype="f4") for a in (x, x_test))
x, x_test = x.reshape{shape}, x_test.reshape{shape}
"""


def _picture(settings: Any, problem: Problem) -> str:
    if settings.example is not None:
        return f"picture = x_test[[{settings.example}]]\n"
    strokes = list(settings.strokes)
    if not strokes:
        return f'picture = np.zeros((1, {problem.side}, {problem.side}, 1), "f4")\n'
    return f"""strokes = {strokes}
drawing = ink(
    [np.reshape(s, (-1, 2)) / {GRID} for s in strokes], {SHEET}, {settings.pen:g}
)
found = centered_digit(drawing, {problem.side}, {problem.box})
picture = found.picture.astype("f4")[None, ..., None]
"""


def _network(settings: Any, epochs: int) -> str:
    if settings.run:
        build = f'load_model("{RUNS / settings.run / "model.safetensors"}")'
    elif settings.distort:
        strengths = ", ".join(
            f"{name}={value:g}" for name, value in DISTORTIONS.items()
        )
        build = f'distorted_lenet5("{settings.activation}", {strengths})'
    else:
        build = f'lenet5("{settings.activation}", dropout=0.0)'
    fit = ""
    if epochs:
        fit = (
            f'model.fit(x, y.astype("i8"), batch_size={settings.batch_size}, '
            f"epochs={epochs}, verbose=0)\n"
        )
    return f"""
utils.set_random_seed({settings.seed})
model = {build}
rate = {settings.learning_rate:g}
model.compile(optimizers.Adam(rate), "sparse_categorical_crossentropy")
{fit}"""
