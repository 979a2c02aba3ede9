"""Gradcheck passes what is right and catches each gradient error of the lectures."""

from dataclasses import dataclass

import numpy as np
import pytest

import limpid
from limpid import Tensor, Variable
from limpid.errors import ConfigError, DTypeError, LimpidFileError, ShapeError
from limpid.explanations import gradcheck, gradcheck_model
from limpid.explanations.gradcheck import LIMIT
from limpid.explanations.gradcheck_targets import reports
from limpid.graph import Binary, Op, Unary, apply

RANDOM = np.random.default_rng(5)


@dataclass(frozen=True)
class BinaryCrossentropyAsOnTheSlide(Binary):
    """The slide's derivative has a minus before (1 - y) / (1 - a)."""

    sign: float = -1.0

    def reference(self, y, a):
        return -(y * np.log(a) + (1 - y) * np.log(1 - a))

    def vjp(self, g, loss, y, a):
        return None, g * (-y / a + self.sign * (1 - y) / (1 - a))


@dataclass(frozen=True)
class SigmoidAsOnTheSlide(Unary):
    """The slide's derivative divides by (1 + e^x)^2."""

    sign: float = 1.0

    def reference(self, x):
        return 1 / (1 + np.exp(-x))

    def vjp(self, g, y, x):
        return (g * limpid.exp(-x) / (1 + limpid.exp(self.sign * x)) ** 2,)


@dataclass(frozen=True)
class OutputLayerUpdatedFirst(Op):
    """The lecture carries the error back through weights that it has just changed."""

    eta: float = 1.0

    def shape(self, hidden, w):
        return hidden[0], w[1]

    def reference(self, hidden, w):
        return hidden @ w

    def vjp(self, g, net, hidden, w):
        by_w = limpid.matmul(limpid.matrix_transpose(hidden), g)
        updated = w - self.eta * by_w
        return limpid.matmul(g, limpid.matrix_transpose(updated)), by_w


@dataclass(frozen=True)
class PenaltyOfTheDemo(Op):
    """The demo adds 0.5 λ W for the penalty λ sum(W^2)."""

    factor: float = 0.5

    def shape(self, w):
        return ()

    def reference(self, w):
        return np.asarray(0.1 * np.sum(w * w))

    def vjp(self, g, loss, w):
        return (g * (self.factor * 0.1) * w,)


def bce(op):
    y, a = Tensor([0.0, 1.0, 0.0], "float64"), [0.2, 0.7, 0.9]
    return gradcheck(lambda a: apply(op, y, a), [np.array(a)])


def small_net(op):
    hidden_weights = RANDOM.normal(size=(2, 2))

    def loss(w):
        hidden = limpid.sigmoid(limpid.matmul(np.array([[0.35, 0.9]]), w))
        out = limpid.sigmoid(apply(op, hidden, np.array([[0.3], [0.9]])))
        return 0.5 * limpid.square(out - 0.5)

    return gradcheck(loss, [hidden_weights])


