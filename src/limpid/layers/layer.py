"""Layer: the abstract base. A layer is a function with weights."""

import inspect
import re
import warnings
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from functools import cached_property, lru_cache, wraps
from typing import Any, ClassVar, Self

import numpy as np

from limpid import catalog
from limpid.errors import ConfigError, GraphError, ShapeError
from limpid.graph.deferred import Call, KerasTensor, defer
from limpid.graph.dtypes import as_dtype, floatx
from limpid.graph.mask import mask_of, masks_of, set_mask
from limpid.graph.op import Array
from limpid.graph.operators import Operators
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, as_tensor, scope
from limpid.graph.tree import leaves, map_leaves
from limpid.graph.variable import Variable
from limpid.layers._training import mode, training_mode
from limpid.layers._weighted import Weighted
from limpid.settings import constructor_parameters, setting_names, signature_of
from limpid.utils.clear_session import unique_name

# A layer's name becomes part of the paths in saved files, never a path on disk.
NAME_PATTERN = re.compile(r"[A-Za-z0-9_./-]{1,200}")


@dataclass(eq=False, repr=False)
class Layer(Weighted):
    """Base of all layers.

    Args:
        name: By default the class's name in snake case, numbered.
        dtype: Of weights and computation; the default float type by default.
        trainable: Whether training changes the weights.
        input_shape: Of one example; builds a Sequential model at once.
        activity_regularizer: A penalty on the output, per example.

    A subclass stores its settings, makes weights in `build` with `add_weight`, and
    computes in `call`. Layers and variables assigned to attributes are found by
    themselves.

    Example:
        >>> class Scale(Layer):
        ...     def build(self, input_shape):
        ...         self.factor = self.add_weight((input_shape[-1],), "ones")
        ...
        ...     def call(self, inputs):
        ...         return inputs * self.factor
        >>> Scale()(np.ones((1, 2)))
        Tensor([[1., 1.]])
    """

    _: KW_ONLY
    name: str | None = None
    dtype: Any = None
    trainable: bool = True
    input_shape: Shape | None = None
    activity_regularizer: Any = None

    # Constructor arguments and input shapes that tests, docs and studio try.
    EXAMPLES: ClassVar[tuple[tuple[dict[str, Any], Any], ...]] = ()

    # Whether those inputs are numbers of things, from 0.
    takes_integers = False

    # Whether a mask beside the input tells of the output too.
    supports_masking = False

    built = False

    def __init_subclass__(cls, **settings: Any) -> None:
        """Let a subclass's `build` note that the layer is built."""
        super().__init_subclass__(**settings)
        if "build" in vars(cls):
            cls.build = _noting(vars(cls)["build"])  # type: ignore[assignment, method-assign]

    def __post_init__(self) -> None:
        """Check the settings and take a name."""
        if self.name is None:
            self.name = unique_name(type(self).__name__)
        name = self.name if type(self.name) is str else ""
        if not NAME_PATTERN.fullmatch(name):
            raise ConfigError(
                f"{type(self).__name__}(name={self.name!r}): expected up to 200 "
                "letters, digits and the characters _ . / -"
            )
        self.dtype = str(as_dtype(self.dtype or floatx()))
        for name in setting_names(type(self)):
            catalog.check_setting(self, name)
        self.check()

    def __setattr__(self, name: str, value: Any) -> None:
        """Assign; freezing a layer, or thawing it, does so with the layers in it."""
        changes = name == "trainable" and value is not self.trainable
        super().__setattr__(name, value)
        if changes:
            for layer in self.layers:
                layer.trainable = value

    def add_weight(
        self,
        shape: Shape | None = None,
        initializer: Any = None,
        dtype: Any = None,
        trainable: bool = True,
        regularizer: Any = None,
        constraint: Any = None,
        name: str | None = None,
    ) -> Variable:
        """Return a new weight; assign it to an attribute to keep it.

        Args:
            shape: Of the weight; () by default.
            initializer: 'glorot_uniform' by default; 'zeros' for integers and bools.
            dtype: The layer's by default.
            trainable: Whether training changes it.
            regularizer: A penalty added to the loss.
            constraint: Applied after each update.
            name: Its name in summaries and files; the attribute's by default.
        """
        kind = as_dtype(dtype or self.dtype)
        default = "glorot_uniform" if kind.kind == "f" else "zeros"
        return Variable(
            catalog.resolve("initializers", initializer or default),
            tuple(shape or ()),
            kind,
            trainable=trainable,
            name=name,
            regularizer=catalog.resolve("regularizers", regularizer),
            constraint=catalog.resolve("constraints", constraint),
        )

    def weight_as_set(
        self, setting: str, shape: Shape, name: str | None = None
    ) -> Variable:
        """Return a new weight that settings such as kernel_initializer describe.

        Args:
            setting: What the settings' names begin with, such as 'kernel'.
            shape: Of the weight.
            name: The weight's, if it is another.
        """
        return self.add_weight(
            shape,
            getattr(self, f"{setting}_initializer"),
            regularizer=getattr(self, f"{setting}_regularizer", None),
            constraint=getattr(self, f"{setting}_constraint", None),
            name=name or setting,
        )

    def add_loss(self, loss: Any) -> None:
        """Add a penalty computed in `call` to the model's loss for this call."""
        self._added_losses: tuple[Tensor, ...] = (
            *vars(self).get("_added_losses", ()),
            as_tensor(loss),
        )

    def build(self, input_shape: Any) -> None:
        """Make the weights for inputs of this shape."""

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Return the outputs for the inputs; overridden by every layer."""
        raise NotImplementedError(f"{type(self).__name__} must define call().")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Build the layer if needed and call it.

        Raises:
            ShapeError, DTypeError: The inputs do not fit; the text names the layer.
        """
        if any(isinstance(x, KerasTensor) for x in leaves([args, kwargs])):
            return self._deferred(args, kwargs)
        args = tuple(self._tensors(argument) for argument in args)
        training = kwargs.get("training")
        if not takes(getattr(self.call, "__func__", self.call), "training"):
            kwargs.pop("training", None)
        elif training is None:
            kwargs["training"] = mode.training
        masks = kwargs.get("mask")
        if masks is None and args:
            masks = masks_of(args[0])
            if masks is not None and takes(
                getattr(self.call, "__func__", self.call), "mask"
            ):
                kwargs["mask"] = masks
        with scope(str(self.name)), training_mode(training):
            self._added_losses = ()
            self.ensure_built(args)
            outputs = self.call(*args, **kwargs)
            if self.activity_regularizer is not None:
                self._add_activity_loss(outputs)
            self._hand_on(masks, args[0] if args else None, outputs)
        return outputs

    def _deferred(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        outputs = defer(self, args, kwargs)
        for output in leaves(outputs)[:1]:
            vars(self).setdefault("first_call", output.call)
        return outputs

    # Cached properties, since a subclass may then still assign these names.

    @cached_property
    def input(self) -> Any:
        """What the layer was first called on symbolically: where a model begins.

        Raises:
            GraphError: It never was.

        Example:
            >>> from limpid import Input, Model, layers
            >>> hidden = layers.Dense(3)
            >>> model = Model(x := Input((2,)), layers.Dense(1)(hidden(x)))
            >>> Model(model.input, hidden.output).predict([[1.0, 2.0]], verbose=0).shape
            (1, 3)
        """
        symbols = self._require_call("input").inputs
        return symbols[0] if len(symbols) == 1 else symbols

    @cached_property
    def output(self) -> Any:
        """What the layer's first symbolic call returned: the end of a model, say.

        Raises:
            GraphError: There was none.
        """
        return self._require_call("output").outputs

    def _require_call(self, what: str) -> Call:
        call: Call | None = vars(self).get("first_call")
        if call is None:
            raise GraphError(
                f"The layer {self.name!r} has no {what} yet: call it on what Input() "
                "returned, or begin its Sequential model with Input(shape)."
            )
        return call

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        """Return the mask of the outputs: that of the inputs, by default.

        Args:
            inputs: The layer's first argument.
            previous_mask: Its mask, nested likewise; None if there is none.
        """
        del inputs
        return previous_mask

    def _hand_on(self, masks: Any, inputs: Any, outputs: Any) -> None:
        """Give the outputs the mask that follows from the inputs."""
        if not self.supports_masking:
            if masks is not None:
                warnings.warn(
                    f"{self!r} got a masked input and does not know masks: what "
                    "follows it will take padding for data.",
                    stacklevel=4,
                )
            return
        found = self.compute_mask(inputs, masks)
        several = isinstance(outputs, (list, tuple))
        parts = found if several and isinstance(found, (list, tuple)) else [found]
        for x, mask in zip(leaves(outputs), parts, strict=False):
            set_mask(x, mask)

    def _tensors(self, argument: Any) -> Any:
        """Return an argument with arrays as tensors, floats in the layer's type."""
        parts = leaves(argument)
        if isinstance(argument, list) and not any(hasattr(x, "shape") for x in parts):
            return self._cast(self._array(argument))
        return map_leaves(self._cast, argument)

    def _array(self, numbers: list[Any]) -> Array:
        try:
            return np.asarray(numbers)
        except ValueError:
            raise ShapeError(
                f"{self!r} got nested lists of unequal lengths; expected as many "
                "numbers in each: pad or cut them."
            ) from None

    def _cast(self, x: Any) -> Any:
        if isinstance(x, (bool, int, float, str)):
            return x
        tensor = x if isinstance(x, Operators) else as_tensor(x)
        if tensor.dtype.kind == "f" and tensor.dtype != self.dtype:  # type: ignore[attr-defined]
            cast = tensor.astype(self.dtype)
            set_mask(cast, mask_of(tensor))
            return cast
        return tensor

    def _add_activity_loss(self, outputs: Any) -> None:
        penalty = catalog.resolve("regularizers", self.activity_regularizer)
        for output in leaves(outputs):
            # Keras divides by the batch size, so that it does not count.
            self.add_loss(penalty(output) / output.shape[0])

    def ensure_built(self, args: tuple[Any, ...]) -> None:
        """Build the layer for these arguments unless it is built."""
        shapes = shapes_of(args[0]) if args else None
        if shapes is not None:
            self.check_input(shapes)
        if not self.built:
            self.build(shapes)
            self.built = True

    def check_input(self, input_shape: Any) -> None:
        """Raise ShapeError if inputs of this shape cannot be taken."""

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Return the shape of the output for inputs of this shape; None stays open."""
        outputs = self(symbols(input_shape, self.dtype))
        return shapes_of(outputs)

    def get_config(self) -> dict[str, Any]:
        """Return the settings that make an equal, unbuilt layer."""
        config = super().get_config()
        kept = {"name": self.name, "dtype": self.dtype, "trainable": self.trainable}
        return {k: v for k, v in config.items() if k not in kept} | kept

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Self:
        """Return a layer made with these settings.

        What every layer has, the constructor of a subclass need not take.
        """
        parameters = constructor_parameters(cls)
        if any(p.kind is p.VAR_KEYWORD for p in parameters):
            return cls(**config)
        left = {"name", "dtype", "trainable"} - {p.name for p in parameters}
        layer = cls(**{k: v for k, v in config.items() if k not in left})
        vars(layer).update({k: config[k] for k in left & config.keys()})
        return layer

    def __repr__(self) -> str:
        """Show the settings that differ from their defaults."""
        signature = inspect.signature(type(self).__init__).parameters
        shown = [
            f"{name}={getattr(self, name)!r}"
            for name in setting_names(type(self))
            if name in signature
            and name not in {"name", "dtype"}
            and not _same(getattr(self, name), signature[name].default)
        ]
        return f"{type(self).__name__}({', '.join([*shown, f'name={self.name!r}'])})"


def _noting(build: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    @wraps(build)
    def build_once(self: Layer, input_shape: Any) -> None:
        build(self, input_shape)
        self.built = True

    return build_once


@lru_cache(maxsize=4096)
def takes(function: Callable[..., Any], argument: str) -> bool:
    """Tell whether a function takes an argument of this name."""
    parameters = signature_of(function).parameters
    return argument in parameters or any(
        p.kind is p.VAR_KEYWORD for p in parameters.values()
    )


def shapes_of(inputs: Any) -> Any:
    """Return a tensor's shape; of nested tensors, their shapes likewise nested."""
    if isinstance(inputs, dict):
        return {key: shapes_of(part) for key, part in inputs.items()}
    if isinstance(inputs, (list, tuple)):
        return [shapes_of(part) for part in inputs]
    return tuple(inputs.shape) if hasattr(inputs, "shape") else None


def symbols(shapes: Any, dtype: Any) -> Any:
    """Return a symbolic input for a shape, or for each of nested shapes."""
    if isinstance(shapes, dict):
        return {key: symbols(part, dtype) for key, part in shapes.items()}
    if any(isinstance(part, (list, tuple, dict)) for part in shapes):
        return [symbols(part, dtype) for part in shapes]
    return KerasTensor(tuple(shapes), dtype)


def _same(a: Any, b: Any) -> bool:
    return a is b or (type(a) is type(b) and bool(np.all(a == b)))


def require_rank(layer: Layer, shape: Any, ndim: int, expected: str) -> None:
    """Raise ShapeError unless the shape has so many axes.

    Args:
        layer: Whose input it is.
        shape: Of the input.
        ndim: The number of axes wanted.
        expected: How to say so, such as '(batch, features)'.
    """
    if len(shape) != ndim:
        raise ShapeError(
            f"{layer!r} got input of shape {tuple(shape)}; expected {expected}."
        )
