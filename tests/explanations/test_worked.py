"""A written training step holds the library's own numbers and changes nothing."""

import numpy as np
import pytest

import limpid
from limpid.errors import ConfigError, ShapeError
from limpid.explanations import take_apart, worked
from limpid.losses import BinaryCrossentropy, HalfSquaredError
from limpid.numbers import load_cases
from limpid.numbers.exact import network
from limpid.optimizers import SGD, Adam

CASES = {case.id: case for case in load_cases()}


def compiled(weights, eta, loss=None):
    model = network(weights)
    model.compile(SGD(eta), loss or HalfSquaredError())
    return model


def mazur():
    given = CASES["net-2-2-2-mazur"].inputs
    w, v = given["w1_w4"], given["w5_w8"]
    first, last = ([w[:2], w[2:]], [0.35, 0.35]), ([v[:2], v[2:]], [0.6, 0.6])
    model = compiled([first, last], given["eta"])
    for layer in model.layers:
        layer.bias.trainable = False
    return model, given["input"], given["target"]


def test_the_2_2_2_net_is_written_with_the_numbers_of_the_lecture():
    exact = CASES["net-2-2-2-mazur"].exact
    page = worked(*mazur(), digits=9)
    keys = (
        "net_h1",
        "out_h1",
        "out_h2",
        "out_o1",
        "E_total",
        "dE_dw5",
        "w5_new",
        "w1_new",
    )
    for key in (*keys, "E_after_1", "dE_dout_o1", "dout_o1_dnet"):
        assert f"{exact[key]:.9g}" in page


def test_the_step_of_the_2_2_1_net_uses_the_old_output_weights():
    case = CASES["net-2-2-1-target-half"]
    w, right = case.inputs["weights"], case.more_exact["correct_old_output_weights"]
    hidden = [[w["w3"], w["w4"]], [w["w5"], w["w6"]]]
    model = compiled([(hidden, None), ([[w["w1"], w["w2"]]], None)], 1.0)
    step = take_apart(model, case.inputs["input"], [case.inputs["target"]])
    first, last = step.layers
    deltas = [right["delta1"], right["delta2"]]
    np.testing.assert_allclose(first.delta[0], deltas, rtol=1e-12)
    new = (first.before["kernel"] + first.changes["kernel"]).T.ravel()
    np.testing.assert_allclose(new, [right[f"w{i}"] for i in (3, 4, 5, 6)], rtol=1e-12)
    assert step.loss_after == pytest.approx(right["new_half_squared_error"], rel=1e-12)
    assert last.net[0, 0] == pytest.approx(case.exact["net_final"], rel=1e-12)


def test_deltas_follow_the_delta_rule():
    case = CASES["net-2-3-2-delta-rule"]
    given, exact = case.inputs, case.more_exact
    hidden = given["W_hidden_rows_A_B_C_cols_lambda_omega"]
    out = given["W_out_rows_alpha_beta_cols_A_B_C"]
    model = compiled([(hidden, None), (out, None)], given["eta"])
    first, last = take_apart(model, given["input"], given["target"]).layers
    np.testing.assert_allclose(first.delta[0], exact["delta_hidden"], rtol=1e-12)
    np.testing.assert_allclose(last.delta[0], exact["delta_out"], rtol=1e-12)


def test_the_walkthrough_net_takes_the_true_gradient_step():
    case = CASES["walkthrough-3-2-1"]
    given, right = case.inputs, case.more_exact["true_gradient"]
    model = compiled([(given[f"W{i}"], None) for i in (1, 2, 3)], given["eta"])
    layers = take_apart(model, given["x"], [given["target"]]).layers
    for i, layer in enumerate(layers, 1):
        change = layer.changes["kernel"].T
        np.testing.assert_allclose(change, right[f"step_W{i}"], rtol=1e-12)


def test_the_three_layer_net_has_every_gradient_of_the_chain_rule():
    case = CASES["three-layer-chain-rule"]
    given, exact = case.inputs, case.more_exact
    weights = [(given[f"W{i}"], given[f"b{i}"]) for i in (1, 2, 3)]
    model = compiled(weights, 0.5, BinaryCrossentropy())
    step = take_apart(model, given["x"], [given["y"]])
    assert step.loss_before == pytest.approx(exact["loss"], rel=1e-12)
    for i, layer in enumerate(step.layers, 1):
        found = layer.gradients["kernel"].T, layer.gradients["bias"]
        np.testing.assert_allclose(found[0], exact[f"grad_W{i}"], rtol=1e-9)
        np.testing.assert_allclose(found[1], exact[f"grad_b{i}"], rtol=1e-9)


