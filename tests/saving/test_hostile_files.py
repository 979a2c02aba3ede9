"""A file is data: whatever it holds, loading ends in a model or in one sentence."""

import json
import os
import pickle  # noqa: TID251 - makes a file to be refused
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
from tests.saving import files
from tests.saving.files import TENSORS, dense, functional, sequential

from limpid import layers
from limpid.errors import ConfigError, LimpidFileError
from limpid.models import Input, Sequential, load_model, save_model

NO_TENSORS = {}
DATA = files.data_of(TENSORS)
TENSOR = {"$tensor": [-1, 0]}
HUGE = 10**12


def described(model, tensors=TENSORS, **changes):
    return files.signed(files.describe(model, tensors, **changes), tensors)


def with_layer(**changes):
    return described(sequential(dense(**changes)))


def plain(**changes):
    return described(sequential(dense()), **changes)


def with_header(change):
    text = json.dumps(files.describe(sequential(dense()), TENSORS))
    digest = files.checksum(text, TENSORS)
    header = files.header_of(
        TENSORS, {"format": "limpid", "limpid": text, "sha256": digest}
    )
    change(header)
    return files.file_of(header, DATA)


def with_entry(**changes):
    name = next(iter(TENSORS))
    return with_header(lambda header: header[name].update(changes))


def renamed(name):
    def change(header):
        header[name] = header.pop(next(iter(TENSORS)))

    return with_header(change)


def twice():
    entry = '"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}'
    return files.file_of(f"{{{entry},{entry}}}".encode(), bytes(4))


def op(name, settings=(), args=(TENSOR,)):
    step = {"op": name, "settings": dict(settings), "args": list(args)}
    return described(functional([step]), NO_TENSORS)


def exponential_nesting():
    model = dense()
    for _ in range(15):
        calls = [{"layer": 0, "args": [TENSOR], "kwargs": {}}] * 10
        model = functional(calls, [model])
    return described(model)


def foreign():
    return safetensors.numpy.save({"weight": np.ones(3, "f")})


def record(folder, name, **config):
    return {"folder": folder, "class": name, "config": config}


def deep(depth):
    return described(json.loads("[" * depth + "]" * depth))


