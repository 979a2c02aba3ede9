import numpy as np

from limpid.explanations.page import Block, Matrix, Paragraph
from limpid.explanations.problem import Problem
from limpid.graph.tensor import Tensor
from limpid.ops import conv, max_pool, relu, reshape


def convolution(random: np.random.Generator) -> Problem:
    """Ask for a feature map, its ReLU and its pooled form."""
    size = int(random.choice([2, 3]))
    # As many windows along each side as two poolings need.
    image = random.integers(0, 3, (size + 3, size + 3)).astype("float64")
    kernel = random.integers(-1, 2, (size, size)).astype("float64")
    x = reshape(Tensor(image), (1, *image.shape, 1))
    maps = conv(x, reshape(Tensor(kernel), (*kernel.shape, 1, 1)))
    pooled = max_pool(relu(maps), 2)
    question: list[Block] = [
        Paragraph(
            "Slide the kernel K over the picture X (step 1, no padding, the kernel not "
            "turned round). Then take ReLU, then the maximum of each 2 x 2 block."
        ),
        Matrix(["X"], image),
        Matrix(["K"], kernel),
    ]
    solution: list[Block] = [
        Matrix(["Y"], maps.numpy()[0, :, :, 0]),
        Matrix(["relu(Y)"], relu(maps).numpy()[0, :, :, 0]),
        Matrix(["max(relu(Y))"], pooled.numpy()[0, :, :, 0]),
    ]
    return Problem(
        kind="convolution",
        title="convolution by hand",
        question=question,
        solution=solution,
        given={"image": image, "kernel": kernel},
        answer={"map": maps.numpy()[0, :, :, 0], "pooled": pooled.numpy()[0, :, :, 0]},
    )
