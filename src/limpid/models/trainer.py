"""Trainer: compile, fit, evaluate, predict: what makes a layer a model."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from limpid import catalog
from limpid.engines import Compiled
from limpid.engines.compiled import KEPT_PROGRAMS
from limpid.errors import ArgumentError, ConfigError, DataError, GraphError
from limpid.graph.gradient import gradients
from limpid.graph.tensor import Tensor, no_grad, scope
from limpid.graph.tracing import placeholder, tracing
from limpid.graph.tree import leaves, map_leaves
from limpid.metrics.mean import Mean
from limpid.models.batches import as_batches
from limpid.models.checks import warn_of_activation
from limpid.models.fit_loop import fit_loop
from limpid.models.loop import Loop
from limpid.models.objectives import Objectives, output_names
from limpid.utils.unpack_x_y_sample_weight import unpack_x_y_sample_weight

if TYPE_CHECKING:
    from limpid.callbacks.history import History


class Trainer:
    """Training for anything that is a layer; Model derives from both."""

    optimizer: Any = None
    objectives: Objectives | None = None
    stop_training = False

    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: Any = None,
        loss_weights: Any = None,
        metrics: Any = None,
        weighted_metrics: Any = None,
        run_eagerly: bool = False,
        steps_per_execution: int = 1,
        jit_compile: Any = "auto",
        auto_scale_loss: bool = True,
    ) -> None:
        """Say how to train.

        Args:
            optimizer: A name or an optimizer.
            loss: A name, loss or function of (y_true, y_pred); one for each output.
            loss_weights: A factor for each output's loss.
            metrics: Names, metrics or functions; a list of them for each output.
            weighted_metrics: Likewise, but sample weights count.
            run_eagerly: Whether to run step by step, open to a debugger.
            steps_per_execution, jit_compile, auto_scale_loss: Accepted for Keras's
                sake; limpid always compiles the whole step.

        Raises:
            ConfigError: A name is unknown.
        """
        del steps_per_execution, jit_compile, auto_scale_loss
        self.optimizer = catalog.resolve("optimizers", optimizer)
        self.objectives = Objectives(
            loss, loss_weights, metrics, weighted_metrics, output_names(self)
        )
        self.compiled_with = {
            "loss": loss,
            "loss_weights": loss_weights,
            "metrics": metrics,
            "weighted_metrics": weighted_metrics,
        }
        self.run_eagerly = run_eagerly
        self.loss_tracker = Mean(name="loss")
        self.forget_compiled()
        if loss is not None:
            warn_of_activation(self, self.objectives)

    def forget_compiled(self) -> None:
        """Drop compiled steps; they are made again when needed."""
        self.__dict__.pop("_compiled", None)
        self.__dict__.pop("_outputs", None)

    def __getstate__(self) -> dict[str, Any]:
        """Return what makes a copy: compiled steps belong to one model's variables."""
        own = {"_compiled", "_outputs"}
        return {name: value for name, value in vars(self).items() if name not in own}

    @property
    def compiled_steps(self) -> dict[str, Compiled]:
        """The steps that have been needed so far, by name."""
        compiled: dict[str, Compiled] = self.__dict__.setdefault("_compiled", {})
        return compiled

    def _step(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a step, compiled unless the model runs eagerly."""
        if self.__dict__.get("run_eagerly"):
            return function
        compiled = self.compiled_steps
        if name not in compiled:
            compiled[name] = Compiled(function)
        return compiled[name]

    # The three steps: each is one graph

    def train_step(self, data: Any) -> dict[str, Any]:
        """Take one step on a batch; override for your own.

        Args:
            data: (x, y), with weights (x, y, sample_weight), without targets x alone:
                `limpid.utils.unpack_x_y_sample_weight` takes each.

        Returns the metrics' values by name.
        """
        x, y, sample_weight = unpack_x_y_sample_weight(data)
        y_pred = self(x, training=True)  # type: ignore[operator]
        loss = self.compute_loss(x, y, y_pred, sample_weight)
        weights = self.trainable_variables  # type: ignore[attr-defined]
        self.optimizer.apply(gradients(loss, weights), weights)
        self._track(loss, x)
        return self.compute_metrics(x, y, y_pred, sample_weight)

    def test_step(self, data: Any) -> dict[str, Any]:
        """Evaluate one batch; override for your own."""
        x, y, sample_weight = unpack_x_y_sample_weight(data)
        y_pred = self(x, training=False)  # type: ignore[operator]
        self._track(self.compute_loss(x, y, y_pred, sample_weight), x)
        return self.compute_metrics(x, y, y_pred, sample_weight)

    def predict_step(self, x: Any) -> Any:
        """Return the predictions for one batch; override for your own."""
        return self(x, training=False)  # type: ignore[operator]

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
    ) -> Tensor:
        """Return the data loss plus all penalties, one number."""
        del x
        with scope("loss"):
            total = self._compiled_objectives().loss(y, y_pred, sample_weight)
        for penalty in self.losses:  # type: ignore[attr-defined]
            total = penalty if total is None else total + penalty
        if total is None:
            raise ConfigError(
                "There is no loss: give compile() one, or call add_loss() in a layer."
            )
        return total  # type: ignore[no-any-return]

    def compute_metrics(
        self, x: Any, y: Any, y_pred: Any, sample_weight: Any = None
    ) -> dict[str, Any]:
        """Update the metrics with a batch and return their values by name."""
        del x
        with scope("metrics"):
            self._compiled_objectives().update_metrics(y, y_pred, sample_weight)
            return self.get_metrics_result()

    def get_metrics_result(self) -> dict[str, Any]:
        """Return the metrics' values by name."""
        return {str(m.name): m.result() for m in self.metrics}

    def _track(self, loss: Tensor, x: Any) -> None:
        """Take a batch's loss into account, weighted by its number of examples."""
        count = float(leaves(x)[0].shape[0])
        with scope("metrics"):
            self.loss_tracker.update_state(loss, sample_weight=np.float32(count))

    @property
    def metrics(self) -> list[Any]:
        """The loss and all metrics."""
        objectives = self._compiled_objectives()
        return [self.loss_tracker, *objectives.metrics]

    @property
    def metrics_names(self) -> list[str]:
        """The metrics' names, the loss first."""
        return [str(m.name) for m in self.metrics]

    def reset_metrics(self) -> None:
        """Forget all batches: a new epoch begins."""
        for metric in self.metrics:
            metric.reset_state()

    def _compiled_objectives(self) -> Objectives:
        if self.objectives is None:
            raise GraphError(
                "The model does not know how to train yet: "
                "call compile(optimizer, loss) first."
            )
        return self.objectives

    # Running them

    def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: Any = "auto",
        callbacks: Any = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: bool = True,
        class_weight: Any = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        validation_batch_size: int | None = None,
        validation_freq: int | Sequence[int] = 1,
    ) -> "History":
        """Train for a number of epochs and return the history of the metrics.

        Args:
            x: Inputs: an array, nested arrays, or an iterable of batches.
            y: Targets.
            batch_size: 32 by default.
            epochs: The number of the last epoch.
            verbose: 0 silent, 1 a progress bar, 2 a line an epoch; 'auto' chooses.
            callbacks: What to do between epochs and batches.
            validation_split: The share of the data's end to hold out.
            validation_data: (x, y) or (x, y, sample_weight), or batches, held out.
            shuffle: Whether to draw a new order each epoch.
            class_weight: The weight of each class's examples.
            sample_weight: The weight of each example.
            initial_epoch: The first epoch's number.
            steps_per_epoch: Batches an epoch, for an endless iterable.
            validation_steps: Likewise in evaluations.
            validation_batch_size: batch_size by default.
            validation_freq: Every how many epochs to evaluate, or the list of epochs.

        Ctrl-C ends training cleanly: what was learned is kept, and said.

        Raises:
            DataError, ShapeError: The data do not fit; nothing has been updated.
        """
        loop = Loop(
            self,
            epochs=epochs,
            initial_epoch=initial_epoch,
            verbose=verbose,
            callbacks=callbacks,
            validation_freq=validation_freq,
        )
        loop.take_data(
            (x, y, sample_weight),
            batch_size=batch_size,
            shuffle=shuffle,
            steps=steps_per_epoch,
            class_weight=class_weight,
        )
        loop.take_validation(
            validation_data,
            validation_split,
            batch_size=validation_batch_size or batch_size,
            steps=validation_steps,
        )
        return fit_loop(loop)

    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        verbose: Any = "auto",
        sample_weight: Any = None,
        steps: int | None = None,
        callbacks: Any = None,
        return_dict: bool = False,
    ) -> Any:
        """Return loss and metrics on data, without training.

        One number if there is only the loss, else a list in the order of
        `metrics_names`, or with return_dict a dictionary.
        """
        batches = as_batches(x, y, sample_weight, batch_size=batch_size, steps=steps)
        loop = Loop(self, verbose=verbose, callbacks=callbacks)
        with loop.cleanup:
            return _logs_or_list(loop.evaluate(batches), return_dict)

    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: Any = "auto",
        steps: int | None = None,
        callbacks: Any = None,
    ) -> Any:
        """Return the predictions for the inputs as NumPy arrays."""
        del verbose, callbacks
        batches = as_batches(x, batch_size=batch_size, steps=steps)
        parts = [self.predict_on_batch(inputs) for inputs, _, _ in batches.epoch(0)]
        if not parts:
            raise DataError("The data to predict hold no batch; give at least one.")
        if len(parts) == 1:
            return parts[0]
        arrays = zip(*(leaves(part) for part in parts), strict=True)
        joined = iter([np.concatenate(group) for group in arrays])
        return map_leaves(lambda _: next(joined), parts[0])

    def train_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        class_weight: Any = None,
        return_dict: bool = False,
    ) -> Any:
        """Take one training step on a batch and return loss and metrics."""
        loop = Loop(self, verbose=0)
        loop.take_data((x, y, sample_weight), class_weight=class_weight, whole=True)
        [batch] = loop.batches.epoch(0)
        return _logs_or_list(loop.train_batch(batch), return_dict)

    def test_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        return_dict: bool = False,
    ) -> Any:
        """Evaluate one batch and return loss and metrics."""
        loop = Loop(self, verbose=0)
        loop.take_data((x, y, sample_weight), whole=True)
        [batch] = loop.batches.epoch(0)
        return _logs_or_list(loop.test_batch(batch, loop.batches), return_dict)

    def predict_on_batch(self, x: Any) -> Any:
        """Return the predictions for one batch."""
        if x is None:
            raise ArgumentError("x is None; expected one batch: an array, or several.")
        step = self._step("predict", self.predict_step)
        if isinstance(step, Compiled):
            return step.arrays(x)
        with no_grad():
            return map_leaves(lambda t: t.numpy(), step(x))

    # Looking and keeping

    def summary(
        self, line_length: int | None = None, print_fn: Any = None, **settings: Any
    ) -> None:
        """Print a table of the layers with their shapes and parameters."""
        from limpid.models.summary import summarize

        del settings
        (print_fn or print)(summarize(self, line_length))

    def _repr_html_(self) -> str:
        """Show the summary in a notebook."""
        from limpid.models.summary import summarize_html

        return summarize_html(self)

    def worked(
        self,
        x: Any,
        y: Any,
        *,
        style: str = "scalar",
        format: str = "text",
        digits: int = 6,
    ) -> str:
        """Return one training step on x and y as the textbooks write it.

        See `limpid.explanations.worked`; the model itself stays as it is.
        """
        from limpid.explanations.worked import worked

        return worked(self, x, y, style=style, format=format, digits=digits)

    def save(self, filepath: Any, overwrite: bool = True) -> None:
        """Write architecture, weights and training state to one safetensors file."""
        from limpid.models.saving import save_model

        save_model(self, filepath, overwrite=overwrite)

    def save_weights(self, filepath: Any, overwrite: bool = True) -> None:
        """Write the weights to one safetensors file."""
        from limpid.models.saving import save_weights

        save_weights(self, filepath, overwrite=overwrite)

    def load_weights(self, filepath: Any) -> None:
        """Take up the weights that `save_weights` wrote for an equal model."""
        from limpid.models.saving import load_weights

        load_weights(self, filepath)

    def output_shapes(self, x: Any) -> Any:
        """Return symbolic outputs for inputs like x, building the model if needed."""
        form = tuple((a.shape, a.dtype) for a in leaves(x))
        known: OrderedDict[Any, Any] = self.__dict__.setdefault(
            "_outputs", OrderedDict()
        )
        if form not in known:
            symbols = map_leaves(lambda a: placeholder(a.shape, a.dtype), x)
            with tracing():
                known[form] = self(symbols, training=False)  # type: ignore[operator]
            if len(known) > KEPT_PROGRAMS:
                known.popitem(last=False)
        return known[form]


def _logs_or_list(logs: dict[str, float], as_dict: bool) -> Any:
    values = list(logs.values())
    return logs if as_dict else values[0] if len(values) == 1 else values
