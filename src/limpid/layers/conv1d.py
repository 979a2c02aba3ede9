from dataclasses import dataclass

from limpid.layers._conv import Conv


@dataclass(eq=False, repr=False)
class Conv1D(Conv):
    """Convolution over steps: each filter slides over the input and is a weighted sum.

    Args:
        filters: The number of feature maps.
        kernel_size: The window's size, for all axes or each.
        strides: The step between windows.
        padding: 'valid' (none), 'same' (zeros so that stride 1 keeps the size) or
            'causal' (zeros before).
        data_format: 'channels_last', the only one.
        dilation_rate: The step between the elements of a window.
        groups: The channels are cut into so many groups, each with its own filters.
        activation: Applied to the result.

    The other settings are those of Dense.

    Shapes: inputs (batch, steps, channels); kernel (*size, channels /
        groups, filters); outputs (batch, steps', filters).

    Source: LeCun et al. 1998, section II. The kernel is not flipped.
    """

    spatial_ndim = 1
    paddings = ("valid", "same", "causal")

    EXAMPLES = (
        ({"filters": 3, "kernel_size": 2}, (2, 5, 4)),
        ({"filters": 2, "kernel_size": 3, "padding": "causal"}, (2, 5, 1)),
    )
