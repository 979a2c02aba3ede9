"""Descent: difference quotients, gradient steps, optimizers, batch normalization."""

from typing import Any

from limpid.graph.gradient import gradients
from limpid.graph.tensor import Tensor
from limpid.graph.variable import Variable
from limpid.layers.batch_normalization import BatchNormalization
from limpid.numbers.exact import exact, rate
from limpid.ops import mean, sqrt, var
from limpid.optimizers.adam import Adam
from limpid.optimizers.optimizer import Optimizer
from limpid.optimizers.sgd import SGD

Values = dict[str, Any]


def finite_difference(given: Values) -> Values:
    """Approach the slope of a cube by difference quotients."""
    x = exact(given["x"])

    def forward(h: float) -> Tensor:
        return ((x + h) ** 3 - x**3) / h

    def central(h: float) -> Tensor:
        return ((x + h) ** 3 - (x - h) ** 3) / (2 * h)

    return {
        "forward": [forward(h) for h in given["h"]],
        "central": [central(h) for h in given["h"]],
    }


def gd_on_parabola(given: Values) -> Values:
    """Descend a parabola at five rates."""
    return {"trajectories": {str(r): _descent(given, r) for r in given["r"]}}


def _descent(given: Values, step_size: float) -> list[float]:
    x = Variable(exact(given["x0"]), dtype="float64")
    optimizer = SGD(rate(step_size))
    path = [x.item()]
    for _ in range(given["steps"]):
        loss = (x.value - given["a"]) ** 2
        optimizer.apply([gradients(loss, x)], [x])
        path.append(x.item())
    return path


def optimiser_three_steps(given: Values) -> Values:
    """Take three steps with each optimizer."""
    lr, momentum = rate(given["lr"]), given["momentum"]
    adam = given["adam"]
    optimizers: dict[str, Optimizer] = {
        "sgd": SGD(lr),
        "momentum": SGD(lr, momentum=momentum),
        "nesterov": SGD(lr, momentum=momentum, nesterov=True),
        # RMSprop is not compared: Keras's form, ours, has epsilon inside the root.
        "adam": Adam(lr, beta_1=adam["beta1"], beta_2=adam["beta2"]),
    }
    return {name: _three_steps(given, o) for name, o in optimizers.items()}


def _three_steps(given: Values, optimizer: Optimizer) -> list[float]:
    theta = Variable(exact(given["theta0"]), dtype="float64")
    path = []
    for step, gradient in enumerate(given["gradients"], 1):
        if isinstance(optimizer, Adam):
            # Ours is the paper's "epsilon hat", the table's its epsilon.
            unbiased = (1 - optimizer.beta_2**step) ** 0.5
            optimizer.epsilon = given["adam"]["eps"] * unbiased
        optimizer.apply([exact(gradient)], [theta])
        path.append(theta.item())
    return path


def batchnorm_step(given: Values) -> Values:
    """Normalize a batch and carry a gradient back through it."""
    x = exact(given["x"])
    layer = BatchNormalization(epsilon=given["eps"], dtype="float64")
    layer(x)
    weights = layer.trainable_variables
    layer.set_weights([given["gamma"], given["beta"], [0.0] * 2, [1.0] * 2])
    y = layer(x, training=True)
    upstream = exact(given["upstream"])
    by_x, by_gamma, by_beta = gradients(y, [x, *weights], [upstream])
    center, spread = mean(x, axis=0), var(x, axis=0)
    return {
        "mean": center,
        "var": spread,
        "xhat": (x - center) / sqrt(spread + given["eps"]),
        "y": y,
        "grad_x": by_x,
        "grad_gamma": by_gamma,
        "grad_beta": by_beta,
    }


def batches_per_epoch(given: Values) -> Values:
    """Cut a million examples into batches."""
    count = given["n"]
    return {
        "updates_per_epoch": [-(-count // size) for size in given["batch"]],
        "last_batch": [(count - 1) % size + 1 for size in given["batch"]],
    }
