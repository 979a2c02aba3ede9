"""The model of computation: tensors, operations, gradients, graphs.

It names no layer and no engine; everything else in limpid stands on it.
"""

from limpid.graph.deferred import KerasTensor
from limpid.graph.dtypes import floatx, set_floatx
from limpid.graph.gradient import backward, grad, gradients, value_and_grad
from limpid.graph.op import Binary, Comparison, Op, Unary
from limpid.graph.tensor import Tensor, apply, no_grad, scope
from limpid.graph.tracing import Graph, placeholder, trace
from limpid.graph.variable import Variable

__all__ = [
    "Binary",
    "Comparison",
    "Graph",
    "KerasTensor",
    "Op",
    "Tensor",
    "Unary",
    "Variable",
    "apply",
    "backward",
    "floatx",
    "grad",
    "gradients",
    "no_grad",
    "placeholder",
    "scope",
    "set_floatx",
    "trace",
    "value_and_grad",
]
