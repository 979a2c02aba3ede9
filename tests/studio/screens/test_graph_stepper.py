"""The graph stepper's numbers: the lectures', NumPy's, and the numeric check's."""

import json

import numpy as np
import pytest

from limpid import Sequential, layers
from limpid.errors import LimpidError
from limpid.explanations import evaluate, explain
from limpid.graph.gradient import gradients
from limpid.graph.tensor import Tensor
from limpid.numbers import load_cases
from limpid.studio.page import recording
from limpid.studio.screens._graph_stepper_examples import EXAMPLES
from limpid.studio.screens.graph_stepper import GraphStepper, GraphStepperState

CASES = {case.id: case for case in load_cases()}


def stepper(expression="(x + y) * z", at=10**6, **values):
    texts = {name: str(value) for name, value in values.items()}
    state = GraphStepperState(expression, texts) if texts else GraphStepperState()
    screen = GraphStepper(state=state)
    screen.advance_to(at)
    return screen


def shown(example, at=10**6):
    screen = GraphStepper(state=GraphStepperState(example.expression, example.values))
    screen.advance_to(at)
    return screen


def by_name(screen):
    return {node.name: node for node in screen.show().nodes}


def example(start):
    return next(one for one in EXAMPLES if one.title.startswith(start))


def test_first_example_has_the_lectures_numbers():
    exact, nodes = CASES["xyz-graph-002"].exact, by_name(stepper())
    assert float(nodes["f"].value) == exact["f"]
    found = {n: float(nodes[n].gradient) for n in ("q1", "x", "y", "z")}
    assert found == {
        "q1": exact["df_dq"], "x": exact["df_dx"], "y": exact["df_dy"],
        "z": exact["df_dz"],
    }  # fmt: skip


def test_lstm_cell_computes_the_lectures_step():
    """EXR-12: gates, cell and output are all there to be stepped through."""
    nodes = shown(example("Vectors: LSTM cell")).show().nodes
    values = [np.asarray(node.value).ravel() for node in nodes]
    for name, want in CASES["lstm-cell-step"].more_exact.items():
        found = [v for v in values if v.shape == (2,) and np.allclose(v, want, 1e-12)]
        assert found, name


def test_lstm_cell_has_the_gradients_of_the_layer():
    nodes, case = by_name(shown(example("Vectors: LSTM cell"))), CASES["lstm-cell-step"]
    h, x = (np.array(case.inputs[name]) for name in ("h_prev", "x"))
    found = np.concatenate([np.asarray(nodes[f"W{g}"].gradient) for g in "ifgo"])
    rows = {g: i for i, g in enumerate("figo")}
    kernel = np.array(case.inputs["W_rows_f_i_g_o_on_h_then_x"]).reshape(4, 2, 4)
    # Keras orders the gates i, f, g, o and keeps the two kernels apart.
    kernel = np.concatenate([kernel[rows[g]] for g in "ifgo"]).T
    cell = layers.LSTM(2, dtype="float64")
    cell.build((1, 1, 2))
    cell.set_weights([kernel[2:], kernel[:2], np.repeat([0, 1, 0, 0], 2)])
    state = [Tensor(row[None]) for row in (h, np.array(case.inputs["c_prev"]))]
    loss = cell(x[None, None], initial_state=state).sum()
    by_input, by_state, _ = gradients(loss, cell.trainable_variables)
    want = np.concatenate([by_state.numpy(), by_input.numpy()]).T
    np.testing.assert_allclose(found, want, rtol=1e-9)


@pytest.mark.parametrize("title", ["Sigmoid of gates", "Sigmoid as one gate"])
def test_sigmoid_circuit_has_the_gradients_of_the_course_notes(title):
    exact, nodes = (
        CASES["sigmoid-gate-graph"].more_exact,
        by_name(shown(example(title))),
    )
    assert float(nodes["f"].value) == pytest.approx(exact["f"], rel=1e-14)
    for name in ("w0", "x0", "w1", "x1", "w2"):
        gradient = float(nodes[name].gradient)
        assert gradient == pytest.approx(exact[f"grad_{name}"], rel=1e-12)


def test_three_layer_network_has_every_gradient_of_the_chain_rule():
    exact = CASES["three-layer-chain-rule"].more_exact
    nodes = by_name(shown(example("Vectors: three layers")))
    assert float(np.sum(nodes["f"].value)) == pytest.approx(exact["loss"], rel=1e-12)
    for name in ("W1", "W2", "W3", "b1", "b2", "b3"):
        wanted = np.array(exact[f"grad_{name}"])
        found = nodes[name].gradient.reshape(wanted.shape)
        np.testing.assert_allclose(found, wanted, rtol=1e-9)


