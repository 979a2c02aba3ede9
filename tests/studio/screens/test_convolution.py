"""The convolution stepper's numbers, against loops, the lecture and its own code."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from limpid.errors import LimpidError
from limpid.numbers import load_cases
from limpid.studio.screens._convolution_presets import IMAGES, KERNELS
from limpid.studio.screens.convolution import Convolution, ConvolutionState

MODES = ["correlation", "convolution", "max-pooling", "average-pooling"]
NUMBERS = st.integers(-3, 3).map(float)


def grids(most):
    return st.tuples(st.integers(1, most), st.integers(1, most)).flatmap(
        lambda size: st.tuples(*[st.tuples(*[NUMBERS] * size[1])] * size[0])
    )


def by_loops(state):
    """Return the outputs, one window after the other."""
    image = np.pad(np.array(state.image), np.reshape(state.padding, (2, 2)))
    kernel = np.array(state.kernel)
    if state.mode == "convolution":
        kernel = kernel[::-1, ::-1]
    pooling = state.mode.endswith("pooling")
    apart = 1 if pooling else state.dilation
    reach = [(n - 1) * apart + 1 for n in kernel.shape]
    sizes = [
        (n - r) // state.stride + 1 for n, r in zip(image.shape, reach, strict=True)
    ]
    out = np.zeros(sizes)
    for row, column in np.ndindex(*sizes):
        top, left = row * state.stride, column * state.stride
        patch = image[top : top + reach[0] : apart, left : left + reach[1] : apart]
        if pooling:
            out[row, column] = patch.max() if "max" in state.mode else patch.mean()
        else:
            out[row, column] = (patch * kernel).sum() + state.bias
    return np.maximum(out, 0) if state.relu else out


@settings(max_examples=60, deadline=None)
@given(
    image=grids(8), kernel=grids(4), mode=st.sampled_from(MODES),
    stride=st.integers(1, 3), dilation=st.integers(1, 3),
    padding=st.tuples(*[st.integers(0, 3)] * 4), bias=NUMBERS, relu=st.booleans(),
)  # fmt: skip
def test_outputs_sizes_and_sums_are_those_of_loops(**fields):
    state = ConvolutionState(**fields)
    try:
        screen = Convolution(state)
    except LimpidError as error:
        assert "does not fit" in str(error)  # noqa: PT017 - one of two outcomes
        return
    want = by_loops(state)
    assert screen.output == pytest.approx(want)
    screen.advance_to(screen.last_position())
    view = screen.show()
    assert tuple(side.size for side in view.sides) == want.shape
    cell = view.cell
    assert (cell.row, cell.column) == (want.shape[0] - 1, want.shape[1] - 1)
    if not screen.is_pooling:
        net = cell.total + state.bias
        assert cell.out == pytest.approx(max(net, 0) if state.relu else net)
        assert np.sum(cell.products) == pytest.approx(cell.total)
    elif not state.relu:
        assert cell.out == pytest.approx(cell.total)


def test_first_page_is_the_lectures_digit_and_its_two_layers():
    [case] = [c for c in load_cases() if c.id == "conv-filter-horizontal-8x8"]
    want = case.exact | case.more_exact
    first = Convolution(ConvolutionState(twice=True))
    assert np.array_equal(first.output, want["layer1"])
    assert np.array_equal(first.second, want["layer2"])
    turned = Convolution(ConvolutionState(mode="convolution"))
    assert np.array_equal(turned.output, want["layer1_with_true_convolution"])
    assert not np.array_equal(turned.output, first.output)
    assert np.array_equal(
        Convolution(ConvolutionState(relu=True)).output, want["layer1_relu"]
    )


def test_symmetric_kernel_makes_no_difference_between_the_two():
    kernel = KERNELS["blur"]
    outputs = [
        Convolution(ConvolutionState(mode=mode, kernel=kernel)).output
        for mode in MODES[:2]
    ]
    assert outputs[0] == pytest.approx(outputs[1])


def test_detector_says_most_where_its_pattern_is():
    pattern = KERNELS["x of the slide"]
    image = np.zeros((9, 9))
    image[4:7, 2:5] = pattern
    rows = tuple(map(tuple, image.tolist()))
    out = Convolution(
        ConvolutionState(image=rows, kernel=pattern, padding=(0, 0, 0, 0))
    ).output
    assert np.unravel_index(out.argmax(), out.shape) == (4, 2)


def test_pooling_does_not_see_a_shift_inside_its_windows():
    image = np.zeros((8, 8))
    image[2, 4] = 1
    shifted = np.roll(image, (1, 1), axis=(0, 1))
    common = {"mode": "max-pooling", "kernel": ((0.0, 0.0),) * 2, "stride": 2}
    outputs = [
        Convolution(
            ConvolutionState(
                image=tuple(map(tuple, one.tolist())), padding=(0, 0, 0, 0), **common
            )
        ).output
        for one in (image, shifted)
    ]
    assert np.array_equal(*outputs)


@pytest.mark.parametrize("mode", MODES)
def test_printed_program_gives_the_same_outputs(mode, capsys):
    state = ConvolutionState(mode=mode, stride=2, padding=(1, 0, 2, 1), relu=True)
    screen = Convolution(state)
    names = {}
    exec(screen.code(), names)  # noqa: S102 - it is what the test is about
    assert names["out"].numpy()[0, :, :, 0] == pytest.approx(screen.output)
    assert capsys.readouterr().out


def test_walk_uncovers_output_after_output():
    screen = Convolution()
    assert np.isnan(np.array(screen.show().output, float)).all()
    screen.advance_to(screen.next_position("row"))
    output = np.array(screen.show().output, float)
    assert np.isfinite(output[0]).all()
    assert np.isnan(output[1:]).all()
    assert screen.next_position("window") == 9
    screen.advance_to(64)
    assert "Every window" in screen.stop_reason()


@pytest.mark.parametrize("mode", MODES)
def test_every_derivation_ends_at_the_output(mode):
    screen = Convolution(ConvolutionState(mode=mode, bias=0.5))
    for name in screen.derivable():
        row, column = map(int, name.split("/")[1:])
        assert screen.derive(name).lines[-1].value == screen.output[row, column]


def test_gradient_by_a_weight_is_what_lies_below_it():
    screen = Convolution(ConvolutionState(image=IMAGES["rings"], look=(4, 5)))
    patch = np.array(screen.show().cell.patch)
    for row, column in np.ndindex(3, 3):
        found = screen.derive(f"kernel/{row}/{column}")
        assert found.gradient == pytest.approx(patch[row, column])
        assert found.gradient == pytest.approx(found.check, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"image": ((1.0, 2.0), (1.0,))}, "rows of the picture are not of one length"),
        ({"kernel": ((1.0,) * 7,) * 7, "padding": (0,) * 4, "dilation": 2}, "not fit"),
        ({"look": (8, 0)}, "no output"),
    ],
)
def test_wrong_settings_are_refused_and_the_old_ones_stay(fields, sentence):
    screen = Convolution()
    before = screen.output
    whole = {
        name: getattr(screen.state, name) for name in screen.state.__struct_fields__
    }
    with pytest.raises(LimpidError, match=sentence):
        screen.retune(ConvolutionState(**(whole | fields)))
    assert np.array_equal(screen.output, before)
    with pytest.raises(LimpidError):
        screen.derive("cell/9/9")


def test_every_preset_can_be_used():
    for image in IMAGES.values():
        for kernel in KERNELS.values():
            Convolution(ConvolutionState(image=image, kernel=kernel)).show()
