"""LeNet on your digit: draw one, and see every map of every layer answer."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.errors import ConfigError
from limpid.explanations import occlusion, strongest_patches
from limpid.studio.screen import Derivation, action
from limpid.studio.screens import _lenet_derivations as derivations
from limpid.studio.screens import _lenet_drawings as drawings
from limpid.studio.screens import _lenet_view as parts
from limpid.studio.screens._lenet_code import program
from limpid.studio.screens._lenet_data import (
    centered,
    drawn,
    problem_of,
    trouble_with,
)
from limpid.studio.screens._lenet_judgement import Judgement
from limpid.studio.screens._lenet_network import Network, build, of_run, usable_runs
from limpid.studio.screens._lenet_state import (
    Kept,
    LeNetState,
    LeNetView,
    Lesson,
    Strongest,
    Traced,
)
from limpid.studio.screens._lenet_trace import place_of, trace
from limpid.studio.trained_screen import TrainedScreen
from limpid.studio.training import Training

Array = NDArray[Any]

NUM_SHOWN, NUM_PATCHES = 20, 9
COVER_STRIDE = 2
MAX_UNDO = 20
SETS = {"digits": "digits28", "mnist": "mnist"}


class LeNet(TrainedScreen):
    """LeNet learns digits and looks at yours.

    Args:
        model: A compiled Sequential model of your own that takes pictures like those of
            the data; by default the state says which.
        state: The settings.
    """

    title = "LeNet on your digit"
    summary = "Draw a digit; every map of every layer answers each stroke."
    State = LeNetState
    View = LeNetView
    live = frozenset({
        "learning_rate", "epochs", "strokes", "pen", "example", "probe", "chosen",
        "covering", "strongest", "alone",
    })  # fmt: skip
    unrecorded = frozenset({"kept"})

    def __init__(self, model: Any = None, state: Any = None) -> None:
        """Load the pictures and build the network."""
        super().__init__(state)
        settings = self.state
        self.given = model
        self.runs = usable_runs()
        if model is None and settings.run:
            model = of_run(settings.run, self.runs)
            self.problem = problem_of(self.runs[settings.run])
        else:
            self.problem = problem_of(SETS[settings.data])
        problem = self.problem
        self.model, shuffle_seed = build(settings, problem, model)
        self.network = Network(self.model)
        size = settings.batch_size
        self.begin(Training(self.model, problem.x, problem.y, size, shuffle_seed))
        self.lessons: list[Lesson] = []
        self.undo: list[Any] = []
        self.judgement = Judgement(self.network, problem)
        self._look()

    def remade(self, state: Any) -> "LeNet":
        """Return it as it starts in another state, with the same model."""
        return LeNet(self.given, state)

    # Time

    def advance_to(self, position: int) -> None:
        if position > self.position:
            # A lesson can be taken back only while nothing has come after it.
            self.undo.clear()
        super().advance_to(position)

    def train_to(self, position: int) -> None:
        if position > self.position:
            self.judgement.forget()
        super().train_to(position)

    def last_position(self) -> int | None:
        return self.end_of(self.state.epochs)

    def stop_reason(self) -> str | None:
        if not np.isfinite(self.judgement.of()[0]).all():
            return "Stopped: the loss is no finite number; rewind, lower the rate."
        if self.training.epoch == self.state.epochs and not self.training.batch:
            count = self.training.epoch
            return f"Stopped: {count:,} epoch{'s' * (count > 1)}."
        return None

    def capture(self) -> Any:
        kept = list(self.history), self.next_row, list(self.lessons), list(self.undo)
        return self.training.capture(), kept

    def restore(self, kept: Any) -> None:
        training, (history, self.next_row, lessons, undo) = kept
        self.training.restore(training)
        self.history, self.lessons, self.undo = list(history), list(lessons), list(undo)
        self.judgement.forget()

    def retune(self, state: Any) -> None:
        before, self.state = self.state, state
        try:
            self._look()
        except ConfigError:
            self.state = before
            self._look()
            raise
        if state.learning_rate != before.learning_rate:
            self.model.optimizer.learning_rate = state.learning_rate

    # Actions

    @action()
    def load_weights(self, file: str) -> None:
        """Give the network the weights of a safetensors file, sent in base64."""
        super().load_weights(file)
        self.judgement.forget()
        # A lesson before cannot be taken back any more.
        self.undo.clear()

    @action()
    def learn(self, label: int) -> None:
        """Take one step of training on the picture shown, as of this class."""
        if not 0 <= label < len(self.problem.classes):
            raise ConfigError(f"There is no class {label}.")
        if self.found is None and self.state.example is None:
            raise ConfigError("Nothing is drawn yet, so there is nothing to learn.")
        before = float(self._probabilities()[label]), self.judgement.accuracy()
        self.undo = [*self.undo, self.capture()][-MAX_UNDO:]
        others = self._others()
        self.model.train_on_batch(*self._lesson(label, others))
        self.judgement.forget()
        after = float(self._probabilities()[label]), self.judgement.accuracy()
        numbers = before[0], after[0], before[1], after[1]
        lesson = Lesson(label, self.clock(), *numbers, others)
        self.lessons = [*self.lessons, lesson]

    def _lesson(self, label: int, others: list[int]) -> tuple[Array, Array]:
        """Return a batch of copies of the picture shown and of other pictures."""
        p = self.problem
        copies = np.repeat(self.picture, self.state.batch_size - len(others), axis=0)
        labels = np.full(len(copies), label, np.int64)
        return np.concatenate([copies, p.x[others]]), np.append(labels, p.y[others])

    def _others(self) -> list[int]:
        """Return the numbers of the pictures that keep a lesson company."""
        count = 0 if self.state.alone else self.state.batch_size // 2
        seed = [self.state.seed, self.position, len(self.lessons)]
        rows = np.random.default_rng(seed).integers(0, len(self.problem.x), count)
        return [int(row) for row in rows]

    @action()
    def unlearn(self) -> None:
        """Take the last step on the picture back, while nothing has come after it."""
        if not self.undo:
            raise ConfigError(
                "There is no step on the picture to take back here; rewind to an "
                "earlier moment instead."
            )
        self.restore(self.undo[-1])

    @action(changes=False)
    def look_at(self, layer: int, feature: int, row: int, column: int) -> Traced:
        """Take a unit apart without choosing it."""
        outputs, _ = self._outputs()
        return trace(self.network, self.picture, outputs, (layer, feature, row, column))

    @action(changes=False)
    def read_drawings(self, text: str) -> list[Kept]:
        """Return the drawings in a file that this screen saved, to be taken."""
        return drawings.read_drawings(text)

    def code(self) -> str:
        return program(self.state, self.problem, self.training.epoch, self.lessons)

    # The picture

    def _look(self) -> None:
        """Take the drawing, or a test picture, as the network's input."""
        settings, problem = self.state, self.problem
        if settings.example is not None and settings.example >= len(problem.x_test):
            raise ConfigError(
                f"There is no test picture {settings.example}; there are "
                f"{len(problem.x_test):,}, from 0 on."
            )
        if settings.chosen is not None and settings.chosen >= len(problem.classes):
            raise ConfigError(f"There is no class {settings.chosen}.")
        self.drawing = drawn(settings.strokes, settings.pen)
        self.found = centered(self.drawing, problem)
        self.picture = self._input()
        # Refuses what cannot be drawn.
        drawings.pictures(settings.kept, problem)
        # A probe is only known to be right once the network has seen the picture.
        place_of(self.network, self._outputs()[0], self._probe())

    def _probe(self) -> tuple[int, int, int, int]:
        if self.state.probe is not None:
            found: tuple[int, int, int, int] = self.state.probe
            return found
        shape = self._outputs()[0][self.network.shown[0]].shape[1:]
        row, column = (n // 2 for n in shape[:2]) if len(shape) == 3 else (0, 0)
        return 0, 0, row, column

    def _input(self) -> Array:
        """Return the picture that enters the network, (1, side, side, 1)."""
        side = self.problem.side
        if self.state.example is not None:
            return np.asarray(self.problem.x_test[[self.state.example]])
        if self.found is None:
            return np.zeros((1, side, side, 1), np.float32)
        return self.found.picture.astype(np.float32)[None, :, :, None]

    # What is known of the network as it is

    def _outputs(self) -> tuple[list[Array], Array]:
        """Return what every layer makes of the picture, and the class scores."""
        return self.network.outputs(self.picture)

    def _probabilities(self) -> Array:
        return np.asarray(self._outputs()[0][-1][0])

    def row(self) -> list[float]:
        at = self.training.epoch + self.training.batch / self.training.steps_per_epoch
        return [at, *self.judgement.figures()]

    # What it shows

    def show(self) -> LeNetView:
        outputs, scores = self._outputs()
        probabilities, chosen = outputs[-1][0], self._chosen(scores[0])
        falls, (losses, judged) = self._falls(chosen), self.judgement.of()
        labels = self.judgement.part("test")[1]
        worst = parts.worst(losses, judged, labels)
        example = self.state.example
        return LeNetView(
            classes=self.problem.classes,
            runs=list(self.runs),
            sheet=parts.sheet(self.found, self.problem),
            picture=parts.inked(self.picture[..., 0]),
            trouble=self._trouble(),
            label=None if example is None else int(self.problem.y_test[example]),
            layers=[
                parts.layer_view(self.network, n, outputs[n][0])
                for n in self.network.shown
            ],
            scores=scores[0],
            powers=np.exp(scores[0] - scores[0].max()),
            probabilities=probabilities,
            chosen=chosen,
            saliency=parts.signed(self.network.saliency(self.picture, chosen)[None]),
            occlusion=parts.signed(falls[None]),
            largest_fall=float(falls.max()),
            traced=self._traced(outputs),
            test_loss=float(losses.mean()),
            test_accuracy=self.judgement.accuracy(),
            judged=len(labels),
            examples=len(self.problem.x_test),
            confusion=parts.confusion(labels, judged),
            gallery=parts.gallery(self.problem, judged, list(range(NUM_SHOWN))),
            mistakes=parts.gallery(self.problem, judged, worst),
            collection=self.judgement.own(self.state.kept),
            history=np.array([*self.history, self.row()], np.float32),
            lessons=self.lessons,
            can_undo=bool(self.undo),
            parameters=self.model.count_params(),
        )

    def _chosen(self, scores: Array) -> int:
        asked: int | None = self.state.chosen
        return int(np.argmax(scores)) if asked is None else asked

    def _trouble(self) -> str | None:
        if self.state.example is not None:
            return None
        return trouble_with(self.drawing, self.found, self.state.pen)

    def _falls(self, chosen: int) -> Array:
        size = self.state.covering
        return occlusion(
            self.model, self.picture[0], chosen, size=size, stride=COVER_STRIDE
        )

    def _traced(self, outputs: list[Array]) -> Traced:
        traced = trace(self.network, self.picture, outputs, self._probe())
        number = self.network.shown[traced.layer]
        if not self.state.strongest or outputs[number].ndim != 4:
            return traced
        x = self.judgement.part("test")[0]
        found = strongest_patches(
            self.model, number, traced.feature, x, NUM_PATCHES,
            outputs=self.network.deep(x, number),
        )  # fmt: skip
        traced.strongest = Strongest(
            pixels=parts.inked(np.stack([p.pixels[..., 0] for p in found])),
            values=[p.value for p in found],
            examples=[p.example for p in found],
        )
        return traced

    def derive(self, number: str) -> Derivation:
        kind, *rest = number.split("/")
        place = tuple(int(n) for n in rest if n.isdecimal())
        outputs, scores = self._outputs()
        chosen = self._chosen(scores[0])
        name = self.problem.classes[chosen]
        side = self.problem.side
        if kind == "unit" and len(place) == len(rest) == 4:
            probe = (place[0], place[1], place[2], place[3])
            _, index = place_of(self.network, outputs, probe)
            traced = trace(self.network, self.picture, outputs, probe)
            return derivations.unit(
                self.network, self.picture, traced, index, name, chosen
            )
        if kind == "probability" and len(place) == 1 and place[0] < len(scores[0]):
            shown = float(outputs[-1][0][place[0]])
            names = self.problem.classes
            return derivations.probability(names, scores[0], place[0], shown)
        if kind == "pixel" and len(place) == 2 and max(place) < side:
            return derivations.pixel(self.model, self.picture, *place, name, chosen)
        if kind == "fall" and len(place) == 2 and COVER_STRIDE * max(place) < side:
            fall, before = self._falls(chosen)[place], outputs[-1][0][chosen]
            row, column = (COVER_STRIDE * n + COVER_STRIDE // 2 + 1 for n in place)
            where = f"row {row}, column {column}"
            return derivations.covering(name, float(before), float(fall), where)
        if number == "loss/test":
            losses = self.judgement.of()[0]
            return derivations.loss(float(losses.mean()), len(losses))
        return super().derive(number)

    def derivable(self) -> list[str]:
        names = [f"probability/{k}" for k in range(len(self.problem.classes))]
        probe = "/".join(map(str, self._probe()))
        return [*names, "loss/test", f"unit/{probe}"]
