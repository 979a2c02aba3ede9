"""Convolution, correlation and pooling by hand."""

from typing import Any

from limpid.graph.tensor import Tensor
from limpid.layers.conv2d import Conv2D
from limpid.numbers.exact import exact
from limpid.ops import (
    average_pool,
    conv,
    convolve,
    flip,
    max,
    max_pool,
    maximum,
    mean,
    pad,
    reshape,
    sum,
)

Values = dict[str, Any]


def correlate(image: Any, kernel: Any, padding: Any = "valid") -> Tensor:
    """Slide a kernel over a picture without turning it round."""
    picture, weights = exact(image), exact(kernel)
    batch = reshape(picture, (1, *picture.shape, 1))
    maps = conv(batch, reshape(weights, (*weights.shape, 1, 1)), padding=padding)
    return maps[0, :, :, 0]


def pooled(operation: Any, image: Any) -> Tensor:
    """Pool a picture with a window of 2 and a step of 2."""
    picture = exact(image)
    result: Tensor = operation(reshape(picture, (1, *picture.shape, 1)), 2)[0, :, :, 0]
    return result


# The lecture's figures pad two rows below and two columns on the right.
BELOW_RIGHT = ((0, 2), (0, 2))


def conv_5x5_binary(given: Values) -> Values:
    """Filter a binary picture."""
    return {"feature_map": correlate(given["image"], given["filter"])}


def conv_filter_horizontal_8x8(given: Values) -> Values:
    """Filter the digit twice with the row-difference kernel."""
    kernel = given["filter"]
    layer1 = correlate(DIGIT_FIVE, kernel, BELOW_RIGHT)
    turned = flip(exact(kernel))
    return {
        "layer1": layer1,
        "layer2": correlate(layer1, kernel, BELOW_RIGHT),
        "recovered_input": exact(DIGIT_FIVE),
        "layer1_with_true_convolution": correlate(DIGIT_FIVE, turned, BELOW_RIGHT),
        "layer1_relu": maximum(layer1, 0.0),
    }


def conv_filter_vertical_8x8(given: Values) -> Values:
    """Filter the digit with the column-difference kernel."""
    return {"layer1": correlate(given["input"], given["filter"], BELOW_RIGHT)}


def max_pool_2x2(given: Values) -> Values:
    """Pool the printed map."""
    image = exact(given["input"])
    kernel = [[-1, 1, 0]] * 3
    return {
        "max_pool": pooled(max_pool, image),
        "average_pool": pooled(average_pool, image),
        "global_average_pool": mean(image),
        "global_max_pool": max(image),
        "max_pool_of_filter2_map": pooled(
            max_pool, correlate(DIGIT_FIVE, kernel, BELOW_RIGHT)
        ),
        "relu_then_max_pool": pooled(max_pool, maximum(image, 0.0)),
    }


def kernel_3x3_illustration(given: Values) -> Values:
    """Turn a kernel round and let it see a picture of ones."""
    kernel = exact(given["kernel"])
    return {
        "sum": sum(kernel),
        "flipped_180": flip(kernel),
        "response_to_all_ones": correlate([[1.0] * 3] * 3, kernel)[0, 0],
    }


def conv_vs_corr_impulse(given: Values) -> Values:
    """Show an impulse: convolution copies the kernel, correlation turns it."""
    image, kernel = exact(given["image"]), exact(given["kernel"])
    return {
        "convolution": convolve(image, kernel, "same"),
        "correlation": correlate(image, kernel, "same"),
    }


def conv_1d_box(given: Values) -> Values:
    """Convolve boxes: a triangle, and one discrete example."""
    del given  # The box is fixed: 1 between -0.5 and 0.5.
    overlaps = {"0": 0.0, "0.25": 0.25, "0.5": 0.5, "1": 1.0}
    ones, ramp = exact([1, 1, 1]), exact([1, 2, 3])
    return {
        "box_conv_box_at": {
            name: maximum(0.0, 1 - exact(shift)) for name, shift in overlaps.items()
        },
        "discrete_full_conv_1_1_1_with_1_2_3": convolve(ones, ramp),
    }


def conv_shape_10_3_8(given: Values) -> Values:
    """Count what three filters make of a 10 x 10 picture."""
    layer = Conv2D(given["filters"], given["filter"], strides=given["stride"])
    maps = layer(exact([[[[0.0]] * 10] * 10]))
    _, height, width, filters = maps.shape
    return {
        "output": [height, width],
        "feature_maps": filters,
        "parameters_with_bias": layer.count_params(),
    }


def receptive_field(given: Values) -> Values:
    """Add up how far a unit sees, and how far apart neighbors look."""
    fields = {name: _field(stack) for name, stack in given["stacks"].items()}
    return {
        "three_3x3": fields["three_3x3"],
        "conv3_conv3_no_pool": _field([[3, 1], [3, 1]]),
        "conv3_pool2_conv3": fields["conv3_pool2_conv3"],
        "lenet5_to_C5": fields["lenet5"],
        "vgg16_to_pool5": fields["vgg16_to_pool5"],
    }


def _field(stack: list[list[int]]) -> list[int]:
    """Return [receptive field, distance between neighbors] of layers (size, stride)."""
    field, jump = 1, 1
    for size, stride in stack:
        field, jump = field + (size - 1) * jump, jump * stride
    return [field, jump]


def _digit_five() -> list[list[float]]:
    strokes = ["...###..", "...#....", "...###..", ".....#..", ".....#..", "...###.."]
    rows = [[float(mark == "#") for mark in line] for line in strokes]
    picture: list[list[float]] = pad(exact(rows), ((1, 1), (0, 0))).tolist()
    return picture


DIGIT_FIVE = _digit_five()