FAULTS = {
    "bce sign": (
        lambda: bce(BinaryCrossentropyAsOnTheSlide()),
        lambda: bce(BinaryCrossentropyAsOnTheSlide(sign=1.0)),
    ),
    "sigmoid derivative": (
        lambda: gradcheck(lambda x: apply(SigmoidAsOnTheSlide(), x), [np.array([1.0])]),
        lambda: gradcheck(
            lambda x: apply(SigmoidAsOnTheSlide(sign=-1.0), x), [np.array([1.0])]
        ),
    ),
    "updated output weights": (
        lambda: small_net(OutputLayerUpdatedFirst()),
        lambda: small_net(OutputLayerUpdatedFirst(eta=0.0)),
    ),
    "demo's 0.5 lambda W": (
        lambda: gradcheck(
            lambda w: apply(PenaltyOfTheDemo(), w),
            [np.array([[1.0, 2.0], [2.0, -4.0]])],
        ),
        lambda: gradcheck(
            lambda w: apply(PenaltyOfTheDemo(factor=2.0), w),
            [np.array([[1.0, 2.0], [2.0, -4.0]])],
        ),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_error_of_the_lectures_is_caught(fault):
    wrong, right = FAULTS[fault]
    assert wrong().worst > 1000 * LIMIT
    assert not wrong().passes()
    assert right().passes()


def test_the_report_names_the_worst_place_with_both_numbers():
    report = gradcheck(
        lambda w: apply(PenaltyOfTheDemo(), w), [np.array([1.0, -4.0])], names=["w"]
    )
    (check,) = report.checks
    assert check.name == "w"
    assert check.place == (1,)
    assert check.found == pytest.approx(4 * check.expected / 16)
    assert "w  worst relative error" in str(report)


def test_a_gradient_of_nan_does_not_pass():
    @dataclass(frozen=True)
    class Broken(Unary):
        def reference(self, x):
            return x

        def vjp(self, g, y, x):
            return (g * float("nan"),)

    assert not gradcheck(lambda x: apply(Broken(), x), [np.ones(2)]).passes()


def test_variables_are_checked_and_left_as_they_were():
    w = Variable(np.array([0.5, -0.2]), dtype="float64", name="w")
    report = gradcheck(lambda x: limpid.tanh(x * w), [np.ones(2)], variables=[w])
    assert report.passes()
    assert [check.name for check in report.checks] == ["input 0", "w"]
    assert w.numpy().tolist() == [0.5, -0.2]


def test_a_model_is_checked_in_double_precision_and_left_in_single():
    layers = [limpid.layers.Dense(3, "tanh"), limpid.layers.Dense(2, "softmax")]
    model = limpid.Sequential(layers)
    model(limpid.zeros((1, 2)))
    model.compile("sgd", "categorical_crossentropy")
    before = model.get_weights()
    x, y = [[0.1, 0.2], [0.5, -0.3]], [[1.0, 0.0], [0.0, 1.0]]
    report = gradcheck_model(model, x, y)
    assert report.passes()
    assert len(report.checks) == 5
    for old, now in zip(before, model.get_weights(), strict=True):
        assert now.dtype == np.float32
        assert np.array_equal(old, now)


def test_the_directional_derivative_is_the_dot_product_with_the_gradient():
    def f(x):
        return float(limpid.sum(limpid.tanh(x) * limpid.exp(x[::-1])))

    point = RANDOM.normal(size=5)
    x = Tensor(point)
    y = limpid.sum(limpid.tanh(x) * limpid.exp(x[::-1]))
    gradient = limpid.gradients(y, x).numpy()
    steepest = np.linalg.norm(gradient)
    for direction in RANDOM.normal(size=(100, 5)):
        unit = direction / np.linalg.norm(direction)
        h = 1e-5
        slope = (f(Tensor(point + h * unit)) - f(Tensor(point - h * unit))) / (2 * h)
        assert slope == pytest.approx(gradient @ unit, abs=1e-7)
        # Nothing descends faster than along minus the gradient.
        assert slope >= -steepest - 1e-7


def test_integers_are_no_directions_to_move_in():
    report = gradcheck(limpid.take, [np.ones(3), np.array([0, 2])])
    assert [check.name for check in report.checks] == ["input 0"]


def test_a_function_without_floats_is_refused():
    with pytest.raises(DTypeError, match="no floats"):
        gradcheck(lambda x: x > 0, [np.ones(2)])


def test_a_gradient_of_another_shape_is_refused():
    @dataclass(frozen=True)
    class Transposed(Unary):
        def reference(self, x):
            return x

        def vjp(self, g, y, x):
            return (limpid.matrix_transpose(g),)

    with pytest.raises(ShapeError):
        gradcheck(lambda x: apply(Transposed(), x), [np.ones((2, 3))])


def test_everything_in_the_library_passes():
    found = dict(reports("all"))
    assert [name for name, report in found.items() if not report.passes()] == []
    for name in ("layers.Dense(units=3)", "losses.BinaryCrossentropy", "ops.Tanh"):
        assert name in found


BLOCK = """
from limpid.layers import Layer

class Scale(Layer):
    def build(self, input_shape):
        self.factor = self.add_weight((input_shape[-1],), "ones")

    def call(self, inputs):
        return inputs * self.factor
"""


def test_a_block_of_the_users_own_file_is_checked(tmp_path):
    path = tmp_path / "block.py"
    path.write_text(BLOCK, encoding="utf-8")
    ((_, report),) = reports(f"{path}:Scale")
    assert report.passes()
    assert len(report.checks) == 2
    with pytest.raises(ConfigError, match="did you mean 'Scale'"):
        list(reports(f"{path}:Scal"))
    with pytest.raises(LimpidFileError, match="no file"):
        list(reports(f"{tmp_path}/other.py:Scale"))


def test_a_saved_model_is_checked(tmp_path):
    model = limpid.Sequential([limpid.Input((3,)), limpid.layers.Dense(2, "sigmoid")])
    path = tmp_path / "model.safetensors"
    model.save(path)
    ((_, report),) = reports(str(path))
    assert report.passes()
    assert len(report.checks) == 3


def test_an_unknown_target_gives_the_nearest_name():
    with pytest.raises(ConfigError, match="did you mean 'Dense'"):
        list(reports("Dens"))
