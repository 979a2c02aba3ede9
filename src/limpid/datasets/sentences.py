"""Forty short sentences of our own, for models that learn to write."""

import numpy as np

from limpid.datasets._table import table
from limpid.datasets.dataset import Array, Splits
from limpid.datasets.fetch import load
from limpid.datasets.vocabulary import Vocabulary

SENTENCES = (
    "The sun rises in the east and sets in the west.",
    "A small stone can turn over a large cart.",
    "Rain fell on the roof all night long.",
    "The cat sleeps on the chair by the fire.",
    "My brother reads a book under the old tree.",
    "We walked along the river until it was dark.",
    "Birds fly south before the winter comes.",
    "She opened the window and let in the air.",
    "The train was late because of the snow.",
    "He keeps his keys in a box near the door.",
    "A good question is half of the answer.",
    "The bread is still warm from the oven.",
    "They sing the same song every morning.",
    "The old clock in the hall has stopped.",
    "Nobody knows who painted the blue door.",
    "Children play in the garden after school.",
    "The moon is bright and the road is clear.",
    "I learned to swim when I was seven.",
    "The teacher writes the numbers on the board.",
    "Every river finds its way to the sea.",
    "A ship came into the harbor at noon.",
    "The dog waits at the gate every evening.",
    "We planted beans and they grew tall.",
    "Nothing is as quiet as a field of snow.",
    "The letter arrived a week too late.",
    "She drew a map of the island by heart.",
    "The wind turned the pages of the book.",
    "Put the cups on the table, please.",
    "He asked the same question three times.",
    "The market opens before the sun is up.",
    "A bridge of wood leads over the stream.",
    "They built a house of stone on the hill.",
    "The apples in the garden are not yet ripe.",
    "I can hear the sea from my room.",
    "Some days are long and some are short.",
    "The fire went out and the room grew cold.",
    "Her coat is green and her hat is red.",
    "It is easy to forget and hard to learn.",
    "Water runs down the hill, never up.",
    "What we measure we can improve.",
)
VOCABULARY = Vocabulary.of(SENTENCES)
# What a text begins with, and the number that ends it.
BEGINNING = ""
END = Vocabulary.END

_X, _Y = VOCABULARY.examples(SENTENCES)

DATASET = table(
    "sentences",
    "Forty short sentences as numbers; the next character is to be told",
    _X.astype(np.uint8),
    _Y.astype(np.uint8),
    classes=VOCABULARY.names,
)


def encode(text: str) -> Array:
    """Return the numbers of START and of a text's characters.

    Raises:
        DataError: A character is in none of the sentences.
    """
    return VOCABULARY.encode(text)


def decode(numbers: Array) -> str:
    """Return the text of some numbers up to END."""
    return VOCABULARY.decode(numbers)


def load_data() -> Splits:
    """Return the sentences twice: to learn from, and to test what was learned by heart.

    Shapes:
        x: (40, 48), uint8, START and the characters, then 0; y: the same, one place
        on, with END
    """
    return load(DATASET)