FILES = {
    # The container
    "empty": b"",
    "five bytes": b"12345",
    "pickle": pickle.dumps(os.getcwd),
    "zip": b"PK\x03\x04" + bytes(100),
    "hdf5": b"\x89HDF\r\n\x1a\n" + bytes(100),
    "foreign safetensors": foreign(),
    "huge header length": (2**63).to_bytes(8, "little") + b"{}",
    "header beyond the file": (10**6).to_bytes(8, "little") + b"{}",
    "header of zeros": bytes(1000),
    "header is a list": files.file_of(b"[]", b""),
    "header is a number": files.file_of(b"1" * 5000, b""),
    "header is no JSON": files.file_of(b"{'a':1}", b""),
    "header is no UTF-8": files.file_of(b'{"\xff\xfe":1}', b""),
    "deep header": files.file_of(b"[" * 10**6 + b"]" * 10**6, b""),
    "NaN in the header": files.file_of(b'{"a":NaN}', b""),
    "name twice": twice(),
    "overlap": with_entry(data_offsets=[4, 28]),
    "hole": with_header(
        lambda h: h[list(TENSORS)[1]].update(data_offsets=[28, 36])
    ),
    "trailing bytes": plain() + b"x",
    "negative shape": with_entry(shape=[-3, -2]),
    "fractional shape": with_entry(shape=[3.0, 2]),
    "shape overflow": with_entry(shape=[2**40, 2**40]),
    "too many axes": with_entry(shape=[1] * 60 + [3, 2]),
    "wrong size": with_entry(shape=[3, 3]),
    "offsets reversed": with_entry(data_offsets=[24, 0]),
    "three offsets": with_entry(data_offsets=[0, 24, 24]),
    "unknown type": with_entry(dtype="F128"),
    "type is an object": with_entry(dtype={"a": 1}),
    "unknown field": with_entry(location="/etc/passwd"),
    "entry is text": with_header(lambda h: h.update(x="../../etc/passwd")),
    "name is a path up": renamed("../" * 80 + "etc/passwd"),
    "name with a NUL": renamed("model/a\0b"),
    "name with a space": renamed("model/a b"),
    "no metadata": with_header(lambda h: h.pop("__metadata__")),
    "metadata is a list": with_header(lambda h: h.update(__metadata__=[])),
    "metadata is no text": with_header(lambda h: h["__metadata__"].update(limpid={})),
    "wrong checksum": with_header(lambda h: h["__metadata__"].update(sha256="0" * 64)),
    "changed byte": plain()[:-1] + b"\x01",
    # The description
    "description is no JSON": files.signed("{", TENSORS),
    "description is a list": files.signed([], TENSORS),
    "deep description": deep(500),
    "very deep description": files.signed("[" * 10**5 + "]" * 10**5, TENSORS),
    "key twice": files.signed('{"version":1,"version":1}', TENSORS),
    "newer version": plain(version=2),
    "version is text": plain(version="1"),
    "version is huge": plain(version=10**30),
    "unknown kind": plain(kind="program"),
    "another kind": plain(kind="checkpoint"),
    "unknown key": plain(on_load="os.system"),
    "names are not the tensors": plain(names=["model/x", "model/y"]),
    "name listed twice": plain(names=[next(iter(TENSORS))] * 2),
    "model is nothing": described(None),
    "model is a number": described(3),
    "model is a layer": described(dense()),
    "model is a callback": described(record("callbacks", "History")),
    "model is an optimizer": described(record("optimizers", "Adam")),
    # Names in it
    "unknown folder": described(record("os", "system")),
    "folder is a path": described(record("../layers", "Dense", units=2)),
    "folder is dotted": described(record("layers.dense", "Dense", units=2)),
    "folder is a list": described(record(["layers"], "Dense", units=2)),
    "function of models": described(record("models", "load_model", filepath="x")),
    "Input as a class": described(record("models", "Input", shape=[3])),
    "unknown class": described(sequential(record("layers", "Lambada"))),
    "class of another module": described(sequential(record("layers", "subprocess"))),
    "dunder class": described(sequential(record("layers", "__builtins__"))),
    "dotted class": described(sequential(record("layers", "dense.Dense", units=2))),
    "function of a folder": described(sequential(record("losses", "hinge"))),
    "own class without permission": described(sequential(record("custom", "Popen"))),
    "class is a number": described(sequential(record("layers", 7))),
    "class of 10,000,000 letters": described(sequential(record("layers", "D" * 10**7))),
    "config is a list": described({**record("layers", "Dense"), "config": []}),
    "abstract class": described(sequential(record("layers", "Layer"))),
    "callback as a layer": described(sequential(record("callbacks", "BackupAndRestore",
                                                        backup_dir="x"))),
    # Settings
    "activation is a program": with_layer(activation="os.system"),
    "activation is a lambda": with_layer(activation="lambda x: x"),
    "activation is a number": with_layer(activation=3),
    "activation of 9,000 letters": with_layer(activation="x" * 9000),
    "initializer is a module": with_layer(kernel_initializer="numpy"),
    "unknown setting": with_layer(code="import os"),
    "self as a setting": with_layer(self=1),
    "units are text": with_layer(units="2"),
    "units are a list": with_layer(units=[2, 2]),
    "units are negative": with_layer(units=-2),
    "units are enormous": with_layer(units=HUGE),
    "units are a galaxy": with_layer(units=10**400),
    "other units": with_layer(units=3),
    "filters are enormous": described(
        sequential(
            record("layers", "Reshape", target_shape=[3, 1]),
            record("layers", "Conv1D", filters=HUGE, kernel_size=HUGE, padding="same"),
        )
    ),
    "input is enormous": described(
        sequential(dense(), input={"$input": {
            "shape": [None, HUGE], "dtype": "float32", "name": None}})
    ),
    "chain of repetitions": described(
        sequential(
            record("layers", "RepeatVector", n=4_000_000),
            record("layers", "UpSampling1D", size=2_000),
        ), NO_TENSORS
    ),
    "input shape is text": described(
        sequential(dense(), input={"$input": {
            "shape": "abc", "dtype": "float32", "name": None}})
    ),
    "dtype is unknown": with_layer(dtype="object"),
    "dtype is a record": with_layer(dtype={"a": [1]}),
    "name is a list": with_layer(name=["dense"]),
    "name is too long": with_layer(name="x" * 300),
    "name has spaces": with_layer(name="rm -rf *"),
    "a layer too many": described(sequential(dense(), dense(units=9, name="b"))),
    "broken float": with_layer(units={"$float": "two"}),
    "array from nowhere": with_layer(kernel_constraint={"$array": "/etc/passwd"}),
    "layers are text": described(sequential(layers="abc")),
    # Graphs
    "unknown operation": op("System"),
    "operation is a list": op(["Add"]),
    "operation of constants": op("Negative", args=[{"$constant": 1.0,
                                                    "$dtype": "float32"}]),
    "operation is abstract": op("Op"),
    "operation lacks its settings": op("BroadcastTo"),
    "operation of random bits": op("RandomBits", {"size": {"$tuple": [2, HUGE]}}, []),
    "operation with a wrong type": op("Cast", {"to": {"$dtype": "object"}}),
    "tensor from the future": op("Negative", args=[{"$tensor": [5, 0]}]),
    "tensor of no step": op("Negative", args=[{"$tensor": "abc"}]),
    "layer that is none": described(functional(
        [{"layer": 0, "args": [TENSOR], "kwargs": {}}], [record("optimizers", "Adam")]
    )),
    "layer number beyond": described(functional(
        [{"layer": 7, "args": [TENSOR], "kwargs": {}}], [dense()]
    )),
    "unknown argument": described(functional(
        [{"layer": 0, "args": [TENSOR], "kwargs": {"shell": True}}], [dense()]
    )),
    "outputs from nowhere": described(functional([], [], {"$tensor": [0, 0]})),
    "steps are a number": described({**functional([]), "config": {"graph": 3}}),
    "exponential nesting": exponential_nesting(),
    "too many layers": described(sequential(*[dense()] * 21_000)),
    # What it was compiled with
    "loss is a program": plain(compile=files.compiled(loss="subprocess.run")),
    "loss is a layer": plain(compile=files.compiled(loss=dense())),
    "optimizer is missing": plain(compile=files.compiled(optimizer="nobody")),
    "optimizer is a model": plain(compile=files.compiled(optimizer=sequential())),
    "unknown compile field": plain(compile=files.compiled(code="x")),
    "metrics are a module": plain(compile=files.compiled(metrics=["os"])),
}  # fmt: skip