@pytest.mark.parametrize("one", EXAMPLES, ids=lambda one: one.title)
def test_every_gradient_agrees_with_its_numeric_check(one):
    for node in shown(one).show().nodes:
        if node.gradient is not None:
            largest = max(np.abs(node.gradient).max(), 1e-2)
            assert np.abs(node.gradient - node.check).max() <= 1e-6 * largest, node.name


@pytest.mark.parametrize("one", EXAMPLES, ids=lambda one: one.title)
def test_upstream_times_local_is_what_each_line_hands_back(one):
    nodes = shown(one).show().nodes
    for node in nodes:
        for edge in node.edges:
            if (
                edge.local is not None
                and edge.local.size == 1
                and node.gradient.size == 1
            ):
                product = float(edge.local.sum() * node.gradient.sum())
                assert float(edge.passed_on.sum()) == pytest.approx(product, abs=1e-15)


def test_printed_program_gives_the_same_rows(capsys):
    screen = shown(example("Network 0.35"))
    exec(screen.code(), names := {})  # noqa: S102 - it is what the test is about
    assert "0.0181" in capsys.readouterr().out
    rows = explain(names["f"]).rows()
    nodes = screen.show().nodes
    assert [row.name for row in rows] == [node.name for node in nodes]
    for row, node in zip(rows, nodes, strict=True):
        assert np.array_equal(row.value, node.value)


def test_walk_goes_forwards_then_backwards_one_gate_a_step():
    screen = GraphStepper()
    phases, known = [], []
    for at in range(6):
        screen.advance_to(at)
        view = screen.show()
        phases.append((view.phase, view.nodes[view.current].name if at else ""))
        known.append((
            sum(node.is_computed for node in view.nodes),
            sum(node.is_reached for node in view.nodes),
        ))  # fmt: skip
    names = [
        ("start", ""), ("forward", "q1"), ("forward", "f"), ("seed", "f"),
        ("backward", "f"), ("backward", "q1"),
    ]  # fmt: skip
    assert phases == names
    assert known == [(3, 0), (4, 0), (5, 0), (5, 1), (5, 3), (5, 5)]


def test_gates_are_named_by_what_they_do_to_the_gradient():
    nodes = by_name(shown(example("Add, multiply")))
    roles = {node.symbol: node.role for node in nodes.values() if node.kind == "gate"}
    assert roles == {"×": "swaps", "maximum": "routes", "+": "distributes"}


def test_a_value_used_twice_collects_its_parts_one_by_one():
    screen = stepper("x * x + x", x=3)
    arrived = []
    for at in range(6):
        screen.advance_to(at)
        node = by_name(screen)["x"]
        arrived.append((node.arrived, node.expected, node.below))
    assert arrived[-2:] == [(1, 3, "1"), (3, 3, "7")]
    assert "added" in screen.derive("gradient/0").lines[-1].formula


def test_a_leaf_edited_computes_all_again_and_stays_where_it_was():
    screen = stepper(at=4)
    screen.set_leaf("x", "1/2")
    assert screen.position == 4
    nodes = by_name(screen)
    assert float(nodes["f"].value) == (0.5 + 5) * -4
    assert float(nodes["z"].gradient) == 5.5


def test_vectors_show_shapes_and_gradients_of_equal_shape():
    W, x = np.array([[0.1, 0.5], [-0.3, 0.8]]), np.array([[0.2], [0.4]])
    nodes = by_name(shown(example("Vectors: sum of (W x)")))
    np.testing.assert_allclose(nodes["W"].gradient, 2 * (W @ x) @ x.T, rtol=1e-14)
    np.testing.assert_allclose(nodes["x"].gradient, 2 * W.T @ (W @ x), rtol=1e-14)
    assert all(
        n.gradient.shape == n.value.shape
        for n in nodes.values()
        if n.gradient is not None
    )


def test_small_change_errs_by_the_square_of_the_step():
    screen = shown(example("Network 0.35"))
    apart = []
    for amount in (0.1, 0.05, 0.025):
        found = screen.nudge("w1", [], amount)
        apart.append(abs(found.true - found.predicted))
    ratios = np.array(apart[:-1]) / apart[1:]
    assert ratios == pytest.approx([4, 4], rel=0.1)


@pytest.mark.parametrize(
    ("cell", "text", "words"),
    [
        ("value/2", "-10", "That is the product; this gate is +."),
        ("gradient/0", "1", "local derivative; multiply it by the upstream"),
        ("gradient/3", "-4", "A multiply gate swaps"),
        ("gradient/3", "-3", "the sign is not"),
        ("gradient/2", "1", "upstream gradient"),
    ],
)
def test_quiz_names_the_slip(cell, text, words):
    assert words in GraphStepper().mark({cell: text})[cell].reason


def test_quiz_takes_every_right_answer():
    screen = shown(example("Sigmoid of gates"))
    nodes = screen.show().nodes
    answers = {f"value/{i}": f"{float(n.value):.4g}" for i, n in enumerate(nodes)}
    for i, node in enumerate(nodes):
        if node.gradient is not None:
            answers[f"gradient/{i}"] = f"{float(node.gradient):.4g}"
    assert all(mark.right for mark in screen.mark(answers).values())


