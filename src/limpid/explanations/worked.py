"""A training step as the textbooks write it: net, out, δ, Δw."""

from collections.abc import Iterator
from typing import Any

from limpid.errors import ShapeError
from limpid.explanations.figures import DIGITS, number
from limpid.explanations.page import (
    Block,
    Equations,
    Heading,
    Page,
    Paragraph,
    check_choice,
    render,
)
from limpid.explanations.step import Step, take_apart
from limpid.explanations.worked_matrix import matrix_backward, matrix_forward
from limpid.explanations.worked_scalar import scalar_backward, scalar_forward

STYLES = ("scalar", "matrix")
# A scalar page has a line for each weight; more are read by nobody.
MAX_WEIGHTS = 200


def worked(
    model: Any,
    x: Any,
    y: Any,
    *,
    style: str = "scalar",
    format: str = "text",
    digits: int = DIGITS,
) -> Page:
    """Return one training step of a model, written out; the model stays as it is.

    Args:
        model: A compiled Sequential model. Dense layers are unfolded; others are
            named, with the shape of what they pass on.
        x, y: A batch, or one example without its batch axis.
        style: 'scalar' writes every unit and weight of one example; 'matrix' writes
            a layer a line, for any batch.
        format: 'text', 'markdown' or 'latex'.
        digits: The significant digits shown; the step itself has the model's.

    Raises:
        ConfigError: The model is no compiled Sequential; a style or format is unknown.
        ShapeError: The scalar style got several examples or too large a network.
    """
    return render(worked_blocks(model, x, y, style=style, digits=digits), format)


def worked_blocks(
    model: Any, x: Any, y: Any, *, style: str = "scalar", digits: int = DIGITS
) -> list[Block]:
    """Return the parts of the page that `worked` renders."""
    check_choice("style", style, STYLES)
    step = take_apart(model, x, y)
    if style == "scalar":
        _check_readable(step, model)
        forward, backward = scalar_forward, scalar_backward
    else:
        forward, backward = matrix_forward, matrix_backward
    return [
        Heading("One training step", 1),
        Paragraph(_legend(style)),
        Heading("Forward"),
        *forward(step, digits),
        *_loss("Loss", "E", step.loss_before, digits),
        Heading("Backward"),
        Paragraph(_rule(model, step, digits)),
        *backward(step, digits, plain=plain_descent(model)),
        *_loss("Loss after the step", "new(E)", step.loss_after, digits),
    ]


def plain_descent(model: Any) -> bool:
    """Tell whether each change is minus the learning rate times the gradient."""
    optimizer = model.optimizer
    extras = ("momentum", "weight_decay", "clipnorm", "clipvalue", "global_clipnorm")
    return type(optimizer).__name__ == "SGD" and not any(
        getattr(optimizer, name) for name in extras
    )


def _check_readable(step: Step, model: Any) -> None:
    if len(step.x) > 1:
        raise ShapeError(
            f"The scalar style writes one example; got {len(step.x)}. Give one, or "
            "use style='matrix'."
        )
    if model.count_params() > MAX_WEIGHTS:
        raise ShapeError(
            f"This model has {model.count_params():,} weights; the scalar style writes "
            f"up to {MAX_WEIGHTS}. Use style='matrix'."
        )


def _legend(style: str) -> str:
    if style == "matrix":
        return (
            "Examples are rows. out_0 is the input; W_l leads from layer l-1 to "
            "layer l; δ_l = -∂E/∂net_l."
        )
    return (
        "w_l,j,i leads to unit j of layer l from unit i of the layer before; b_l,j is "
        "that unit's bias; x_i is input i; δ_l,j = -∂E/∂net_l,j."
    )


def _rule(model: Any, step: Step, digits: int) -> str:
    rate = number(step.learning_rate, digits)
    name = type(model.optimizer).__name__
    if plain_descent(model):
        return (
            f"Optimizer {name}: each weight moves by -η times its gradient, η = {rate}."
        )
    return (
        f"Optimizer {name}, learning rate η = {rate}: the changes Δ are those that "
        f"{name} makes of the gradients; its rule is not unfolded here."
    )


def _loss(words: str, symbol: str, value: float, digits: int) -> Iterator[Block]:
    yield Heading(words)
    yield Equations([[symbol, number(value, digits)]])
