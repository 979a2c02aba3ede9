"""A network that learns while callbacks of the library watch its validation curve."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.callbacks import EarlyStopping, ReduceLROnPlateau
from limpid.layers import Dropout
from limpid.studio.screens._overfitting_problem import Problem, network
from limpid.studio.screens._overfitting_state import Learned, Spread
from limpid.studio.training import Training
from limpid.studio.units import Units

Array = NDArray[Any]

NEVER = 10**9
FACTOR = 0.5
MAX_DRAWN = 600
# Weights smaller than this do next to nothing.
TINY = 0.01
BINS = 40


class Told:
    """What callbacks say, kept."""

    def __init__(self) -> None:
        """Nothing has been said."""
        self.texts: list[str] = []

    def emit(self, notice: Any) -> None:
        """Keep a notice's text."""
        self.texts.append(notice.text)


class Learner:
    """One network, its training and its curves, epoch by epoch."""

    def __init__(self, settings: Any, units: int, problem: Problem) -> None:
        """Build it, untrained."""
        self.settings, self.units, self.problem = settings, units, problem
        self.model, seed = network(settings, units)
        self.training = Training(
            self.model, problem.x, problem.y, settings.batch_size, seed
        )
        self.looks = Units(self.model)
        self.history: list[list[float]] = []
        self.stopped: int | None = None
        self.told = Told()
        self.first = self.kernels()
        self.callbacks = self._callbacks()
        for callback in self.callbacks:
            callback.loop = self.told
            callback.set_model(self.model)
            callback.on_train_begin()

    def _callbacks(self) -> list[Any]:
        settings = self.settings
        monitor = f"val_{settings.monitor}"
        stops = settings.reaction == "stop"
        common = {"monitor": monitor, "min_delta": settings.min_delta}
        watch = EarlyStopping(
            patience=settings.patience if stops else NEVER,
            restore_best_weights=True,
            **common,
        )
        if settings.reaction != "lower_rate":
            return [watch]
        lower = ReduceLROnPlateau(factor=FACTOR, patience=settings.patience, **common)
        return [watch, lower]

    def advance_to(self, epoch: int) -> None:
        """Train until so many epochs have gone by, or it has stopped."""
        while self.training.epoch < epoch and self.stopped is None:
            self.training.advance_to(self.training.step + self.training.steps_per_epoch)
            self._watch()

    def _watch(self) -> None:
        losses, accuracies = zip(
            *(self.judged(part) for part in ("train", "val")), strict=True
        )
        rate = float(self.model.optimizer.current_rate())
        epoch = self.training.epoch
        row = [epoch, *losses, *(np.nan if a is None else a for a in accuracies), rate]
        self.history.append(row)
        logs = {"loss": losses[0], "val_loss": losses[1]}
        if accuracies[1] is not None:
            logs |= {"accuracy": accuracies[0], "val_accuracy": accuracies[1]}
        self.model.stop_training = False
        for callback in self.callbacks:
            callback.on_epoch_end(epoch - 1, dict(logs))
        if self.model.stop_training:
            self.stopped = epoch
            self.callbacks[0].on_train_end()

    def judged(self, part: str) -> tuple[float, float | None]:
        """Return loss and accuracy on 'train' or 'val'."""
        problem = self.problem
        x, y = (
            (problem.x, problem.y)
            if part == "train"
            else (problem.val_x, problem.val_y)
        )
        loss, outputs = self.looks.judge(x, y)
        if self.settings.data == "wave":
            return loss, None
        return loss, float(np.mean((outputs > 0.5) == (y > 0.5)))

    def restore_best(self) -> None:
        """Take the weights of the best epoch so far."""
        watch = self.callbacks[0]
        if watch.best_weights is not None:
            watch.on_train_end()

    def kernels(self) -> list[Array]:
        """Return the weights, layer by layer."""
        return [kernel for kernel, _ in self.looks.weights()]

    def masks(self) -> list[Array]:
        """Return which units the next step keeps for its first example."""
        size, found = min(self.settings.batch_size, len(self.problem.x)), []
        for layer in self.model.layers:
            if isinstance(layer, Dropout):
                state = layer.seed_generator.state
                kept = state.numpy()
                ones = np.ones((size, self.units), np.float32)
                passed = np.asarray(layer(ones, training=True))
                state.set(kept)
                found.append((passed[0] > 0).astype(np.uint8))
        return found

    def capture(self) -> Any:
        """Return all that training changes."""
        states = [callback.get_state() for callback in self.callbacks]
        curves = list(self.history), self.stopped, list(self.told.texts)
        return self.training.capture(), states, curves

    def restore(self, kept: Any) -> None:
        """Come back to where `capture` was called."""
        training, states, (history, self.stopped, texts) = kept
        self.training.restore(training)
        for callback, state in zip(self.callbacks, states, strict=True):
            callback.set_state(state)
        self.history, self.told.texts = list(history), list(texts)

    def learned(self, smoothing: float, curve_x: Array | None) -> Learned:
        """Return what the page shows of it."""
        history = np.array(self.history, np.float64).reshape(-1, 6)
        drawn = _thinned(len(history))
        (train, val), accuracies = self._now()
        watch = self.callbacks[0]
        best = None if watch.best is None else watch.best_epoch + 1
        curve = None
        if curve_x is not None:
            curve = self.looks.outputs(curve_x)[-1][:, 0]
        return Learned(
            units=self.units,
            parameters=self.model.count_params(),
            train_loss=train,
            val_loss=val,
            train_accuracy=accuracies[0],
            val_accuracy=accuracies[1],
            history=history[drawn],
            smooth=smoothed(history[drawn], smoothing),
            best=best,
            best_loss=_first_best(history[:, 2], np.argmin),
            best_accuracy=_first_best(history[:, 4], np.argmax),
            waits=0 if best is None else len(history) - best,
            stopped=self.stopped,
            restored=self.has_best(),
            says=self.told.texts[-3:],
            curve=curve,
        )

    def _now(self) -> tuple[Any, Any]:
        parts = [self.judged(part) for part in ("train", "val")]
        return tuple(zip(*parts, strict=True))  # type: ignore[return-value]

    def has_best(self) -> bool:
        """Tell whether its weights are those of the best epoch."""
        best = self.callbacks[0].best_weights
        return best is not None and all(
            np.array_equal(a, b)
            for a, b in zip(best, self.model.get_weights(), strict=True)
        )


