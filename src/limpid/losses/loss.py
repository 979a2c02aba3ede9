"""Loss: the abstract base, and what losses share."""

from abc import abstractmethod
from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.errors import ConfigError, ShapeError, nearest
from limpid.graph.arithmetic import as_float, astype, broadcast_to, reshape, sum
from limpid.graph.mask import mask_of
from limpid.graph.op import Array
from limpid.graph.shapes import Shape, product
from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.maximum import maximum
from limpid.ops.mean import mean
from limpid.settings import Settings

REDUCTIONS = ("sum_over_batch_size", "mean", "sum", "none", None)


@dataclass(eq=False)
class Loss(Settings):
    """A number that says how far predictions are from the truth.

    Args:
        reduction: 'sum_over_batch_size' or 'mean' (of all elements), 'sum', or None
            for one number an example.
        name: Shown in logs.

    A subclass defines `call(y_true, y_pred)`, which returns one loss an example.
    """

    _: KW_ONLY
    reduction: str | None = "sum_over_batch_size"
    name: str | None = None
    dtype: Any = None

    def __post_init__(self) -> None:
        """Check the settings."""
        if self.reduction not in REDUCTIONS:
            hint = nearest(str(self.reduction), [r for r in REDUCTIONS if r])
            raise ConfigError(f"Unknown reduction {self.reduction!r}; {hint}")
        super().__post_init__()

    @abstractmethod
    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        """Return the loss of each example."""

    def check_targets(self, y_true: Array, output: Shape) -> None:
        """Raise DataError if targets cannot be; called before anything is updated.

        Args:
            y_true: The targets of any number of examples.
            output: The shape of the model's output.
        """

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Tensor:
        """Return the loss, reduced over the batch.

        Raises:
            ShapeError: The shapes do not belong together: losses never broadcast.
        """
        losses = self.call(as_tensor(y_true), as_float(y_pred))
        mask = mask_of(y_pred)
        if mask is not None:
            # Means are to be over what counts, though they divide by all.
            scaled = self.reduction in {"sum_over_batch_size", "mean"}
            sample_weight = masked_weight(sample_weight, mask, losses, scaled)
        return reduce(losses, sample_weight, self.reduction)


def reduce(losses: Tensor, sample_weight: Any, reduction: str | None) -> Tensor:
    """Return losses weighted and reduced as Keras does.

    'mean' divides by the sum of the weights, 'sum_over_batch_size' by the count.
    """
    if sample_weight is not None:
        losses = losses * fitting_weight(sample_weight, losses)
    if reduction in {None, "none"}:
        return losses
    if reduction == "sum":
        return sum(losses)
    if reduction == "mean" and sample_weight is not None:
        return sum(losses) / sum(fitting_weight(sample_weight, losses))
    return sum(losses) / max(product(losses.shape), 1)


def masked_weight(
    sample_weight: Any, mask: Tensor, values: Tensor, scaled: bool = False
) -> Tensor:
    """Return weights that are zero where a mask is false.

    Args:
        sample_weight: The weights, if there are any.
        mask: Of the predictions.
        values: What is to be weighted.
        scaled: Whether the mask's mean is to be one.
    """
    counts = astype(mask, values.dtype)
    if scaled:
        counts = counts * (mask.size / maximum(sum(counts), 1))
    weight = fitting_weight(counts, values)
    if sample_weight is None:
        return weight
    return weight * fitting_weight(sample_weight, values)


def fitting_weight(sample_weight: Any, losses: Tensor) -> Tensor:
    """Return weights of the losses' shape.

    Raises:
        ShapeError: There is not one weight for each example.
    """
    weight = astype(as_tensor(sample_weight), losses.dtype)
    if len(weight.shape) == len(losses.shape) + 1 and weight.shape[-1] == 1:
        weight = reshape(weight, weight.shape[:-1])
    shape = weight.shape + (1,) * (len(losses.shape) - len(weight.shape))
    if losses.shape[: len(weight.shape)] != weight.shape:
        raise ShapeError(
            f"sample_weight of shape {weight.shape} does not fit losses of shape "
            f"{losses.shape}; expected one weight for each example."
        )
    return broadcast_to(reshape(weight, shape), losses.shape)


def same_shape(y_true: Any, y_pred: Any) -> tuple[Tensor, Tensor]:
    """Return both as tensors of one shape and float type.

    A last axis of size 1 is added or dropped from y_true; nothing is broadcast.

    Raises:
        ShapeError: The shapes differ otherwise.
    """
    y_pred = as_float(y_pred)
    y_true = astype(as_tensor(y_true), y_pred.dtype, copy=False)
    if y_true.shape != y_pred.shape:
        if (*y_true.shape, 1) != y_pred.shape and y_true.shape != (*y_pred.shape, 1):
            raise ShapeError(
                f"y_true has shape {y_true.shape} but y_pred has {y_pred.shape}; a "
                "loss never broadcasts: give targets of the predictions' shape"
                f"{_hint(y_true)}."
            )
        y_true = reshape(y_true, y_pred.shape)
    return y_true, y_pred


def _hint(y_true: Tensor) -> str:
    return ", or class numbers to a sparse loss" if y_true.ndim < 2 else ""


def mean_over_features(losses: Tensor) -> Tensor:
    """Return one loss an example: the mean over the last axis, if there is one."""
    return mean(losses, axis=-1) if losses.shape else losses
