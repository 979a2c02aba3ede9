"""What `limpid gradcheck` can be pointed at, and inputs that suit each."""

import inspect
from collections.abc import Callable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, Final

import numpy as np

from limpid import catalog, ops
from limpid.errors import ConfigError, GraphError, LimpidError, LimpidFileError, nearest
from limpid.explanations.gradcheck import Report, gradcheck, in_double
from limpid.graph.op import Array, Binary, Comparison, Op, Unary
from limpid.graph.shapes import Shape
from limpid.graph.tensor import apply
from limpid.graph.tree import leaves
from limpid.layers._anew import anew
from limpid.layers.layer import Layer
from limpid.losses.loss import Loss
from limpid.models.saving import load_model

Named = Iterator[tuple[str, Report]]

# Where functions are defined on both sides and, for most, away from their kinks.
LOW, HIGH = 0.1, 0.9

# Its gradient is zero on purpose, whatever its values do.
EXEMPT: Final = ("StopGradient",)

# Inputs that a general guess would not fit, by the function's name.
OWN_INPUTS: Final[dict[str, tuple[Any, ...]]] = {
    "acosh": (np.linspace(1.1, 1.9, 12),),
    "matmul": ((3, 4), (4, 2)),
    "dot": ((3, 4), (4, 2)),
    "conv": ((2, 5, 4, 2), (3, 2, 2, 3)),
    "convolve": ((5, 4), (2, 3)),
}


def reports(target: str, seed: int = 0) -> Named:
    """Yield a name and a report for each thing checked.

    Args:
        target: The name of a layer, loss, activation or function of limpid.ops; a
            saved model; `file.py:Name` for a layer, loss, operation or function of
            your own (the file is run); or 'all'.
        seed: Of inputs and weights.

    Raises:
        ConfigError: Nothing has that name, or no inputs for it are known.
    """
    if target == "all":
        yield from _everything(seed)
    elif ".py:" in target:
        path, _, name = target.rpartition(":")
        yield from check(target, _from_file(path, name), seed)
    elif Path(target).suffix == ".safetensors" or Path(target).is_file():
        yield target, _model_report(load_model(target), seed)
    else:
        yield from check(target, _lookup(target), seed)


def check(name: str, thing: Any, seed: int) -> Named:
    """Yield reports of a layer class, loss, operation or function."""
    if inspect.isclass(thing) and issubclass(thing, Layer):
        yield from _layer_reports(name, thing, seed)
    elif inspect.isclass(thing) and issubclass(thing, Loss):
        yield name, _loss_report(thing(), seed)
    elif inspect.isclass(thing) and issubclass(thing, Op):
        yield name, _op_report(thing, seed)
    elif callable(thing):
        yield name, _function_report(thing, seed)
    else:
        raise ConfigError(
            f"{name!r} is no layer, loss, operation or function; name one of these."
        )


def _everything(seed: int) -> Named:
    """Yield a report for all that inputs are known for."""
    for folder in ("layers", "losses", "activations"):
        for name, thing in sorted(catalog.every(folder).items()):
            if _is_concrete(thing):
                yield from _known(f"{folder}.{name}", thing, seed)
    for name in sorted(set(ops.__all__).difference(EXEMPT)):
        thing = getattr(ops, name)
        if inspect.isclass(thing) and issubclass(thing, (Unary, Binary)):
            yield from _known(f"ops.{name}", thing, seed)


def _known(name: str, thing: Any, seed: int) -> Named:
    """Yield reports, none for what has no derivative or wants other inputs."""
    if inspect.isclass(thing) and issubclass(thing, Op) and not thing.differentiable:
        return
    try:
        yield from list(check(name, thing, seed))
    except (ConfigError, GraphError, TypeError):
        return


def _is_concrete(thing: Any) -> bool:
    """Tell apart activation functions and complete classes from bases and others."""
    if not inspect.isclass(thing):
        return getattr(thing, "__module__", "").startswith("limpid.activations")
    return not inspect.isabstract(thing) and (
        issubclass(thing, Loss) or bool(getattr(thing, "EXAMPLES", ()))
    )


def _lookup(name: str) -> Any:
    """Return the layer, loss, activation or function of a name."""
    known: list[str] = []
    for folder in ("layers", "losses", "activations"):
        try:
            found = catalog.lookup(folder, name)
        except ConfigError:
            known += catalog.every(folder)
        else:
            return found
    if name in ops.__all__:
        return getattr(ops, name)
    hint = nearest(name, [*known, *ops.__all__])
    short = hint if hint.startswith("did") else "see `limpid gradcheck --help`"
    raise ConfigError(f"gradcheck knows no {name!r}; {short}")


