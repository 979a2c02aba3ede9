from dataclasses import dataclass

from limpid.callbacks.callback import Callback, Logs


@dataclass(eq=False)
class ResetStates(Callback):
    """Let stateful layers begin anew with each epoch and each evaluation.

    A run that is resumed within an epoch goes on with its states.
    """

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:  # noqa: ARG002 - Keras's signature
        """Begin the data anew."""
        if self.loop.step == 0:
            self.model.reset_state()

    def on_test_begin(self, logs: Logs = None) -> None:  # noqa: ARG002 - Keras's signature
        """Begin other data."""
        self.model.reset_state()
