"""A run from its recipe to its result, interrupted or not."""

import json
from dataclasses import replace

import numpy as np
import pytest

from limpid.callbacks import Callback
from limpid.errors import ConfigError, LimpidFileError
from limpid.models import load_model
from limpid.recipes import find
from limpid.runs import complete, create_run, fit, recipe_of, start
from limpid.runs.complete import reaches
from limpid.runs.weight_listener import WeightListener

TINY = find("xor").changed({"epochs": 6})


class Interruption(Callback):
    """Presses Ctrl-C after some epochs."""

    def on_epoch_end(self, epoch, logs=None):
        if epoch == 2:
            raise KeyboardInterrupt


def trained(recipe, directory, seed=3):
    training = start(recipe, seed)
    return fit(training, directory, verbose=0), training


def weights(directory):
    """Return the bytes of every weight; the layers' names count up in a process."""
    return [w.tobytes() for w in load_model(directory.model_file).get_weights()]


def spreads(directory):
    """Return the epochs and spreads written down, in the order of the layers."""
    lines = map(json.loads, directory.weights_file.read_text().splitlines())
    return [(line["epoch"], [*line["weights"].values()]) for line in lines]


def test_run_leaves_config_metrics_model_result_and_report(finished):
    training, directory = finished
    files = {path.name for path in directory.path.iterdir() if path.name[0] != "."}
    assert files == {
        "config.json", "metrics.jsonl", "weights.jsonl", "model.safetensors",
        "best.safetensors", "result.json", "report.html",
    }  # fmt: skip
    assert directory.is_finished
    config = directory.config()
    assert recipe_of(config).settings() == training.recipe.settings()
    assert config.seed == 1
    assert config.data.origin == "package"


def test_saved_model_gives_the_same_figures(finished):
    training, directory = finished
    inputs = training.inputs(training.test)
    saved = load_model(directory.model_file).predict(inputs, verbose=0)
    assert np.array_equal(saved, training.model.predict(inputs, verbose=0))
    errors = int((saved.argmax(-1) != training.test[1]).sum())
    assert directory.result().figures["test_errors"] == errors


def test_metrics_have_a_line_for_each_epoch(finished):
    lines = finished[1].metrics()
    assert [line["epoch"] for line in lines] == [1, 2]
    assert {"loss", "accuracy", "val_loss", "val_accuracy", "seconds"} < lines[0].keys()


def test_best_model_is_the_one_with_the_least_validation_loss(finished):
    training, directory = finished
    best = load_model(directory.best_file)
    held = int(len(training.train[0]) * training.recipe.validation)
    x, y = training.inputs(training.train), training.targets(training.train)
    loss = best.evaluate(x[-held:], y[-held:], verbose=0)[0]
    least = min(line["val_loss"] for line in directory.metrics())
    assert loss == pytest.approx(least, rel=1e-5)


def test_test_examples_are_never_trained_on(finished):
    training, _ = finished
    train = {x.tobytes() for x in training.train[0]}
    assert not any(x.tobytes() in train for x in training.test[0])


def test_same_seed_gives_the_same_bits(tmp_path):
    runs = [create_run(tmp_path, "xor", name) for name in "ab"]
    for directory in runs:
        assert trained(TINY, directory)[0]
    assert weights(runs[0]) == weights(runs[1])


def test_other_seed_gives_other_weights(tmp_path):
    runs = [create_run(tmp_path, "xor", name) for name in "ab"]
    for seed, directory in enumerate(runs):
        trained(TINY, directory, seed)
    assert weights(runs[0]) != weights(runs[1])


def test_interrupted_run_goes_on_bit_for_bit(tmp_path):
    whole, broken = (create_run(tmp_path, "xor", name) for name in ("whole", "broken"))
    trained(TINY, whole)
    complete_, _ = trained(replace(TINY, callbacks=lambda: [Interruption()]), broken)
    assert not complete_
    assert broken.model_file.is_file()
    complete_, training = trained(recipe_of(broken.config()), broken)
    assert complete_
    assert weights(whole) == weights(broken)
    without_time = [
        [{k: v for k, v in line.items() if k != "seconds"} for line in run.metrics()]
        for run in (whole, broken)
    ]
    assert without_time[0] == without_time[1]
    assert spreads(whole) == spreads(broken)
    assert complete(training, broken).epochs == 6
    assert not broken.checkpoint_folder.exists()


def test_spreads_of_the_weights_are_written_from_the_first_on(finished):
    training, directory = finished
    (start, _), *_, (last, arrays) = spreads(directory)
    assert (start, last) == (0, 2)
    weights = [w for w in training.model.get_weights() if w.dtype.kind == "f"]
    for spread, weight in zip(arrays, weights, strict=True):
        assert sum(spread["counts"]) == weight.size
        assert spread["low"] == pytest.approx(weight.min(), rel=1e-6)
        assert spread["high"] == pytest.approx(weight.max(), rel=1e-6)


def test_run_does_not_go_on_with_other_data(tmp_path):
    directory = create_run(tmp_path, "xor", "mine")
    trained(TINY, directory)
    config = json.loads(directory.config_file.read_text())
    config["data"]["sha256"] = "0" * 64
    directory.config_file.write_text(json.dumps(config))
    with pytest.raises(ConfigError, match="has changed since mine"):
        trained(TINY, directory)


def test_metrics_that_cannot_be_written_are_said(tmp_path):
    directory = create_run(tmp_path, "xor", "mine")
    directory.metrics_file.mkdir()
    with pytest.raises((LimpidFileError, OSError)):
        trained(TINY, directory)


@pytest.mark.parametrize(
    ("name", "value", "goal", "reached"),
    [
        ("test_accuracy", 0.98, 0.98, True),
        ("test_accuracy", 0.97, 0.98, False),
        ("test_errors", 95.0, 95, True),
        ("test_errors", 96.0, 95, False),
        ("test_loss", 0.1, 0.2, True),
    ],
)
def test_accuracy_must_be_high_and_errors_low(name, value, goal, reached):
    assert reaches({name: value}, name, goal) is reached


def test_steps_gradients_and_activations_are_written_and_change_nothing(
    tmp_path, monkeypatch
):
    """TBD-02, TBD-08."""
    ends = []
    for name in ("with", "without"):
        directory = create_run(tmp_path, "xor", name)
        if name == "without":
            monkeypatch.setattr(WeightListener, "_of_batch", lambda *_: {})
        trained(TINY, directory)
        ends.append(weights(directory))
        if name == "with":
            lines = list(
                map(json.loads, directory.weights_file.read_text().splitlines())
            )
    assert ends[0] == ends[1]
    first = lines[0]
    assert list(first["steps"]) == list(first["gradients"])
    for gradient, weight, update in first["steps"].values():
        assert gradient >= 0
        assert weight >= 0
        assert update > 0
    for spread in [*first["gradients"].values(), *first["activations"].values()]:
        assert sum(spread["counts"]) > 0
    assert [line["epoch"] for line in lines if "steps" in line] == [
        line["epoch"] for line in lines if line["epoch"] in {0, 1, 2, 3, 4, 6, 8, 12}
    ]
