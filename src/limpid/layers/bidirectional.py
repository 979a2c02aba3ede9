from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from limpid.errors import ConfigError, nearest
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.layers._anew import anew
from limpid.layers.layer import Layer
from limpid.layers.simple_rnn import SimpleRNN
from limpid.ops.concat import concat
from limpid.ops.flip import flip

MERGES: dict[str | None, Callable[[Tensor, Tensor], Any]] = {
    "concat": lambda a, b: concat([a, b], axis=-1),
    "sum": lambda a, b: a + b,
    "mul": lambda a, b: a * b,
    "ave": lambda a, b: (a + b) / 2,
    None: lambda a, b: (a, b),
}
# What a pair of layers must agree on.
SHARED = ("stateful", "return_sequences", "return_state")


@dataclass(eq=False, repr=False)
class Bidirectional(Layer):
    """Two recurrent layers, one along the sequence and one against it.

    Args:
        layer: The recurrent layer; its twins are walked, not itself.
        merge_mode: How their outputs join: 'concat', 'sum', 'mul', 'ave', or None for
            a pair.
        backward_layer: The one that walks from the end, where it is no twin.

    Shapes: inputs (batch, time, features); outputs as of the layer, joined in the order
        of the inputs; states, where returned, follow: forward, then backward, which is
        the order of the weights too.

    Raises:
        ConfigError: The layer is not recurrent, both walk one way, or they differ in
            what they return.

    Source: Schuster & Paliwal 1997.

    Example:
        >>> from limpid.layers import LSTM
        >>> both = Bidirectional(LSTM(8, return_sequences=True))
        >>> both.compute_output_shape((None, 5, 3))
        (None, 5, 16)
    """

    layer: Any
    merge_mode: str | None = "concat"
    backward_layer: Any = None

    supports_masking = True

    EXAMPLES = (
        ({"layer": SimpleRNN(2, name="rnn", return_sequences=True)}, (2, 4, 3)),
        ({"layer": SimpleRNN(2, name="rnn"), "merge_mode": "mul"}, (2, 4, 3)),
    )

    def check(self) -> None:
        _require_recurrent(self.layer)
        name = str(self.layer.name).removeprefix("forward_")
        self.layer = anew(self.layer, name=f"forward_{name}")
        self.forward_layer: Any = self.layer
        if self.backward_layer is None:
            twin = {"name": f"backward_{name}", "go_backwards": True}
            self.backward_layer = anew(self.layer, **twin)
        _require_recurrent(self.backward_layer)
        if self.merge_mode not in MERGES:
            hint = nearest(str(self.merge_mode), [m for m in MERGES if m])
            raise ConfigError(f"Bidirectional(merge_mode={self.merge_mode!r}): {hint}")
        _check_pair(self.forward_layer, self.backward_layer)
        for layer in (self.forward_layer, self.backward_layer):
            # Masked steps must not show what the other direction saw last.
            layer.zero_output_for_mask = layer.return_sequences

    def build(self, input_shape: Shape) -> None:
        self.forward_layer.build(input_shape)
        self.backward_layer.build(input_shape)

    def check_input(self, input_shape: Shape) -> None:
        self.forward_layer.check_input(input_shape)

    def compute_mask(self, inputs: Any, previous_mask: Any) -> Any:
        """Return the mask of the joined outputs, or of both."""
        found = self.forward_layer.compute_mask(inputs, previous_mask)
        return found if self.merge_mode else [found, found]

    def call(
        self,
        sequences: Tensor,
        initial_state: Any = None,
        mask: Tensor | None = None,
        training: bool = False,
    ) -> Any:
        """Return the joined outputs and, if asked for, the last states of both.

        Args:
            sequences: (batch, time, features).
            initial_state: Both layers' states, the forward one's first.
            mask: (batch, time); false where a step is passed over.
            training: Whether the layers train.
        """
        states = list(initial_state or [])
        half = len(states) // 2
        rest = {"mask": mask, "training": training}
        first, last = states[:half] or None, states[half:] or None
        ahead = self.forward_layer(sequences, initial_state=first, **rest)
        back = self.backward_layer(sequences, initial_state=last, **rest)
        if not self.forward_layer.return_state:
            return self._joined(ahead, back)
        joined = self._joined(ahead[0], back[0])
        parts = joined if isinstance(joined, tuple) else (joined,)
        return (*parts, *ahead[1:], *back[1:])

    def _joined(self, ahead: Tensor, back: Tensor) -> Any:
        if self.forward_layer.return_sequences:
            back = flip(back, axis=1)
        return MERGES[self.merge_mode](ahead, back)

    def get_config(self) -> dict[str, Any]:
        """Return the settings: both layers as they are made, without weights."""
        twin = anew(self.backward_layer)
        return super().get_config() | {"backward_layer": twin}


def _check_pair(ahead: Any, back: Any) -> None:
    if ahead.go_backwards == back.go_backwards:
        raise ConfigError(
            "Both layers of Bidirectional walk one way; give the forward layer "
            "go_backwards=False and the backward one True."
        )
    for name in SHARED:
        if getattr(ahead, name) != getattr(back, name):
            raise ConfigError(
                f"The layers of Bidirectional differ in {name}; make them agree."
            )


def _require_recurrent(layer: Any) -> None:
    if not isinstance(layer, Layer) or not hasattr(layer, "go_backwards"):
        raise ConfigError(
            f"Bidirectional got {layer!r}; expected a recurrent layer, such as LSTM(8)."
        )
