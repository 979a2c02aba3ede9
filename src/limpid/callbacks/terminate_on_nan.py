import math
from dataclasses import dataclass

from limpid.callbacks.callback import Callback, Logs


@dataclass(eq=False)
class TerminateOnNaN(Callback):
    """End training when the loss is no longer a finite number."""

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Stop if the loss is NaN or infinite."""
        loss = (logs or {}).get("loss")
        if loss is not None and not math.isfinite(loss):
            self.model.stop_training = True
            self.say(
                f"TerminateOnNaN ended training in epoch {self.loop.epoch + 1}, batch "
                f"{batch + 1}: the loss is {loss}."
            )
