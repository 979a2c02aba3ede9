"""Files for tests, written byte by byte: what limpid itself would never write."""

import hashlib
import json

import numpy as np

FLOAT = "F32"


def header_of(tensors, metadata):
    """Return the header that belongs to the tensors."""
    header, position = {"__metadata__": metadata}, 0
    for name, value in tensors.items():
        end = position + value.nbytes
        entry = {"dtype": FLOAT, "shape": list(value.shape)}
        header[name] = entry | {"data_offsets": [position, end]}
        position = end
    return header


def file_of(header, data):
    """Return a file's bytes for a header (as data, or as text to spoil it)."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + data


def checksum(description, tensors):
    """Return the checksum as the format defines it."""
    digest = hashlib.sha256(description.encode())
    for name in sorted(tensors):
        value = tensors[name]
        digest.update(f"{name} {value.dtype.str} {value.shape}".encode())
        digest.update(value.tobytes())
    return digest.hexdigest()


def data_of(tensors):
    return b"".join(value.tobytes() for value in tensors.values())


def signed(description, tensors):
    """Return a whole file whose checksum is right, whatever the description says."""
    text = description if isinstance(description, str) else json.dumps(description)
    digest = checksum(text, tensors)
    metadata = {"format": "limpid", "limpid": text, "sha256": digest}
    return file_of(header_of(tensors, metadata), data_of(tensors))


def dense(**changes):
    """Return the record of Dense(2), changed."""
    config = {"units": 2, "name": "dense", "dtype": "float32", "trainable": True}
    return {"folder": "layers", "class": "Dense", "config": config | changes}


def sequential(*layers, **changes):
    """Return the record of a Sequential model for inputs of three features."""
    config = {
        "name": "sequential", "dtype": "float32", "trainable": True,
        "input": {"$input": {"shape": [None, 3], "dtype": "float32", "name": None}},
        "layers": list(layers),
    }  # fmt: skip
    return {"folder": "models", "class": "Sequential", "config": config | changes}


def functional(steps, layers=(), outputs=None, inputs=None):
    """Return the record of a functional model with one input of three features."""
    form = {"$input": {"shape": [None, 3], "dtype": "float32", "name": None}}
    graph = {
        "inputs": inputs or form,
        "outputs": outputs or {"$tensor": [len(steps) - 1, 0]},
        "layers": list(layers),
        "steps": steps,
    }
    config = {"name": "model", "dtype": "float32", "trainable": True, "graph": graph}
    return {"folder": "models", "class": "Model", "config": config}


def describe(model, tensors, **changes):
    """Return the description of a model's file."""
    description = {
        "version": 1, "kind": "model", "names": list(tensors), "model": model,
        "input": None, "compile": None, "run": None,
    }  # fmt: skip
    return description | changes


def compiled(**changes):
    """Return what compile was told, changed."""
    config = {"learning_rate": 0.01, "momentum": 0.0, "nesterov": False}
    optimizer = {"folder": "optimizers", "class": "SGD", "config": config}
    record = {
        "optimizer": optimizer, "loss": "mean_squared_error", "loss_weights": None,
        "metrics": None, "weighted_metrics": None, "run_eagerly": False,
    }  # fmt: skip
    return record | changes


TENSORS = {
    "model/sequential/dense/kernel": np.ones((3, 2), "<f4"),
    "model/sequential/dense/bias": np.zeros(2, "<f4"),
}
