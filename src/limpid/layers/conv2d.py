from dataclasses import dataclass

from limpid.layers._conv import Conv


@dataclass(eq=False, repr=False)
class Conv2D(Conv):
    """Convolution over images: each filter slides over the input and is a weighted sum.

    Args:
        filters: The number of feature maps.
        kernel_size: The window's size, for all axes or each.
        strides: The step between windows.
        padding: 'valid' (none) or 'same' (zeros so that stride 1 keeps the size).
        data_format: 'channels_last', the only one.
        dilation_rate: The step between the elements of a window.
        groups: The channels are cut into so many groups, each with its own filters.
        activation: Applied to the result.

    The other settings are those of Dense.

    Shapes: inputs (batch, height, width, channels); kernel (*size, channels /
        groups, filters); outputs (batch, height', width', filters).

    Source: LeCun et al. 1998, section II. The kernel is not flipped.
    """

    spatial_ndim = 2

    EXAMPLES = (
        ({"filters": 3, "kernel_size": 2}, (2, 5, 6, 4)),
        (
            {"filters": 4, "kernel_size": (3, 2), "strides": 2, "padding": "same"},
            (2, 5, 6, 2),
        ),
        ({"filters": 4, "kernel_size": 2, "groups": 2}, (1, 3, 4, 4)),
    )
