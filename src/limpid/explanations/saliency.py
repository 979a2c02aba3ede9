"""Saliency: which parts of an input a class's score hangs on most."""

from typing import Any

from limpid.explanations.class_scores import class_scores
from limpid.graph.gradient import gradients
from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.argmax import argmax
from limpid.ops.one_hot import one_hot


def saliency(model: Any, x: Any, classes: Any = None) -> Tensor:
    """Return the gradient of a class's score by each element of the input.

    s[i, j] = d score / d x[i, j]: positive where more ink speaks for the class. The
    score is taken before a last softmax, since a probability also grows as the other
    classes' scores fall.

    Args:
        model: Any model with an output for each class.
        x: A batch of floats.
        classes: One class for each example; by default the one with the highest score.

    Shapes: x and the result (batch, ...); classes (batch,).

    Source: Simonyan, Vedaldi & Zisserman 2013, arXiv:1312.6034, section 3; they show
        its size, here it keeps its sign.

    Example:
        >>> from limpid import Sequential, layers
        >>> model = Sequential([layers.Dense(2, "softmax", kernel_initializer="ones")])
        >>> saliency(model, [[1.0, 2.0]])
        Tensor([[1., 1.]])
    """
    x = as_tensor(x)
    scores = class_scores(model, x)
    chosen = argmax(scores, axis=-1) if classes is None else as_tensor(classes)
    wanted = one_hot(chosen, scores.shape[-1], dtype=scores.dtype)
    found: Tensor = gradients((scores * wanted).sum(), [x])[0]
    return found
