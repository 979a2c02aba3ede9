"""Saliency, occlusion, receptive fields and strongest patches, each by another way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from limpid import Input, Sequential
from limpid.errors import ConfigError, ShapeError
from limpid.explanations import (
    class_scores,
    occlusion,
    receptive_field,
    saliency,
    strongest_patches,
)
from limpid.explanations.gradcheck import in_double
from limpid.layers import (
    LSTM,
    Activation,
    AveragePooling2D,
    Conv2D,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
    MaxPooling2D,
    Softmax,
)
from limpid.recipes.lenet5_mnist import lenet5
from limpid.utils import set_random_seed

PICTURES = np.random.default_rng(0).random((3, 28, 28, 1)).astype("float32")


@pytest.fixture(scope="module")
def lenet():
    set_random_seed(3)
    return lenet5()


def softmaxed(scores):
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


@pytest.mark.parametrize(
    "ends",
    [
        [Dense(3, "softmax")],
        [Dense(3), Softmax()],
        [Dense(3), Activation("softmax")],
    ],
)
def test_scores_are_what_the_last_softmax_turns_into_probabilities(ends):
    model = Sequential([Input((4,)), Dense(5, "tanh"), *ends])
    x = np.random.default_rng(1).normal(size=(6, 4)).astype("float32")
    scores = class_scores(model, x).numpy()
    assert softmaxed(scores) == pytest.approx(model.predict(x), rel=1e-5)
    assert scores.sum(axis=1) != pytest.approx(np.ones(6))


def test_scores_without_a_softmax_are_the_outputs():
    model = Sequential([Input((4,)), Dense(3, "sigmoid")])
    x = np.ones((2, 4), "float32")
    assert class_scores(model, x).numpy() == pytest.approx(model.predict(x), rel=1e-6)


@pytest.mark.parametrize("wanted", [None, [7, 0, 3]])
def test_saliency_is_the_difference_quotient_of_the_score(lenet, wanted):
    rng = np.random.default_rng(4)
    x = PICTURES.astype("float64")
    with in_double(lenet):
        found = saliency(lenet, x, wanted).numpy()
        scores = class_scores(lenet, x).numpy()
        chosen = scores.argmax(axis=1) if wanted is None else np.array(wanted)
        for row, column in rng.integers(0, 28, (12, 2)):
            moved = [x.copy(), x.copy()]
            moved[0][:, row, column] += 1e-6
            moved[1][:, row, column] -= 1e-6
            above, below = (class_scores(lenet, m).numpy() for m in moved)
            quotient = (above - below)[[0, 1, 2], chosen] / 2e-6
            assert found[:, row, column, 0] == pytest.approx(
                quotient, rel=1e-6, abs=1e-9
            )


def test_each_picture_has_a_saliency_of_its_own(lenet):
    together = saliency(lenet, PICTURES, [1, 2, 3]).numpy()
    alone = [saliency(lenet, PICTURES[[i]], [i + 1]).numpy()[0] for i in range(3)]
    assert together == pytest.approx(np.array(alone), rel=1e-4, abs=1e-6)


@pytest.mark.parametrize(("size", "stride"), [(5, 1), (4, 2), (1, 3), (40, 9)])
def test_occlusion_is_the_fall_of_the_probability_one_picture_at_a_time(
    lenet, size, stride
):
    picture = PICTURES[0]
    before = lenet.predict(picture[None])[0, 6]
    found = occlusion(lenet, picture, 6, size=size, stride=stride, fill=0.5)
    middles = np.arange(stride // 2, 28 + stride // 2, stride)
    assert found.shape == (len(middles), len(middles))
    rng = np.random.default_rng(size)
    for i, j in rng.integers(0, len(middles), (5, 2)):
        rows, columns = np.mgrid[:28, :28]
        top, left = middles[i] - size // 2, middles[j] - size // 2
        inside = (rows >= top) & (rows < top + size)
        inside &= (columns >= left) & (columns < left + size)
        hidden = np.where(inside[..., None], np.float32(0.5), picture)
        want = before - lenet.predict(hidden[None])[0, 6]
        assert found[i, j] == pytest.approx(want, abs=1e-6)


def test_occlusion_refuses_what_is_no_picture(lenet):
    with pytest.raises(ShapeError, match="without a batch"):
        occlusion(lenet, PICTURES)
    with pytest.raises(ConfigError, match="positive"):
        occlusion(lenet, PICTURES[0], size=0)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_gradient_is_nonzero_exactly_inside_the_receptive_field(data):
    sizes = st.integers(1, 3)
    body = [
        data.draw(
            st.one_of(
                st.builds(
                    lambda k, s, p, d: Conv2D(
                        2, k, s, p, dilation_rate=d if s == 1 else 1,
                        kernel_initializer="ones",
                    ),
                    sizes, st.integers(1, 2), st.sampled_from(["valid", "same"]), sizes,
                ),
                st.builds(AveragePooling2D, sizes),
                st.just(Activation("tanh")),
            )
        )
        for _ in range(data.draw(st.integers(1, 3)))
    ]  # fmt: skip
    side = 24
    model = Sequential([Input((side, side, 1)), *body, AveragePooling2D(1)])
    height, width = model.output.shape[1:3]
    row, column = (
        data.draw(st.integers(0, height - 1)),
        data.draw(st.integers(0, width - 1)),
    )
    top, left, high, wide = receptive_field(model, len(body), row, column)
    seen = _seen(model, side, row, column)
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    assert rows[0] >= top and rows[-1] < top + high  # noqa: PT018 - one rectangle
    assert columns[0] >= left and columns[-1] < left + wide  # noqa: PT018
    if not any(getattr(one, "dilation_rate", 1) != 1 or _skips(one) for one in body):
        assert rows[0] == max(0, top)
        assert rows[-1] == min(side, top + high) - 1
        assert columns[0] == max(0, left)
        assert columns[-1] == min(side, left + wide) - 1


def _skips(layer):
    """Tell whether a layer's windows leave pixels out."""
    size = getattr(layer, "kernel_size", getattr(layer, "pool_size", 1))
    return (getattr(layer, "strides", 1) or size) > size


