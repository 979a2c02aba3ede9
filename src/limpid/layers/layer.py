"""Layer: the abstract base. A layer is a function with weights."""

import inspect
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import KW_ONLY, dataclass
from typing import Any

import numpy as np

from limpid import catalog
from limpid.errors import ConfigError, DTypeError, ShapeError
from limpid.graph.deferred import KerasTensor, closed, defer
from limpid.graph.dtypes import as_dtype, floatx
from limpid.graph.op import Array
from limpid.graph.operators import Operators
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, as_tensor, scope
from limpid.graph.tree import leaves, map_leaves
from limpid.graph.variable import Variable
from limpid.random.seed_generator import SeedGenerator
from limpid.settings import Settings, setting_names

# A layer's name becomes part of the paths in saved files, never a path on disk.
NAME_PATTERN = re.compile(r"[A-Za-z0-9_./-]{1,200}")


class _Mode(threading.local):
    training = False


_mode = _Mode()
_used_names: Counter[str] = Counter()


@contextmanager
def training_mode(training: bool | None) -> Iterator[None]:  # noqa: FBT001 - Keras's argument
    """Tell layers called inside whether they train; None changes nothing."""
    previous = _mode.training
    _mode.training = previous if training is None else bool(training)
    try:
        yield
    finally:
        _mode.training = previous


