"""What lectures claim, measured: λ pushes back, and larger batches are less noisy."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid import linalg
from limpid.graph.tensor import Tensor
from limpid.ops.matmul import matmul
from limpid.ops.mean import mean
from limpid.studio.screens._overfitting_problem import Problem
from limpid.studio.screens._overfitting_state import GradientNoise, Sweep
from limpid.studio.screens._polynomials import terms_of
from limpid.studio.units import Units

Array = NDArray[Any]

STRENGTHS = np.logspace(-6, 2, 17)
CURVE_DEGREE, PLANE_DEGREE = 9, 4
BATCH_SIZES = (1, 2, 4, 8, 16, 32, 64)
DRAWS = 400


def sweep(problem: Problem) -> Sweep:
    """Return how well polynomials fit that are punished more and more.

    Least squares with λ‖w‖² is convex: one solution a λ, found by linear equations.
    """
    design, targets = powers(problem.x), _targets(problem.y)
    fresh, truths = powers(problem.val_x), _targets(problem.val_y)
    weights = [solution(design, targets, strength) for strength in STRENGTHS]
    return Sweep(
        strengths=STRENGTHS,
        train=np.array([_squared_error(design, w, targets) for w in weights]),
        val=np.array([_squared_error(fresh, w, truths) for w in weights]),
        norms=np.array(
            [float(linalg.vector_norm(w[1:], axis=None).item()) for w in weights]
        ),
        terms=design.shape[1],
    )


def solution(design: Array, targets: Array, strength: float) -> Tensor:
    """Return the weights of least mean squared error + strength · ‖w‖², bias apart."""
    count, terms = design.shape
    penalty = strength * np.diag([0.0, *np.ones(terms - 1)])
    left = matmul(design.T, design) / count + penalty
    return linalg.solve(left, matmul(design.T, targets) / count)


def powers(x: Array) -> Array:
    """Return the powers of a number, or of two and their products, 1 first."""
    x = x.astype(np.float64)
    if x.shape[1] == 1:
        return np.asarray(x ** np.arange(CURVE_DEGREE + 1))
    return terms_of(x[:, 0], x[:, 1], PLANE_DEGREE)


def _targets(y: Array) -> Array:
    """Return numbers to be fitted: -1 and 1 of classes."""
    column = y[:, 0]
    is_classes = np.isin(column, (0, 1)).all()
    return np.asarray(2 * column - 1 if is_classes else column, np.float64)


def _squared_error(design: Array, weights: Tensor, targets: Array) -> float:
    return float(mean((matmul(design, weights) - targets) ** 2).item())


def gradient_noise(looks: Units, problem: Problem, seed: int) -> GradientNoise:
    """Return the variance of a batch's gradient at the weights of now, by its size.

    A batch's gradient is the mean of its examples', so each example's is asked for
    once, and batches are drawn from these with replacement.
    """
    singles = np.stack([_gradient(looks, problem, i) for i in range(len(problem.x))])
    singles -= singles.mean(0)
    # The squared length of a mean of rows needs their dot products only.
    products = np.asarray(matmul(singles, singles.T).numpy())
    random = np.random.default_rng([seed, 3])
    variances = np.array([_variance(products, n, random) for n in BATCH_SIZES])
    with np.errstate(all="ignore"):
        logs = np.log(variances)
    slope = np.nan
    if np.isfinite(logs).all():
        slope = float(np.polyfit(np.log(BATCH_SIZES), logs, 1)[0])
    return GradientNoise(sizes=list(BATCH_SIZES), variances=variances, slope=slope)


def _gradient(looks: Units, problem: Problem, index: int) -> Array:
    rows = slice(index, index + 1)
    found = looks.gradients(problem.x[rows], problem.y[rows])
    return np.concatenate([g.ravel() for pair in found for g in pair]).astype(float)


def _variance(products: Array, size: int, random: Any) -> float:
    """Return the mean squared distance of a batch's gradient from the full one."""
    count = len(products)
    shares = random.multinomial(size, np.full(count, 1 / count), DRAWS) / size
    return float(np.mean(np.sum((shares @ products) * shares, axis=1)))
