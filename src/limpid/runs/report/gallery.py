"""The gallery of mistakes: each picture, its right answer, the machine's answer."""

import io
from base64 import b64encode

import numpy as np

from limpid.datasets.dataset import Array
from limpid.runs.examination import Examination
from limpid.runs.report.markup import element

__all__ = ["gallery", "picture_address"]


def gallery(examples: Array, examination: Examination) -> str:
    """Return every mistake, the surest first.

    Args:
        examples: The test data as the data set holds it.
        examination: The model's answers.
    """
    cards = (_card(i, examples, examination) for i in map(int, examination.mistakes))
    return element("ol", *cards, class_="gallery")


def _card(index: int, examples: Array, examination: Examination) -> str:
    right = examination.classes[examination.labels[index]]
    answer = examination.answers[index]
    given = examination.classes[answer]
    sureness = f"{examination.probabilities[index, answer]:.0%}"
    said = f"Test example {index}: {right}, taken for {given} with {sureness}"
    return element(
        "li",
        _drawing(examples, index, said),
        element(
            "p",
            element("b", text=right, class_="right"),
            element("span", text="→", aria_hidden="true"),
            element("b", text=given, class_="wrong"),
            element("small", text=sureness),
        ),
        title=said,
    )


def _drawing(examples: Array, index: int, said: str) -> str:
    if examples.ndim < 3:
        values = ", ".join(f"{value:g}" for value in examples[index].reshape(-1)[:8])
        return element("code", text=values)
    address = picture_address(examples[index], float(examples.max()))
    # Without a closing tag, as HTML wants it.
    return element("img", src=address, alt=said, loading="lazy").removesuffix("</img>")


def picture_address(pixels: Array, full_scale: float) -> str:
    """Return a picture as an address that holds the picture itself.

    Args:
        pixels: (height, width), or (height, width, channels).
        full_scale: The value of full ink.
    """
    from PIL import Image

    scaled = np.clip(pixels / full_scale * 255, 0, 255).astype(np.uint8)
    flat = scaled[..., 0] if scaled.ndim == 3 and scaled.shape[-1] == 1 else scaled
    stream = io.BytesIO()
    Image.fromarray(flat).save(stream, "PNG", optimize=True)
    return f"data:image/png;base64,{b64encode(stream.getvalue()).decode()}"