def smoothed(history: Array, weight: float) -> Array:
    """Return exponential means of the curves, as TensorBoard draws them.

    Source: TensorBoard's scalar charts: means that start at 0 and are divided by the
    share of weight given so far.
    """
    result, mean = history.copy(), np.zeros(history.shape[1])
    for row in range(len(history)):
        # A course that diverged ends in infinity.
        with np.errstate(invalid="ignore"):
            mean = weight * mean + (1 - weight) * history[row]
        result[row, 1:] = mean[1:] / (1 - weight ** (row + 1))
    return result


def largest(kernels: list[Array]) -> float:
    """Return the largest size of a finite weight."""
    weights = np.concatenate([kernel.ravel() for kernel in kernels])
    return float(np.max(np.abs(weights), where=np.isfinite(weights), initial=1e-9))


def spread(kernels: list[Array], reach: float) -> Spread:
    """Return how weights are spread between -reach and reach."""
    weights = np.concatenate([kernel.ravel() for kernel in kernels]).astype(np.float64)
    counts, edges = np.histogram(weights, BINS, (-reach, reach))
    return Spread(
        counts=counts.astype(np.int32),
        edges=edges,
        sum_abs=float(np.abs(weights).sum()),
        sum_squares=float(np.sum(weights**2)),
        tiny=float(np.mean(np.abs(weights) < TINY)),
    )


def _thinned(count: int) -> Array:
    found = np.linspace(0, count - 1, min(count, MAX_DRAWN)).round()
    return np.asarray(found, np.int64)


def _first_best(column: Array, which: Any) -> int | None:
    if not len(column) or not np.isfinite(column).all():
        return None
    return int(which(column)) + 1