@pytest.mark.parametrize(
    ("expression", "values", "words"),
    [
        ("1 / x", {"x": 0}, "not finite where x = 0; change a value"),
        ("x +", {"x": 1}, "is no expression"),
        ("__import__('os')", {"x": 1}, "There is no function"),
        ("x.real", {"x": 1}, "cannot be in an expression"),
        ("log(x)", {"x": -1}, "not finite"),
        ("exp(exp(x))", {"x": 99}, "not finite"),
        ("x * 2", {"x": "word"}, "is no value"),
        ("W @ x", {"W": "[[1, 2]]", "x": "[1, 2, 3]"}, "matmul"),
        ("x * 2", {"x": str([1] * 50)}, "up to 36 can be shown"),
        ("+".join(["x"] * 120), {"x": 1}, ""),
        ("(" * 90 + "x" + ")" * 90, {"x": 1}, "nests deeper"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_a_sentence(expression, values, words):
    texts = {name: str(value) for name, value in values.items()}
    with pytest.raises(LimpidError) as caught:
        GraphStepper(state=GraphStepperState(expression, texts))
    assert words in str(caught.value)


def test_name_without_a_value_is_one_and_a_value_without_a_name_is_left_out():
    screen = stepper("a * b", a=3, unused=7)
    assert float(by_name(screen)["f"].value) == 3.0


@pytest.mark.parametrize("units", [[2, 2, 1], [1, 3], [3, 4, 2, 1]])
def test_small_network_is_drawn_as_an_expression(units):
    made = GraphStepper().network(units, "tanh", 1)
    nodes = by_name(shown(made))
    values = {n: np.array(json.loads(text)) for n, text in made.values.items()}
    out = values["x"]
    for layer in range(1, len(units)):
        out = np.tanh(values[f"W{layer}"] @ out + values[f"b{layer}"])
    expected = 0.5 * np.sum((values["t"] - out) ** 2)
    assert float(nodes["f"].value) == pytest.approx(expected, rel=1e-12)


def test_network_too_large_to_draw_is_refused():
    with pytest.raises(LimpidError, match="1 to 4 layers"):
        GraphStepper().network([2, 9, 1], "tanh", 0)


def test_own_model_is_stepped_through_in_float64_and_stays_as_it_is():
    model = Sequential([layers.Dense(2, "tanh"), layers.Dense(1)])
    x, y = np.array([[0.5, -1.0]], np.float32), np.array([[1.0]], np.float32)
    model.compile("sgd", "mean_squared_error")
    model(x)
    before = model.get_weights()
    screen = GraphStepper(model, (x, y))
    screen.advance_to(10**6)
    leaf = next(iter(screen.graph.values))
    screen.set_leaf(leaf, "[[1, 2], [3, 4]]")
    for node in screen.show().nodes:
        if node.gradient is not None and node.kind == "leaf":
            assert np.abs(node.gradient - node.check).max() < 1e-7
    for old, now in zip(before, model.get_weights(), strict=True):
        assert np.array_equal(old, now)
    assert "model.compute_loss" in screen.code()


def test_exported_page_stops_where_the_walk_ends():
    found = recording(GraphStepper(), 2000)
    assert found["positions"] == [0, 1, 2, 3, 4, 5]
    assert "gradient/0" in found["derivations"]


def test_change_in_a_session_is_recorded_and_replayed(talk):
    talk.ask("open", screen="graph_stepper")
    for _ in range(3):
        talk.ask("step", unit="gate")
    talk.ask("act", name="set_leaf", arguments={"name": "y", "value": "1"})
    talk.ask("rewind", position=0)
    talk.ask("rewind", position=3)
    assert float(np.sum(by_name(talk.screen)["f"].value)) == 4.0
    told = talk.ask("act", name="set_leaf", arguments={"name": "y", "value": "many"})
    assert "is no value" in told


def test_values_are_those_of_evaluate():
    screen = stepper("sum(relu(W @ x))", W="[[1, 2], [3, -4]]", x="[1, 1]")
    own = evaluate("sum(relu(W @ x))", {"W": [[1, 2], [3, -4]], "x": [1, 1]})
    assert float(by_name(screen)["f"].value) == own.item()


def test_differences_cost_two_passes_a_number_and_backwards_one_sweep():
    small, large = (shown(GraphStepper().network([n, 4, 1], "tanh", 0)) for n in (1, 4))
    few, many = small.time(), large.time()
    assert (few.numbers, many.numbers) == (15, 30)
    assert many.evaluations == 2 * many.numbers
    assert few.evaluations == 2 * few.numbers
    assert min(few.analytic_seconds, few.numeric_seconds) > 0