@pytest.mark.parametrize("optimizer", [SGD(0.5, momentum=0.9), Adam(0.01), SGD(0.1)])
def test_the_step_is_the_one_training_takes_and_the_model_stays_as_it_was(optimizer):
    model, x, y = mazur()
    model.compile(optimizer, HalfSquaredError())
    before = model.get_weights()
    step = take_apart(model, x, y)
    for old, now in zip(before, model.get_weights(), strict=True):
        assert np.array_equal(old, now)
    assert int(optimizer.iterations) == 0
    loss = model.train_on_batch(np.array([x]), np.array([y]))
    assert step.loss_before == pytest.approx(loss, rel=1e-6)
    changed = model.layers[0].kernel.numpy() - before[0]
    np.testing.assert_allclose(step.layers[0].changes["kernel"], changed, rtol=1e-12)


def test_a_batch_in_matrix_style_sums_the_gradients_of_its_examples():
    model = compiled([([[0.1, 0.2], [0.3, -0.4]], [0.0, 0.1])], 0.5)
    x, y = np.array([[1.0, 2.0], [-0.5, 0.3]]), np.array([[0.0, 1.0], [1.0, 0.0]])
    (layer,) = take_apart(model, x, y).layers
    np.testing.assert_allclose(
        layer.gradients["kernel"], -x.T @ layer.delta, rtol=1e-12
    )
    page = worked(model, x, y, style="matrix")
    assert "δ_1 = -∂E/∂out_1 ∘ f'(net_1)" in page
    assert "∂E/∂W_1 = -out_0ᵀ @ δ_1" in page


@pytest.mark.parametrize("style", ["scalar", "matrix"])
@pytest.mark.parametrize("format", ["text", "markdown", "latex"])
def test_every_style_is_written_in_every_format(style, format):
    page = mazur()[0].worked(*mazur()[1:], style=style, format=format)
    assert page.count("{") == page.count("}")
    assert "0.298371" in page
    assert "0.291028" in page
    opening = {"text": "One training step\n====", "markdown": "# One training step"}
    assert page.startswith(opening.get(format, r"\section*{One training step}"))
    assert page._repr_mimebundle_()["text/plain"] == page


def test_layers_that_cannot_be_unfolded_are_named():
    layers = [
        limpid.layers.Dense(3, "relu"),
        limpid.layers.Dropout(0.5),
        limpid.layers.Dense(2, "softmax"),
    ]
    model = limpid.Sequential(layers)
    model(limpid.zeros((1, 2)))
    model.compile("adam", "categorical_crossentropy")
    page = worked(model, [0.5, 0.1], [0.0, 1.0])
    assert "(Dropout), not unfolded; output (1, 3)" in page
    assert "Adam" in page
    assert "its rule is not unfolded here" in page.replace("\n", " ")


def test_a_penalty_in_the_gradient_is_not_called_a_product():
    dense = limpid.layers.Dense(1, kernel_regularizer="l2", dtype="float64")
    model = limpid.Sequential([dense], dtype="float64")
    model(np.ones((1, 2)))
    model.compile("sgd", HalfSquaredError())
    page = worked(model, [1.0, 2.0], [0.5])
    assert "∂E/∂w_1,1,1 = -δ" not in page
    assert "∂E/∂b_1,1   = -δ_1,1" in page


def test_wrong_use_is_answered_with_one_sentence():
    model, x, y = mazur()
    with pytest.raises(ConfigError, match="did you mean 'matrix'"):
        worked(model, x, y, style="matrx")
    with pytest.raises(ConfigError, match="did you mean 'latex'"):
        worked(model, x, y, format="latx")
    with pytest.raises(ShapeError, match="style='matrix'"):
        worked(model, [x, x], [y, y])
    with pytest.raises(ShapeError, match="2 examples but 1"):
        worked(model, [x, x], [y], style="matrix")
    with pytest.raises(ConfigError, match="compile"):
        worked(network([([[1.0]], None)]), [1.0], [1.0])
    with pytest.raises(ConfigError, match="Sequential"):
        worked(limpid.layers.Dense(1), x, y)


def test_a_model_that_has_seen_no_data_is_built_first():
    layer = limpid.layers.Dense(1, "sigmoid", kernel_initializer="ones")
    model = limpid.Sequential([layer])
    model.compile(limpid.optimizers.SGD(0.5), loss="mean_squared_error")
    page = str(model.worked([[0.5, 1.0]], [[1.0]]))
    assert "1·0.5 + 1·1 + 0 = 1.5" in page
    assert layer.get_weights()[0].tolist() == [[1.0], [1.0]]
