"""The lectures' losses, against numbers worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import limpid
from limpid.losses import (
    HalfSquaredError,
    MeanSquaredError,
    binary_crossentropy,
    categorical_crossentropy,
    half_squared_error,
    hinge,
    kl_divergence,
    multiclass_hinge,
    one_vs_all_hinge,
    sparse_categorical_crossentropy,
    structured_hinge,
)

# Three images, scores for cat, car and frog; the labels are 0, 1, 2.
SCORES = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]])

# The nine points of the linear classifier's demonstration.
POINTS = np.array(
    [
        [0.5, 0.4], [0.8, 0.3], [0.3, 0.8], [-0.4, 0.3], [-0.3, 0.7], [-0.7, 0.2],
        [0.7, -0.4], [0.5, -0.6], [-0.4, -0.5],
    ]
)  # fmt: skip
CLASSES = np.repeat([0, 1, 2], 3)
W = np.array([[1.0, 2.0], [2.0, -4.0], [3.0, -1.0]])
B = np.array([0.0, 0.5, -0.5])

ROWS = arrays(float, (4, 3), elements=st.floats(-5, 5))


def test_weston_watkins_on_three_images():
    losses = multiclass_hinge([0, 1, 2], SCORES).numpy()
    np.testing.assert_allclose(losses, [2.9, 0.0, 12.9], rtol=1e-12, atol=1e-12)


def test_structured_loss_counts_only_the_largest_violation():
    losses = structured_hinge([0, 1, 2], SCORES).numpy()
    np.testing.assert_allclose(losses, [2.9, 0.0, 6.6], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("loss", "mean"),
    [
        (multiclass_hinge, 2.7666666666666675),
        (one_vs_all_hinge, 4.022222222222222),
        (structured_hinge, 2.3666666666666667),
        (sparse_categorical_crossentropy, 1.836640),
    ],
)
def test_nine_points_cost_what_the_demonstration_shows(loss, mean):
    scores = POINTS @ W.T + B
    settings = {"from_logits": True} if "crossentropy" in loss.__name__ else {}
    got = loss(CLASSES, scores, **settings).numpy().mean()
    assert got == pytest.approx(mean, abs=1e-6)


def test_gradient_of_the_nine_points():
    weights = limpid.Tensor(W)
    scores = limpid.matmul(POINTS, limpid.matrix_transpose(weights)) + B
    loss = limpid.sum(multiclass_hinge(CLASSES, scores)) / 9
    gradient = limpid.gradients(loss, [weights])[0].numpy()
    want = [[-0.433333, -0.033333], [0.411111, -0.377778], [0.022222, 0.411111]]
    np.testing.assert_allclose(gradient, want, atol=1e-6)


@given(ROWS)
def test_piecewise_form_is_the_maximum_form(scores):
    # A score exactly one below the right one costs nothing, in either form.
    scores[0, 1] = scores[0, 0] - 1
    labels = np.array([0, 1, 2, 0])
    want = np.zeros(4)
    for i, k in enumerate(labels):
        for j in range(3):
            if j != k and scores[i, j] - scores[i, k] + 1 > 0:
                want[i] += scores[i, j] - scores[i, k] + 1
    got = multiclass_hinge(labels, scores).numpy()
    np.testing.assert_allclose(got, want, rtol=1e-12, atol=1e-12)


@given(ROWS, st.floats(-100, 100))
def test_only_relative_scores_matter(scores, shift):
    labels = np.array([0, 1, 2, 0])
    for loss in (multiclass_hinge, structured_hinge, cross_entropy):
        before, after = loss(labels, scores), loss(labels, scores + shift)
        np.testing.assert_allclose(before.numpy(), after.numpy(), atol=1e-12)


def cross_entropy(labels, scores):
    return sparse_categorical_crossentropy(labels, scores, from_logits=True)


@given(ROWS)
def test_gradient_of_softmax_and_crossentropy_is_p_minus_onehot(scores):
    hot = np.eye(3)[[0, 1, 2, 0]]
    z = limpid.Tensor(scores)
    loss = limpid.sum(categorical_crossentropy(hot, z, from_logits=True))
    p = np.exp(scores - scores.max(-1, keepdims=True))
    p /= p.sum(-1, keepdims=True)
    gradient = limpid.gradients(loss, [z])[0].numpy()
    np.testing.assert_allclose(gradient, p - hot, atol=1e-12)


def test_right_point_inside_the_margin_still_pays():
    y = np.array([-1.0, 0, 0.5, 1, 2])[:, None]
    np.testing.assert_array_equal(hinge(np.ones((5, 1)), y).numpy(), [2, 1, 0.5, 0, 0])
    # Both signs are there, so nothing is converted.
    np.testing.assert_array_equal(hinge(-np.ones((5, 1)), y).numpy(), [0, 1, 1.5, 2, 3])


def test_sum_mean_and_half_sum_of_squares():
    y, q = np.array([[1.0], [2], [3]]), np.array([[1.5], [2], [2]])
    assert float(MeanSquaredError()(y, q)) == pytest.approx(1.25 / 3)
    assert float(MeanSquaredError(reduction="sum")(y, q)) == 1.25
    assert float(HalfSquaredError(reduction="sum")(y, q)) == 0.625
    assert float(half_squared_error(y[:, 0], q[:, 0])) == 0.625


def test_gradient_of_half_squared_error_is_the_difference():
    y, p = np.array([[1.0, 2.0]]), limpid.Tensor([[1.5, -1.0]])
    gradient = limpid.gradients(HalfSquaredError()(y, p), [p])[0]
    np.testing.assert_array_equal(gradient.numpy(), [[0.5, -3.0]])


def test_crossentropy_at_its_extremes():
    # Certain and right, guessing, and a hundredth for the right class.
    p = np.array([[1.0, 0.0], [0.5, 0.5], [0.01, 0.99]])
    losses = categorical_crossentropy([[1.0, 0.0]] * 3, p).numpy()
    np.testing.assert_allclose(losses, [0, np.log(2), 4.60517], atol=1e-6)


def test_binary_crossentropy_has_its_minus_sign():
    assert float(binary_crossentropy([1.0], [0.8])) == pytest.approx(0.223144, abs=1e-6)


def test_crossentropy_is_entropy_plus_divergence():
    rng = np.random.default_rng(0)
    p, q = rng.dirichlet(np.ones(5), 8), rng.dirichlet(np.ones(5), 8)
    entropy = -(p * np.log(p)).sum(-1)
    want = entropy + kl_divergence(p, q).numpy()
    np.testing.assert_allclose(categorical_crossentropy(p, q).numpy(), want, atol=1e-12)


def test_crossentropy_with_the_extra_term_is_another_number():
    z = np.array([3.2, 5.1, -1.7])
    p = np.exp(z) / np.exp(z).sum()
    softmax = float(sparse_categorical_crossentropy([0], z[None], from_logits=True)[0])
    assert softmax == pytest.approx(2.04035515280017, rel=1e-12)
    with_extra = 3 * float(binary_crossentropy(np.eye(3)[0], p))
    assert with_extra == pytest.approx(4.074259705968863, rel=1e-9)