def _seen(model, side, row, column):
    """Return where a small change of the picture moves a unit."""
    x = np.zeros((1, side, side, 1))
    moved = np.zeros((side * side, side, side, 1))
    moved.reshape(side * side, side * side)[np.diag_indices(side * side)] = 1e-2
    with in_double(model):
        values = [model(part).numpy()[:, row, column, 0] for part in (x, moved)]
    return (values[1] != values[0]).reshape(side, side)


def test_receptive_fields_of_the_lecture():
    plain = Sequential([Input((20, 20, 1)), Conv2D(1, 3), Conv2D(1, 3)])
    pooled = Sequential(
        [Input((20, 20, 1)), Conv2D(1, 3), MaxPooling2D(), Conv2D(1, 3)]
    )
    assert receptive_field(plain, 1)[2:] == (5, 5)
    assert receptive_field(pooled, 2)[2:] == (8, 8)


def test_lenets_second_convolution_sees_sixteen_rows_and_a_dense_unit_all(lenet):
    assert receptive_field(lenet, 2, 1, 0) == (2 - 2, -2, 14 + 0, 14)
    assert receptive_field(lenet, 2, 1, 0, since=2) == (1, 0, 5, 5)
    assert receptive_field(lenet, 9, 3, 0) == (-2, -2, 32, 32)


def test_receptive_field_of_an_unknown_layer_is_refused():
    odd = Sequential([Input((4, 4)), LSTM(3)])
    with pytest.raises(ConfigError, match="LSTM"):
        receptive_field(odd, 0)
    with pytest.raises(ConfigError, match="known shape"):
        receptive_field(Sequential([Conv2D(1, 3)]), 0)


def test_strongest_patches_are_those_that_a_search_finds(lenet):
    x = np.random.default_rng(7).random((12, 28, 28, 1)).astype("float32")
    maps = Sequential(lenet.layers[:3]).predict(x)[..., 5]
    found = strongest_patches(lenet, 2, 5, x, count=4)
    best = sorted(maps.max(axis=(1, 2)), reverse=True)[:4]
    assert [p.value for p in found] == pytest.approx(best)
    for patch in found:
        assert maps[patch.example, patch.row, patch.column] == pytest.approx(
            patch.value
        )
        assert patch.pixels.shape == (14, 14, 1)
        top, left = 2 * patch.row - 2, 2 * patch.column - 2
        inside = patch.pixels[2:-2, 2:-2]
        rows, columns = slice(top + 2, top + 12), slice(left + 2, left + 12)
        assert np.array_equal(inside, x[patch.example, rows, columns])


def test_global_pooling_sees_everything_and_has_no_maps():
    model = Sequential([Input((6, 6, 1)), Conv2D(2, 3), GlobalAveragePooling2D()])
    assert receptive_field(model, 1) == (0, 0, 6, 6)
    with pytest.raises(ConfigError, match="expected maps"):
        strongest_patches(model, 1, 0, np.ones((2, 6, 6, 1), "float32"))
    flat = Sequential([Input((6, 6, 1)), Flatten(), Dense(2)])
    assert receptive_field(flat, 1) == (0, 0, 6, 6)