@dataclass(eq=False, repr=False)
class Layer(Settings):
    """Base of all layers.

    Args:
        name: By default the class's name in snake case, numbered.
        dtype: Of weights and computation; the default float type by default.
        trainable: Whether training changes the weights.
        input_shape: Of one example; builds a Sequential model at once.
        activity_regularizer: A penalty on the output.

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
    EXAMPLES = ()

    built = False

    def __post_init__(self) -> None:
        """Check the settings and take a name."""
        if self.name is None:
            self.name = unique_name(type(self).__name__)
        if not isinstance(self.name, str) or not NAME_PATTERN.fullmatch(self.name):
            raise ConfigError(
                f"{type(self).__name__}(name={self.name!r}): expected up to 200 "
                "letters, digits and the characters _ . / -"
            )
        self.dtype = str(as_dtype(self.dtype or floatx()))
        for name in setting_names(type(self)):
            catalog.check_setting(self, name)
        self.check()

    # Weights

    def add_weight(
        self,
        shape: Shape | None = None,
        initializer: Any = None,
        dtype: Any = None,
        trainable: bool = True,  # noqa: FBT001, FBT002 - Keras's signature
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

    @property
    def own_variables(self) -> dict[str, Variable]:
        """The variables assigned to this layer's attributes, seeds included."""
        found: dict[str, Variable] = {}
        for name, value in vars(self).items():
            for part in leaves(value):
                variable = part.state if isinstance(part, SeedGenerator) else part
                if isinstance(variable, Variable):
                    key = variable.name or name
                    found[key if key not in found else f"{key}_{len(found)}"] = variable
        return found

    @property
    def layers(self) -> list["Layer"]:
        """The layers assigned to this layer's attributes, in order."""
        found = [part for value in vars(self).values() for part in leaves(value)]
        layers = [part for part in found if isinstance(part, Layer)]
        return list({id(layer): layer for layer in layers}.values())

    @property
    def variables(self) -> list[Variable]:
        """All variables of this layer and the layers in it, each once."""
        return list(self.paths().values())

    def paths(self) -> dict[str, Variable]:
        """Return all variables by their path, such as 'dense/kernel'."""
        result: dict[str, Variable] = {}
        seen: set[int] = set()
        for path, variable in self._walk(self.name or "", set()):
            if id(variable) not in seen:
                seen.add(id(variable))
                unique = path if path not in result else f"{path}_{len(result)}"
                result[unique] = variable
                variable.path = unique
        return result

    def _walk(self, prefix: str, visited: set[int]) -> Iterator[tuple[str, Variable]]:
        if id(self) in visited:
            return
        visited.add(id(self))
        for name, variable in self.own_variables.items():
            yield f"{prefix}/{name}", variable
        for layer in self.layers:
            yield from layer._walk(f"{prefix}/{layer.name}", visited)

    @property
    def weights(self) -> list[Variable]:
        """The variables other than the states of random numbers and metrics."""
        return [v for v in self.variables if v.name != "seed_state"]

    @property
    def trainable_variables(self) -> list[Variable]:
        """The variables that training changes."""
        return [v for v in self.variables if id(v) in self._trainable_ids()]

    trainable_weights = trainable_variables

    @property
    def non_trainable_variables(self) -> list[Variable]:
        """The variables that training does not change by gradients."""
        return [v for v in self.variables if id(v) not in self._trainable_ids()]

    @property
    def non_trainable_weights(self) -> list[Variable]:
        """The weights that training does not change by gradients."""
        return [v for v in self.weights if id(v) not in self._trainable_ids()]

    def _trainable_ids(self) -> set[int]:
        if not self.trainable:
            return set()
        own = {id(v) for v in self.own_variables.values() if v.trainable}
        return own.union(*(layer._trainable_ids() for layer in self.layers))

    def get_weights(self) -> list[Array]:
        """Return the weights' values, in the order of `weights`."""
        return [v.numpy() for v in self.weights]

    def set_weights(self, weights: list[Any]) -> None:
        """Replace the weights' values.

        Raises:
            ShapeError: Their number or a shape differs; then nothing has changed.
        """
        own = self.weights
        if len(weights) != len(own):
            raise ShapeError(
                f"{self.name} has {len(own)} weights; set_weights got {len(weights)}."
            )
        for variable, value in zip(own, weights, strict=True):
            if np.shape(value) != variable.shape:
                raise ShapeError(
                    f"Weight {variable.path!r} has shape {variable.shape}; "
                    f"set_weights got {np.shape(value)}."
                )
        for variable, value in zip(own, weights, strict=True):
            variable.assign(np.asarray(value))

    def count_params(self) -> int:
        """Return the number of elements in all weights."""
        return sum(v.size for v in self.weights)

    @property
    def losses(self) -> list[Tensor]:
        """The penalties on weights and outputs, as of the last call."""
        own = [
            variable.regularizer(variable)
            for variable in self.own_variables.values()
            if variable.regularizer is not None and variable.trainable
        ]
        own.extend(self.__dict__.get("_added_losses", ()))
        return own + [loss for layer in self.layers for loss in layer.losses]

    def add_loss(self, loss: Any) -> None:
        """Add a penalty computed in `call` to the model's loss for this call."""
        self._added_losses = (*self.__dict__.get("_added_losses", ()), as_tensor(loss))

    # Calling

    def build(self, input_shape: Any) -> None:
        """Make the weights for inputs of this shape; overridden by layers with weights."""

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Return the outputs for the inputs; overridden by every layer."""
        raise NotImplementedError(f"{type(self).__name__} must define call().")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Build the layer if needed and call it.

        Raises:
            ShapeError, DTypeError: The inputs do not fit; the text names the layer.
        """
        given = leaves([args, kwargs])
        if any(isinstance(x, KerasTensor) for x in given):
            return defer(self, args, kwargs)
        args = tuple(map_leaves(self._cast, a) for a in args)
        training = kwargs.get("training")
        if not self._takes("training"):
            kwargs.pop("training", None)
        elif training is None:
            kwargs["training"] = _mode.training
        with scope(str(self.name)), training_mode(training):
            self._added_losses: tuple[Tensor, ...] = ()
            self.ensure_built(args)
            outputs = self.call(*args, **kwargs)
            if self.activity_regularizer is not None:
                self._add_activity_loss(outputs)
        return outputs

    def _add_activity_loss(self, outputs: Any) -> None:
        penalty = catalog.resolve("regularizers", self.activity_regularizer)
        for output in leaves(outputs):
            # Keras divides by the batch size, so that it does not count.
            self.add_loss(penalty(output) / output.shape[0])

    def ensure_built(self, args: tuple[Any, ...]) -> None:
        """Build the layer for these arguments unless it is built."""
        if not self.built:
            shapes = map_leaves(_shape, args[0] if args else None)
            self.check_input(shapes)
            self.build(shapes)
            self.built = True

    def check_input(self, input_shape: Any) -> None:
        """Raise ShapeError if inputs of this shape cannot be taken."""

    def _cast(self, x: Any) -> Any:
        if isinstance(x, (bool, int, float, str)):
            return x
        if not isinstance(x, (Tensor, Operators)):
            x = as_tensor(x)
        if x.dtype.kind == "f" and x.dtype != self.dtype:
            return x.astype(self.dtype)
        return x

    def _takes(self, argument: str) -> bool:
        parameters = inspect.signature(self.call).parameters
        return argument in parameters or any(
            p.kind is p.VAR_KEYWORD for p in parameters.values()
        )

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Return the shape of the output for inputs of this shape; None stays open."""
        outputs = self(map_shapes(lambda s: KerasTensor(s, self.dtype), input_shape))
        return map_leaves(lambda y: Shapes(y.shape), outputs)

    # Settings

    def get_config(self) -> dict[str, Any]:
        """Return the settings that make an equal, unbuilt layer."""
        config = super().get_config()
        kept = {"name": self.name, "dtype": self.dtype, "trainable": self.trainable}
        return {k: v for k, v in config.items() if k not in kept} | kept

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


class Shapes(tuple[Any, ...]):
    """A shape that `leaves` treats as one leaf would be; see map_shapes."""

    __slots__ = ()


def map_shapes(function: Any, shapes: Any) -> Any:
    """Apply a function to a shape, or to each of nested shapes."""
    if isinstance(shapes, dict):
        return {key: map_shapes(function, value) for key, value in shapes.items()}
    if any(isinstance(part, (list, tuple, dict)) for part in shapes):
        return [map_shapes(function, part) for part in shapes]
    return function(tuple(shapes))


def open_shape(shape: Any) -> Shape:
    """Return a shape with its open sizes closed by stand-ins."""
    return closed(tuple(shape), 0)


def unique_name(class_name: str) -> str:
    """Return a snake-case name that no layer has been given yet."""
    words = re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2", class_name)
    base = re.sub(r"([a-z])([A-Z])", r"\1_\2", words).lower()
    _used_names[base] += 1
    count = _used_names[base]
    return base if count == 1 else f"{base}_{count - 1}"


def clear_session() -> None:
    """Start numbering layer names anew, as Keras does."""
    _used_names.clear()


def _shape(x: Any) -> Any:
    return Shapes(x.shape) if hasattr(x, "shape") else x


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


def require_float(layer: Layer, x: Tensor) -> None:
    """Raise DTypeError unless the input holds floats."""
    if x.dtype.kind != "f":
        raise DTypeError(
            f"{layer!r} got {x.dtype} input; expected floats: "
            "convert with x.astype('float32')."
        )
