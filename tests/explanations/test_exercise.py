"""Sheets repeat by their seed, and NumPy alone finds the same answers."""

import numpy as np
import pytest

from limpid.errors import ConfigError
from limpid.explanations.exercise import exercise, kinds, problems

SEEDS = range(12)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def all_of(kind):
    return [problem for seed in SEEDS for problem in problems(kind, 3, seed)]


def forward(given):
    hidden = sigmoid(given["x"] @ given["W_1"] + given["b_1"])
    return hidden, sigmoid(hidden @ given["W_2"] + given["b_2"])


def test_forward_passes():
    for problem in all_of("forward_pass"):
        hidden, out = forward(problem.given)
        np.testing.assert_allclose(problem.answer["hidden"], hidden, rtol=1e-12)
        np.testing.assert_allclose(problem.answer["out"], out, rtol=1e-12)


FORMULAS = {
    "(x + y) * z": lambda x, y, z: (x + y) * z,
    "x * y + y * z": lambda x, y, z: x * y + y * z,
    "(x - y) * (y + z)": lambda x, y, z: (x - y) * (y + z),
    "x * exp(y) + z": lambda x, y, z: x * np.exp(y) + z,
    "maximum(x, y) * z": lambda x, y, z: max(x, y) * z,
    "sigmoid(x * y + z)": lambda x, y, z: sigmoid(x * y + z),
    "(x * y + z) ** 2": lambda x, y, z: (x * y + z) ** 2,
    "x / (y * y + 1) - z": lambda x, y, z: x / (y * y + 1) - z,
    "tanh(x) * y * z": lambda x, y, z: np.tanh(x) * y * z,
}


def test_expression_graphs():
    for problem in all_of("expression_graph"):
        f = FORMULAS[problem.given["expression"]]
        at = {name: problem.given[name] for name in "xyz"}
        assert problem.answer["f"] == pytest.approx(f(**at), rel=1e-12)
        for name in "xyz":
            h = 1e-6
            rise = f(**at | {name: at[name] + h}) - f(**at | {name: at[name] - h})
            assert problem.answer[f"d{name}"] == pytest.approx(rise / (2 * h), abs=1e-7)


def test_training_steps():
    for problem in all_of("training_step"):
        given, answer = problem.given, problem.answer
        x, eta = given["x"][None], given["eta"]
        hidden, out = forward({**given, "x": x})
        delta = (given["target"] - out) * out * (1 - out)
        delta_hidden = delta @ given["W_2"].T * hidden * (1 - hidden)
        new = {
            "W_1": given["W_1"] + eta * x.T @ delta_hidden,
            "b_1": given["b_1"] + eta * delta_hidden[0],
            "W_2": given["W_2"] + eta * hidden.T @ delta,
            "b_2": given["b_2"] + eta * delta[0],
        }
        for name, value in new.items():
            np.testing.assert_allclose(answer[f"{name}_new"], value, rtol=1e-10)
        after = forward({"x": x, **new})[1]
        losses = [((given["target"] - o) ** 2).sum() / 2 for o in (out, after)]
        assert [answer["before"], answer["after"]] == pytest.approx(losses, rel=1e-10)


def test_softmax_and_cross_entropy():
    for problem in all_of("softmax_cross_entropy"):
        powers = np.exp(problem.given["scores"])
        p, label = powers / powers.sum(), problem.given["label"]
        np.testing.assert_allclose(problem.answer["probabilities"], p, rtol=1e-12)
        assert problem.answer["loss"] == pytest.approx(-np.log(p[label]), rel=1e-12)
        slope = p - np.eye(3)[label]
        np.testing.assert_allclose(problem.answer["gradient"], slope, atol=1e-12)


def test_convolutions():
    for problem in all_of("convolution"):
        image, kernel = problem.given["image"], problem.given["kernel"]
        windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
        maps = np.einsum("ijab,ab->ij", windows, kernel)
        assert np.array_equal(problem.answer["map"], maps)
        blocks = np.maximum(maps, 0).reshape(2, 2, 2, 2).max(axis=(1, 3))
        assert np.array_equal(problem.answer["pooled"], blocks)


def test_perceptron_epochs():
    for problem in all_of("perceptron_rule"):
        w, mistakes = np.array(problem.given["start"]), 0
        inputs = [(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1)]
        for x, target in zip(inputs, problem.given["targets"], strict=True):
            guess = 1 if w @ x >= 0 else -1
            mistakes += guess != target
            w = w + (target - guess) * np.array(x)
        assert np.array_equal(problem.answer["weights"], w)
        assert problem.answer["mistakes"] == mistakes


def test_shapes_and_parameters():
    for problem in all_of("shapes_and_parameters"):
        g = problem.given
        maps = g["size"] - g["kernel"] + 1
        flat = (maps // 2) ** 2 * g["filters"]
        convolution = g["filters"] * (g["kernel"] ** 2 * g["channels"] + 1)
        assert problem.answer["total"] == convolution + (flat + 1) * g["classes"]
        shapes = [(maps, maps, g["filters"]), (maps // 2, maps // 2, g["filters"])]
        assert problem.answer["shapes"] == [*shapes, (flat,), (g["classes"],)]


def test_gradient_descent():
    for problem in all_of("gradient_descent"):
        g = problem.given
        x, v, path = g["start"], 0.0, [g["start"]]
        for _ in range(3):
            v = g["momentum"] * v - g["rate"] * 2 * (x - g["center"])
            x += v
            path.append(x)
        assert problem.answer["path"] == pytest.approx(path, rel=1e-12)


def test_every_kind_is_solved_above():
    assert set(kinds()) == {
        "convolution",
        "expression_graph",
        "forward_pass",
        "gradient_descent",
        "perceptron_rule",
        "shapes_and_parameters",
        "softmax_cross_entropy",
        "training_step",
    }


def test_a_seed_gives_the_same_sheet_and_another_seed_another():
    sheets = [exercise(count=8, seed=seed) for seed in (1, 1, 2)]
    assert sheets[0] == sheets[1]
    assert sheets[0] != sheets[2]


def test_a_longer_sheet_begins_with_the_shorter():
    short, long = problems(count=3, seed=4), problems(count=8, seed=4)
    for a, b in zip(short, long, strict=False):
        assert repr(a.answer) == repr(b.answer)


@pytest.mark.parametrize("format", ["text", "markdown", "latex"])
def test_solutions_can_be_left_out(format):
    full = exercise(count=8, format=format)
    asked = exercise(count=8, format=format, solutions=False)
    assert "Solution" in full
    assert "Solution" not in asked
    assert full.count("{") == full.count("}")


def test_a_latex_sheet_is_a_whole_document_of_plain_characters():
    sheet = exercise(count=16, seed=3, format="latex")
    assert sheet.startswith(r"\documentclass")
    assert sheet.rstrip().endswith(r"\end{document}")
    assert sheet.isascii()
    for environment in ("align*", "bmatrix", "tabular"):
        begins = sheet.count(rf"\begin{{{environment}}}")
        assert begins == sheet.count(rf"\end{{{environment}}}") > 0


def test_wrong_use_is_answered_with_one_sentence():
    with pytest.raises(ConfigError, match="did you mean 'convolution'"):
        exercise("convolutoin")  # typos: ignore
    with pytest.raises(ConfigError, match="1 to 100"):
        exercise(count=0)
    with pytest.raises(ConfigError, match="format"):
        exercise(format="pdf")
