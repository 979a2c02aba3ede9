"""limpid: neural networks you can see through.

Every public name is one attribute away: the folders (`limpid.layers`), the names in
the table below (`limpid.Sequential`) and each function of `limpid.ops` (`limpid.exp`).
They are imported when first asked for, so that `limpid --help` need not wait for NumPy.
"""

from difflib import get_close_matches
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from limpid import (
        activations,
        callbacks,
        config,
        constraints,
        datasets,
        engines,
        explanations,
        graph,
        initializers,
        layers,
        linear,
        losses,
        metrics,
        models,
        neighbors,
        numbers,
        ops,
        optimizers,
        random,
        recipes,
        regularizers,
        runs,
        schedules,
        surfaces,
        utils,
    )
    from limpid.engines import compile, set_engine
    from limpid.explanations import explain
    from limpid.graph import (
        Graph,
        KerasTensor,
        Tensor,
        Variable,
        grad,
        gradients,
        no_grad,
        trace,
        value_and_grad,
    )
    from limpid.initializers import Initializer
    from limpid.layers import Layer
    from limpid.losses import Loss
    from limpid.metrics import Metric
    from limpid.models import Input, Model, Sequential, load_model, save_model
    from limpid.ops import *  # noqa: F403 - editors see every function
    from limpid.optimizers import Optimizer
    from limpid.regularizers import Regularizer

__version__: Final = "0.1.0"

__all__ = [
    "Graph",
    "Initializer",
    "Input",
    "KerasTensor",
    "Layer",
    "Loss",
    "Metric",
    "Model",
    "Optimizer",
    "Regularizer",
    "Sequential",
    "Tensor",
    "Variable",
    "activations",
    "callbacks",
    "compile",
    "config",
    "constraints",
    "datasets",
    "engines",
    "explain",
    "explanations",
    "grad",
    "gradients",
    "graph",
    "initializers",
    "layers",
    "linear",
    "load_model",
    "losses",
    "metrics",
    "models",
    "neighbors",
    "no_grad",
    "numbers",
    "ops",
    "optimizers",
    "random",
    "recipes",
    "regularizers",
    "runs",
    "save_model",
    "schedules",
    "set_engine",
    "surfaces",
    "trace",
    "utils",
    "value_and_grad",
]

_HOME: Final = {
    **dict.fromkeys(("Graph", "KerasTensor", "Tensor", "Variable"), "limpid.graph"),
    **dict.fromkeys(("grad", "gradients", "value_and_grad"), "limpid.graph"),
    **dict.fromkeys(("no_grad", "trace"), "limpid.graph"),
    **dict.fromkeys(("Input", "Model", "Sequential"), "limpid.models"),
    **dict.fromkeys(("load_model", "save_model"), "limpid.models"),
    **dict.fromkeys(("compile", "set_engine"), "limpid.engines"),
    "Initializer": "limpid.initializers",
    "Layer": "limpid.layers",
    "Loss": "limpid.losses",
    "Metric": "limpid.metrics",
    "Optimizer": "limpid.optimizers",
    "Regularizer": "limpid.regularizers",
    "explain": "limpid.explanations",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name in _HOME:
        value = getattr(import_module(_HOME[name]), name)
    elif name in _parts():
        return import_module(f"limpid.{name}")
    else:
        value = _function(name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List every public name, for completion in a notebook."""
    return sorted({*globals(), *_HOME, *_parts(), *import_module("limpid.ops").__all__})


def _parts() -> set[str]:
    modules = iter_modules(__path__)  # noqa: F405 - Python's own, not from the star
    return {module.name for module in modules if not module.name.startswith("_")}


def _function(name: str) -> Any:
    # Python itself asks for __wrapped__ and the like: no reason to load NumPy.
    if not name.startswith("_") or name.startswith("__array_"):
        ops = import_module("limpid.ops")
        if name in ops.__all__:
            return getattr(ops, name)
        if close := get_close_matches(name, __dir__(), n=1):
            raise AttributeError(
                f"limpid has no {name!r}; did you mean {close[0]!r}?", name=name
            )
    raise AttributeError(f"limpid has no {name!r}; dir(limpid) lists what it has.")
