"""Class scores: what a classifier hands to its last softmax."""

from typing import Any

from limpid import catalog
from limpid.graph.tensor import Tensor, as_tensor
from limpid.layers.activation import Activation
from limpid.layers.dense import Dense
from limpid.layers.softmax import Softmax
from limpid.models.sequential import Sequential
from limpid.ops.matmul import matmul
from limpid.ops.softmax import softmax


def class_scores(model: Any, x: Any, since: int = 0) -> Tensor:
    """Return the scores of each class, before a last softmax makes them probabilities.

    Scores of a Sequential model that ends in a softmax, in its last Dense layer or as
    a layer of its own; of any other model its outputs.

    Args:
        model: Any model.
        x: A batch.
        since: The number of the layer that x enters, where it is no input of the model
            but what the layer before made of one.

    Shapes: (batch, classes).

    Example:
        >>> from limpid import layers
        >>> model = Sequential([layers.Dense(2, "softmax", kernel_initializer="ones")])
        >>> class_scores(model, [[1.0, 2.0]])
        Tensor([[3., 3.]])
    """
    x = as_tensor(x)
    if not isinstance(model, Sequential) or not model.layers:
        scores: Tensor = model(x, training=False)
        return scores
    if not model.built:
        model(x)
    *body, last = model.layers
    for layer in body[since:]:
        x = layer(x, training=False)
    return _before_softmax(last, x)


def _before_softmax(last: Any, x: Tensor) -> Tensor:
    is_softmax = _names_softmax(getattr(last, "activation", None))
    if isinstance(last, Softmax) or (is_softmax and isinstance(last, Activation)):
        return x
    if is_softmax and type(last) is Dense:
        total = matmul(x, last.kernel)
        return total if last.bias is None else total + last.bias
    outputs: Tensor = last(x, training=False)
    return outputs


def _names_softmax(activation: Any) -> bool:
    return catalog.resolve("activations", activation) is softmax
