"""What the units of a Sequential network of Dense layers do, layer by layer."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.engines import Compiled
from limpid.graph.gradient import gradients
from limpid.layers.dense import Dense

Array = NDArray[Any]


class Units:
    """Looks into a compiled Sequential model; each look is one call of a program."""

    def __init__(self, model: Any) -> None:
        """Find the Dense layers; nothing is compiled before it is needed."""
        self.model = model
        self.layers = [layer for layer in model.layers if isinstance(layer, Dense)]
        self._outputs = Compiled(self._forward)
        self._gradients = Compiled(self._backward)
        self._judgement = Compiled(self._judge)

    def outputs(self, x: Array) -> list[Array]:
        """Return what each Dense layer passes on, (examples, units) each."""
        return [np.asarray(y) for y in self._outputs(x)]

    def weights(self) -> list[tuple[Array, Array]]:
        """Return each layer's kernel and bias."""
        return [(layer.kernel.numpy(), _bias(layer)) for layer in self.layers]

    def gradients(self, x: Array, y: Array) -> list[tuple[Array, Array]]:
        """Return the derivatives of the loss on these examples by the weights."""
        found = [np.asarray(g) for g in self._gradients(x, y)]
        biases = (layer.bias is not None for layer in self.layers)
        return [
            (found.pop(0), found.pop(0) if has else np.zeros(layer.units, np.float32))
            for layer, has in zip(self.layers, biases, strict=True)
        ]

    def judge(self, x: Array, y: Array) -> tuple[float, Array]:
        """Return the loss on these examples, and the outputs."""
        loss, outputs = self._judgement(x, y)
        return float(np.asarray(loss)), np.asarray(outputs)

    def _judge(self, x: Any, y: Any) -> tuple[Any, Any]:
        outputs = self.model(x, training=False)
        return self.model.compute_loss(x, y, outputs), outputs

    def _forward(self, x: Any) -> list[Any]:
        passed = []
        for layer in self.model.layers:
            x = layer(x, training=False)
            if isinstance(layer, Dense):
                passed.append(x)
        return passed

    def _backward(self, x: Any, y: Any) -> list[Any]:
        loss = self.model.compute_loss(x, y, self.model(x, training=False))
        pairs = ((layer.kernel, layer.bias) for layer in self.layers)
        return list(
            gradients(loss, [v for pair in pairs for v in pair if v is not None])
        )


def _bias(layer: Dense) -> Array:
    """Return a layer's bias; zeros where it has none."""
    if layer.bias is None:
        return np.zeros(layer.units, np.float32)
    return layer.bias.numpy()
