"""Runs as `limpid train` leaves them, made without training."""

import json
import math
from pathlib import Path

CONFIG = {
    "recipe": "digits",
    "seed": 0,
    "settings": {
        "epochs": 4, "batch_size": 32, "validation": 0.1, "activation": "relu",
        "loss": "sparse_categorical_crossentropy", "learning_rate": 0.003,
        "dropout": 0.5,
    },
    "data": {"name": "digits", "sha256": "0" * 64, "origin": "package", "note": ""},
    "preparation": {"full_scale": 16, "shape": [8, 8, 1], "one_hot": None,
                    "window": None},
    "versions": {"limpid": "0.1.0", "python": "3.11", "numpy": "2.4",
                 "engine": "native"},
    "started": "2026-11-01T09:00:00+00:00",
}  # fmt: skip


def line(epoch, rate=0.3, **given):
    """Return a line of metrics, as the listener writes it."""
    loss = math.exp(-rate * epoch)
    found = {"epoch": epoch, "seconds": 0.5, "loss": loss, "accuracy": 1 - loss / 3,
             "val_loss": loss + 0.01 * epoch, "val_accuracy": 1 - loss / 2}  # fmt: skip
    return json.dumps(found | given) + "\n"


def make_run(root, name, epochs=4, rate=0.3, *, result=True, started="", **settings):
    """Write a run's folder and return it."""
    folder = Path(root, name)
    folder.mkdir(parents=True)
    config = CONFIG | {"settings": CONFIG["settings"] | settings}
    config["started"] = started or config["started"]
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "metrics.jsonl").write_text(
        "".join(line(epoch, rate) for epoch in range(1, epochs + 1))
    )
    if result:
        accuracy = 1 - math.exp(-rate * epochs) / 2
        (folder / "result.json").write_text(json.dumps({
            "figures": {"test_loss": 0.1, "test_accuracy": accuracy},
            "expect": {"test_accuracy": 0.98}, "passed": accuracy >= 0.98,
            "num_test": 359, "num_parameters": 53002, "epochs": epochs, "seconds": 2.0,
        }))  # fmt: skip
    return folder
