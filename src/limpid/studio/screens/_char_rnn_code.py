"""The Python that gives the character screen's network and its text."""

from typing import Any

import msgspec

from limpid.studio.screens._char_rnn_looks import LONGEST_READ, STEPS
from limpid.studio.screens._char_rnn_network import RHO

LONGEST = 100


class Standing(msgspec.Struct, frozen=True):
    """Where the screen stands, and what it looks at.

    Attributes:
        epochs, ticks: How many epochs have ended, and ticks since.
        beginning: What is gone on with.
        reading: The text whose gates are shown.
        layer, unit, step: Which.
        first: The first of the unrolled steps.
        is_loaded: Whether the weights came from a file.
    """

    epochs: int
    ticks: int
    beginning: str
    reading: str
    layer: int
    unit: int
    step: int
    first: int
    is_loaded: bool


def program(settings: Any, lines: list[str], at: Standing) -> str:
    """Return a program that trains as many epochs as the screen has, and writes.

    Args:
        settings: The screen's state.
        lines: The text.
        at: Where it stands.
    """
    note = "# The screen's weights came from a file; these are learned anew.\n"
    parts = (
        _text(settings, lines),
        note if at.is_loaded else "",
        _model(settings),
        _training(settings, at),
        _writing(settings, at.beginning),
        _reading(at) if settings.gates or settings.unrolled else "",
        _gates(at) if settings.gates else "",
        _unrolled(at) if settings.unrolled else "",
    )
    return "".join(parts)


def _text(settings: Any, lines: list[str]) -> str:
    words = ", words=True" if settings.symbols == "words" else ""
    ours = ", sentences" if settings.source == "sentences" else ""
    reach = "reach, " if settings.unrolled else ""
    unroll = ", unroll" if settings.gates or settings.unrolled else ""
    ops = "ops, " if settings.unrolled else ""
    return f"""import numpy as np
from limpid import Sequential, initializers, layers, {ops}optimizers, utils
from limpid.datasets import Vocabulary{ours}
from limpid.explanations import entropy, {reach}tempered{unroll}
from limpid.models.generate import generate
from limpid.models.stateful_copy import stateful_copy

{_lines(settings, lines)}
vocabulary = Vocabulary.of(lines{words})
x, y = vocabulary.examples(lines, {settings.length})


def start():
    return initializers.RandomUniform({-settings.scale!r}, {settings.scale!r})


"""


def _lines(settings: Any, lines: list[str]) -> str:
    if settings.source == "sentences":
        return "lines = list(sentences.SENTENCES)"
    listed = "\n".join(f"    {line!r}," for line in lines)
    return f"lines = [\n{listed}\n]"


def _model(settings: Any) -> str:
    last = '    layers.Dense(len(vocabulary), "softmax", kernel_initializer=start()),\n'
    return f"""utils.set_random_seed({settings.seed})
model = Sequential([
    layers.Input((None,)),
    layers.Embedding(
        len(vocabulary), {settings.features}, embeddings_initializer=start(),
        mask_zero=True,
    ),
{_stack(settings)}{last}])
model.compile(
    {_optimizer(settings)},
    "sparse_categorical_crossentropy", metrics=["perplexity", "bits_per_character"],
)
"""


def _stack(settings: Any) -> str:
    return "".join(
        f"    layers.{settings.cell}(\n        {units}, kernel_initializer=start(),"
        " recurrent_initializer=start(),\n        return_sequences=True,\n    ),\n"
        for units in settings.units
    )


def _optimizer(settings: Any) -> str:
    names = {"rmsprop": "RMSprop", "adam": "Adam", "sgd": "SGD"}
    more = f", rho={RHO}" if settings.optimizer == "rmsprop" else ""
    more += f", clipvalue={settings.clip!r}" if settings.clip else ""
    name = names[settings.optimizer]
    return f"optimizers.{name}({settings.learning_rate!r}{more})"


def _training(settings: Any, at: Standing) -> str:
    arguments = f"batch_size={settings.batch_size}, epochs={at.epochs}, verbose=0"
    fit = f"model.fit(x, y, {arguments})\n" if at.epochs else ""
    ticks = "1 tick" if at.ticks == 1 else f"{at.ticks} ticks"
    note = f"# The screen is {ticks} further.\n" if at.ticks else ""
    return f"{fit}{note}print(model.evaluate(x, y, verbose=0, return_dict=True))\n"


def _writing(settings: Any, beginning: str) -> str:
    return f"""
writer = stateful_copy(model)
begin = vocabulary.encode("")
for temperature in (0.0, {settings.temperature!r}):
    settings = {{"seed": {settings.seed}, "end": vocabulary.END}}
    (line,) = generate(writer, [begin], {LONGEST}, temperature, **settings)
    print(vocabulary.decode(line))

beginning = vocabulary.encode({beginning!r})
chances = model.predict(beginning[None], verbose=0)[0, -1]
logits = np.log(np.maximum(chances.astype(float), 1e-30))
probabilities = tempered(logits, {settings.temperature!r})
for number in np.argsort(-probabilities, kind="stable")[:10]:
    print(f"{{probabilities[number]:.4f}}  {{vocabulary.names[number]}}")
print("entropy", entropy(logits, {settings.temperature!r}), "nats")
"""


def _reading(at: Standing) -> str:
    return f"""
text = {at.reading!r}
coded = np.append(vocabulary.encode(text), vocabulary.END)[:{LONGEST_READ + 2}]
"""


def _gates(at: Standing) -> str:
    return f"""found = unroll(model, coded[None, :-1].astype(np.float32))
for name in found.steps[{at.layer}][0]:
    print(name, found.along({at.layer}, name)[{at.step}, 0, {at.unit}])
"""


def _unrolled(at: Standing) -> str:
    past = f"unroll(model, coded[None, :{at.first}].astype(np.float32)).states"
    return f"""window = coded[None, {at.first} : {at.first + STEPS + 1}]
before = {past if at.first else None}
found = unroll(model, window[:, :-1].astype(np.float32), before)
loss = -ops.log(found.outputs[0, -1, int(window[0, -1])])
print("by each step's state:", reach(found, loss, {at.layer}))
"""
