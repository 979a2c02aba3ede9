"""Graphs to step through: the lectures' worked examples, and small networks."""

from collections.abc import Sequence
from itertools import pairwise

import msgspec
import numpy as np

from limpid.errors import ConfigError
from limpid.explanations.problem import tenths

MAX_UNITS = 4


class Example(msgspec.Struct, frozen=True):
    """An expression with the values of its names, as one types them."""

    title: str
    expression: str
    values: dict[str, str]


def example(title: str, expression: str, values: str) -> Example:
    """Return an example, its values written as 'x=-2; W=[[1, 2], [3, 4]]'."""
    pairs = (part.partition("=") for part in values.split(";"))
    return Example(title, expression, {n.strip(): v.strip() for n, _, v in pairs})


_LAYERS_OF_3 = (
    "x=[[0.5], [-1]]; W1=[[0, 0.21], [-0.19, -0.62], [-0.32, -0.69]]; "
    "b1=[[0.1], [-0.1], [0.2]]; "
    "W2=[[0.04, 0.94, -0.34], [-0.43, 0.34, 0.25], [0.07, -0.65, -0.02]]; "
    "b2=[[0], [0.1], [-0.2]]; W3=[[0.49, -0.94, -0.32]]; b3=[[0.05]]"
)

# One step of an LSTM cell: z is the state that it left, then the input.
_LSTM = (
    "z=[[0.1], [-0.2], [0.5], [-1]]; c=[[0.3], [0.4]]; "
    "Wf=[[0.1, -0.2, 0.3, 0.05], [0.2, 0.1, -0.1, 0.15]]; bf=[[1], [1]]; "
    "Wi=[[-0.3, 0.2, 0.1, 0.1], [0.05, 0.1, 0.2, -0.2]]; "
    "Wg=[[0.4, -0.1, 0.2, 0.3], [-0.2, 0.3, 0.1, 0.05]]; "
    "Wo=[[0.1, 0.2, -0.3, 0.2], [0.3, -0.1, 0.15, 0.1]]"
)

# Numbers of the lectures' cases: xyz-graph-002, sigmoid-gate-graph,
# derivative-identities, net-2-2-1-target-half, relu-2-and-3-layer,
# three-layer-chain-rule, net-2-2-2-mazur, lstm-cell-step; the rest are our own. Vectors
# stand as columns, as in z = W x + b: no gate is spent on turning them.
EXAMPLES = (
    example("f = (x + y) z", "(x + y) * z", "x=-2; y=5; z=-4"),
    example(
        "Sigmoid of gates",
        "reciprocal(1 + exp(-1 * (w0 * x0 + w1 * x1 + w2)))",
        "w0=2; x0=-1; w1=-3; x1=-2; w2=-3",
    ),
    example(
        "Sigmoid as one gate",
        "sigmoid(w0 * x0 + w1 * x1 + w2)",
        "w0=2; x0=-1; w1=-3; x1=-2; w2=-3",
    ),
    example(
        "Add, multiply and max gates",
        "2 * (x * y + max(z, w))",
        "x=3; y=-4; z=2; w=-1",
    ),
    example("A value used twice", "x * x + x", "x=3"),
    example(
        "Derivatives of c + x, e^x, a x, 1/x",
        "(c + x) + exp(x) + a * x + 1 / x",
        "c=5; x=2; a=3",
    ),
    example(
        "Network 0.35 / 0.9, target 0.5",
        "0.5 * (t - sigmoid(w1 * sigmoid(w3 * x1 + w4 * x2)"
        " + w2 * sigmoid(w5 * x1 + w6 * x2))) ** 2",
        "t=0.5; w1=0.3; w3=0.1; x1=0.35; w4=0.8; x2=0.9; w2=0.9; w5=0.4; w6=0.6",
    ),
    example(
        "Vectors: sum of (W x)²",
        "sum((W @ x) ** 2)",
        "W=[[0.1, 0.5], [-0.3, 0.8]]; x=[[0.2], [0.4]]",
    ),
    example(
        "Vectors: two layers with ReLU",
        "sum(W2 @ relu(W1 @ x))",
        "W2=[[1, 0.5], [-1, 1]]; W1=[[1, -1], [0.5, 2]]; x=[[1], [2]]",
    ),
    example(
        "Vectors: three layers, cross-entropy",
        "-log(sum(sigmoid(W3 @ sigmoid(W2 @ sigmoid(W1 @ x + b1) + b2) + b3)))",
        _LAYERS_OF_3,
    ),
    example(
        "Vectors: network 0.05 / 0.10, two targets",
        "0.5 * sum((t - sigmoid(W2 @ sigmoid(W1 @ x + b1) + b2)) ** 2)",
        "t=[[0.01], [0.99]]; W2=[[0.4, 0.45], [0.5, 0.55]]; "
        "W1=[[0.15, 0.2], [0.25, 0.3]]; x=[[0.05], [0.1]]; "
        "b1=[[0.35], [0.35]]; b2=[[0.6], [0.6]]",
    ),
    example(
        "Vectors: LSTM cell, one step",
        "sum(sigmoid(Wo @ z) * tanh(sigmoid(Wf @ z + bf) * c"
        " + sigmoid(Wi @ z) * tanh(Wg @ z)))",
        _LSTM,
    ),
    example(
        "Vectors: softmax and cross-entropy",
        "logsumexp(s) - sum(y * s)",
        "s=[3.2, 5.1, -1.7]; y=[1, 0, 0]",
    ),
)


def network(units: Sequence[int], activation: str, seed: int) -> Example:
    """Return a dense network with half the squared error as an expression.

    Args:
        units: The inputs, then the units of each layer.
        activation: Of every layer.
        seed: Of the weights, which are tenths.

    Raises:
        ConfigError: It is too large to draw.
    """
    if not 2 <= len(units) <= 5 or not all(1 <= n <= MAX_UNITS for n in units):
        raise ConfigError(
            f"A network to draw has 1 to 4 layers of 1 to {MAX_UNITS} units; "
            f"got {'-'.join(map(str, units))}."
        )
    random = np.random.default_rng(seed)
    values, out = {"x": tenths(random, (units[0], 1), 9)}, "x"
    for layer, (before, after) in enumerate(pairwise(units), 1):
        values[f"W{layer}"] = tenths(random, (after, before), 9)
        values[f"b{layer}"] = tenths(random, (after, 1), 9)
        out = f"{activation}(W{layer} @ {out} + b{layer})"
    values["t"] = np.abs(tenths(random, (units[-1], 1), 9))
    return Example(
        f"{'-'.join(map(str, units))} network",
        f"0.5 * sum((t - {out}) ** 2)",
        {name: str(value.tolist()) for name, value in values.items()},
    )
