"""The real sets, read from the mirror that LIMPID_DATA names."""

import hashlib

import numpy as np
import pytest

from limpid.datasets import cifar10, mnist, tinyshakespeare
from limpid.datasets.fetch import fetch, mirror_folder

MIRROR = mirror_folder()


def needs(name: str) -> pytest.MarkDecorator:
    held = MIRROR is not None and (MIRROR / name).is_dir()
    return pytest.mark.skipif(
        not held, reason=f"LIMPID_DATA names no folder with {name}"
    )


@needs("mnist")
def test_mnist_is_the_published_set(monkeypatch, tmp_path):
    monkeypatch.setenv("LIMPID_HOME", str(tmp_path))
    (x_train, y_train), (x_test, y_test) = mnist.load_data()
    assert {a.dtype for a in (x_train, y_train, x_test, y_test)} == {np.dtype("uint8")}
    # Digests of the published files once unpacked, their headers taken off.
    images = bytes.fromhex("00000803 0000ea60 0000001c 0000001c") + x_train.tobytes()
    labels = bytes.fromhex("00000801 0000ea60") + y_train.tobytes()
    assert md5(images) == "6bbc9ace898e44ae57da46a324031adb"
    assert md5(labels) == "a25bea736e30d166cdddb491f175f624"
    assert np.bincount(y_train).tolist() == [
        *(5923, 6742, 5958, 6131, 5842),
        *(5421, 5918, 6265, 5851, 5949),
    ]
    assert np.bincount(y_test).tolist() == [
        *(980, 1135, 1032, 1010, 982),
        *(892, 958, 1028, 974, 1009),
    ]
    assert x_train.mean() == pytest.approx(33.3184, abs=1e-4)
    assert x_test.mean() == pytest.approx(33.7912, abs=1e-4)
    # Read in place: nothing was copied to the cache.
    assert list(tmp_path.iterdir()) == []


def md5(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


@needs("tinyshakespeare")
def test_tinyshakespeare_is_the_text_and_the_characters_that_follow():
    (x, y), (x_test, y_test) = tinyshakespeare.load_data()
    assert tinyshakespeare.decode(x[:14]) == "First Citizen:"
    assert (x[1:] == y[:-1]).all()
    assert (x_test[1:] == y_test[:-1]).all()
    whole = [x, y[-1:], x_test, y_test[-1:]]
    text = "".join(tinyshakespeare.decode(part) for part in whole).encode()
    assert md5(text) == "6fb458f1232090904fb40fe944165e91"


@needs("cifar10")
def test_cifar10_has_its_counts_and_its_colors():
    (x_train, y_train), (x_test, y_test) = cifar10.load_data()
    assert (x_train.dtype, y_train.dtype) == (np.uint8, np.uint8)
    assert np.bincount(y_train.ravel()).tolist() == [5000] * 10
    assert np.bincount(y_test.ravel()).tolist() == [1000] * 10
    # Means and deviations of the published pixels, which the JPEG copies keep.
    by_channel = x_train.reshape(-1, 3)[::7] / 255
    np.testing.assert_allclose(by_channel.mean(0), [0.491, 0.482, 0.447], atol=2e-3)
    np.testing.assert_allclose(by_channel.std(0), [0.247, 0.243, 0.262], atol=3e-3)
    assert x_test.shape == (10_000, 32, 32, 3)


@needs("cifar10")
def test_mirror_of_cifar10_is_known_by_its_own_digests():
    located = fetch(cifar10.DATASET)
    assert located.origin == "mirror"
    assert "JPEG" in located.note
