"""The Python that gives the character screen's network and its text."""

from typing import Any

from limpid.studio.screens._char_rnn_network import RHO

LONGEST = 100


def program(
    settings: Any, lines: list[str], epochs: int, beginning: str, *, is_loaded: bool
) -> str:
    """Return a program that trains as far as the screen has, and writes.

    Args:
        settings: The screen's state.
        lines: The text.
        epochs: How many have ended.
        beginning: What is gone on with.
        is_loaded: Whether the weights came from a file.
    """
    note = "# The screen's weights came from a file; these are learned anew.\n"
    parts = (
        _text(settings, lines),
        note if is_loaded else "",
        _model(settings),
        _training(settings, epochs),
        _writing(settings, beginning),
    )
    return "".join(parts)


def _text(settings: Any, lines: list[str]) -> str:
    words = ", words=True" if settings.symbols == "words" else ""
    return f"""import numpy as np
from limpid import Sequential, initializers, layers, optimizers, utils
from limpid.datasets import Vocabulary, sentences
from limpid.explanations import entropy, tempered
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


def _training(settings: Any, epochs: int) -> str:
    arguments = f"batch_size={settings.batch_size}, epochs={epochs}, verbose=0"
    fit = f"model.fit(x, y, {arguments})\n" if epochs else ""
    return f"{fit}print(model.evaluate(x, y, verbose=0, return_dict=True))\n"


def _writing(settings: Any, beginning: str) -> str:
    return f"""
writer = stateful_copy(model)
begin = vocabulary.encode("")
for temperature in (0.0, {settings.temperature!r}):
    (line,) = generate(
        writer, [begin], {LONGEST}, temperature, seed={settings.seed},
        end=vocabulary.END,
    )
    print(vocabulary.decode(line))

beginning = vocabulary.encode({beginning!r})
chances = model.predict(beginning[None], verbose=0)[0, -1]
logits = np.log(np.maximum(chances.astype(float), 1e-30))
probabilities = tempered(logits, {settings.temperature!r})
for number in np.argsort(-probabilities, kind="stable")[:10]:
    print(f"{{probabilities[number]:.4f}}  {{vocabulary.names[number]}}")
print("entropy", entropy(logits, {settings.temperature!r}), "nats")
"""