@pytest.fixture
def load(tmp_path):
    def load(data):
        path = tmp_path / "model.safetensors"
        path.write_bytes(data)
        return load_model(path)

    return load


def test_file_written_by_hand_is_loaded(load):
    model = load(plain())
    assert model.predict(np.ones((1, 3), "f")).tolist() == [[3.0, 3.0]]


@pytest.mark.parametrize("name", FILES)
def test_hostile_file_is_refused_in_one_sentence(name, load):
    start = time.process_time()
    with pytest.raises((LimpidFileError, ConfigError)) as caught:
        load(FILES[name])
    message = str(caught.value)
    assert "model.safetensors" in message
    assert len(message) < 800
    assert "\n" not in message
    assert time.process_time() - start < 2


def test_file_cut_anywhere_is_refused(load):
    data = plain()
    for length in [*range(0, len(data), 97), len(data) - 1]:
        with pytest.raises(LimpidFileError):
            load(data[:length])


def test_file_with_any_flipped_bit_is_refused(load):
    data = plain()
    for position in range(3, len(data), 61):
        changed = bytearray(data)
        changed[position] ^= 1 << position % 8
        with pytest.raises((LimpidFileError, ConfigError)):
            load(bytes(changed))


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, None])
def test_what_is_no_file_is_refused(make, tmp_path):
    path = tmp_path / "model.safetensors"
    if make:
        make(path)
    with pytest.raises(LimpidFileError, match=r"regular file|No such file"):
        load_model(path)


def test_link_to_a_device_is_refused(tmp_path):
    path = tmp_path / "model.safetensors"
    path.symlink_to("/dev/zero")
    with pytest.raises(LimpidFileError, match="regular file"):
        load_model(path)


CHILD = """
import resource, sys, pathlib
from limpid.models import load_model
limit = 1500 * 2**20
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    try:
        load_model(path)
    except OSError:
        pass
    except ValueError as error:
        assert type(error).__name__ == "ConfigError", error
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start) // 1024)
"""


def test_hostile_files_take_little_memory(tmp_path):
    for i, data in enumerate(FILES.values()):
        (tmp_path / str(i)).write_bytes(data)
    command = [sys.executable, "-c", CHILD, str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) < 256  # MiB


# Every event that could mean that a file has run something. A good file is loaded
# first, so that limpid's own modules are there.
AUDITOR = """
import sys
import limpid
from limpid.models import load_model
path, wanted, warm = sys.argv[1:]
load_model(warm)
watched = {"open", "exec", "compile", "import", "os.system", "os.exec", "os.fork",
           "os.posix_spawn", "os.remove", "os.rename", "os.mkdir", "ctypes.dlopen",
           "urllib.Request", "pickle.find_class", "marshal.loads"}
seen, watching = [], True
def hook(event, arguments):
    if watching and (event in watched or event.startswith(("socket.", "subprocess."))):
        seen.append((event, str(arguments[0])))
sys.addaudithook(hook)
try:
    load_model(path)
    result = "loaded"
except (OSError, ValueError):
    result = "refused"
watching = False
assert result == wanted, result
print([(event, what) for event, what in seen if (event, what) != ("open", path)])
"""


@pytest.mark.parametrize(
    "name",
    ["activation is a program", "loss is a program", "function of models", "pickle",
     "callback as a layer", "class of another module", "own class without permission"],
)  # fmt: skip
def test_refused_file_opens_imports_and_runs_nothing(name, tmp_path):
    path = tmp_path / "model.safetensors"
    path.write_bytes(FILES[name])
    assert audited(path, "refused", whole_model(tmp_path / "whole")) == "[]"


def test_loaded_file_opens_imports_and_runs_nothing_else(tmp_path):
    path = whole_model(tmp_path / "model.safetensors")
    assert audited(path, "loaded", path) == "[]"


def whole_model(path):
    model = Sequential([Input((3,)), layers.Dense(4, "relu"), layers.Dropout(0.5)])
    model.compile("adam", "mean_squared_error", metrics=["accuracy"])
    model.fit(np.ones((4, 3)), np.ones((4, 4)), verbose=0)
    save_model(model, path)
    return path


def audited(path, wanted, whole):
    command = [sys.executable, "-c", AUDITOR, str(path), wanted, str(whole)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()