def _from_file(path: str, name: str) -> Any:
    """Run the user's file and return what it calls by that name."""
    if not Path(path).is_file():
        raise LimpidFileError(f"There is no file {path!r}; give `file.py:Name`.")
    spec = spec_from_file_location("limpid_user_block", path)
    if spec is None or spec.loader is None:
        raise LimpidFileError(f"{path!r} is no Python file.")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    if not hasattr(module, name):
        names = [n for n in vars(module) if not n.startswith("_")]
        raise ConfigError(f"{path} defines no {name!r}; {nearest(name, names)}")
    return getattr(module, name)


def _layer_reports(name: str, kind: type[Layer], seed: int) -> Named:
    """Yield a report for each example of a layer, in and out of training."""
    for settings, shape in kind.EXAMPLES or (({}, (2, 4)),):
        # Layers inside are made anew: those of an example are built only once.
        inner = {k: v for k, v in settings.items() if isinstance(v, Layer)}
        doubles = {k: anew(v, dtype="float64") for k, v in inner.items()}
        layer = kind(**(settings | doubles), dtype="float64")
        modes = (False, True) if _takes_training(layer) else (None,)
        for training in modes:
            words = ", ".join(f"{k}={v!r}" for k, v in settings.items())
            mode = {None: "", False: "", True: " in training"}[training]
            yield f"{name}({words}){mode}", _layer_report(layer, shape, training, seed)


def _takes_training(layer: Layer) -> bool:
    return "training" in inspect.signature(layer.call).parameters


def _layer_report(layer: Layer, shape: Any, training: bool | None, seed: int) -> Report:
    random = np.random.default_rng(seed)
    several = isinstance(shape, list)
    shapes = shape if several else [shape]
    points = [random.uniform(-1, 1, one) for one in shapes]
    layer(points if several else points[0], training=training)
    fixed = {id(v): v.numpy() for v in layer.non_trainable_variables}

    def call(*arrays: Any) -> Any:
        # Statistics and random states start anew, so that equal inputs give equals.
        for variable in layer.non_trainable_variables:
            variable.set(fixed[id(variable)])
        return layer(list(arrays) if several else arrays[0], training=training)

    return gradcheck(call, points, variables=layer.trainable_variables, seed=seed)


def _loss_report(loss: Loss, seed: int) -> Report:
    """Check a loss by its predictions: probabilities of four classes."""
    random = np.random.default_rng(seed)
    predictions = random.dirichlet(np.ones(4) * 2, 3)
    labels = np.array([2, 0, 3])
    truths = (np.eye(4)[labels], labels)
    error: Exception | None = None
    for truth in truths:
        try:
            return gradcheck(
                lambda p, truth=truth: loss(truth, p), [predictions], names=["y_pred"]
            )
        except LimpidError as failure:
            error = error or failure
    raise ConfigError(f"No targets are known for {type(loss).__name__}: {error}")


def _op_report(kind: type[Op], seed: int) -> Report:
    if not issubclass(kind, (Unary, Binary)) or issubclass(kind, Comparison):
        raise ConfigError(
            f"{kind.__name__} is not elementwise; check a function that uses it."
        )
    count = 1 if issubclass(kind, Unary) else 2
    op = kind()
    shapes = _shapes(op.name, count)
    return gradcheck(lambda *x: apply(op, *x), _draw(shapes, seed), seed=seed)


def _function_report(function: Callable[..., Any], seed: int) -> Report:
    name = getattr(function, "__name__", "function")
    parameters = inspect.signature(function).parameters.values()
    needed = [
        p
        for p in parameters
        if p.default is p.empty
        and p.kind in {p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD}
    ]
    shapes = _shapes(name, len(needed))
    names = [p.name for p in needed][: len(shapes)]
    try:
        return gradcheck(function, _draw(shapes, seed), names=names, seed=seed)
    except (LimpidError, TypeError, ValueError) as error:
        raise ConfigError(
            f"{name} cannot be checked on {len(shapes)} arrays of 3 by 4: {error} "
            "Write a function that calls it with inputs of its own."
        ) from error


def _shapes(name: str, count: int) -> tuple[Any, ...]:
    return OWN_INPUTS.get(name, ((3, 4),) * count)


def _draw(shapes: tuple[Any, ...], seed: int) -> list[Array]:
    """Return random arrays of the shapes; an array stands for itself."""
    random = np.random.default_rng(seed)
    return [_array(random, shape) for shape in shapes]


def _array(random: np.random.Generator, shape: Shape | Array) -> Array:
    return shape if isinstance(shape, np.ndarray) else random.uniform(LOW, HIGH, shape)


def _model_report(model: Any, seed: int) -> Report:
    """Check a saved model's outputs by its weights and inputs."""
    random = np.random.default_rng(seed)
    shapes = [(2, *(n or 3 for n in s.shape[1:])) for s in leaves(model.input_spec)]
    points = [random.uniform(LOW, HIGH, shape) for shape in shapes]
    with in_double(model):
        return gradcheck(
            lambda *x: model(list(x) if len(x) > 1 else x[0], training=False),
            points,
            variables=model.trainable_variables,
            seed=seed,
        )


__all__ = ["check", "reports"]
