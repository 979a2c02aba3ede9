"""A graph is drawn with the values and gradients that the library computes."""

from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import limpid
from limpid import Tensor, Variable, explain
from limpid.errors import ConfigError, GraphError
from limpid.explanations.layout import arrange, columns_of
from limpid.explanations.typeset import latex, plain


def number(value, name):
    return Tensor(np.float64(value), name=name)


def lecture_graph():
    x, y, z = number(-2, "x"), number(5, "y"), number(-4, "z")
    return (x + y) * z


def sigmoid_circuit():
    w0, x0, w1 = number(2, "w0"), number(-1, "x0"), number(-3, "w1")
    x1, w2 = number(-2, "x1"), number(-3, "w2")
    return 1 / (1 + limpid.exp(-1 * (w0 * x0 + w1 * x1 + w2)))


DRAWING = """\
      -2
x ─────────┐       3
   -4 (×1) ├(+)──────────┐
      5    │    -4 (×-4) │    -12
y ─────────┘             ├(×)───── f
   -4 (×1)               │     1
     -4                  │
z ───────────────────────┘
   3 (×3)"""


def test_the_terminal_shows_values_above_the_lines_and_gradients_below():
    assert str(explain(lecture_graph())) == DRAWING


def test_rows_hold_the_lecture_numbers():
    rows = {row.name: row for row in explain(lecture_graph()).rows()}
    assert [float(rows[n].value) for n in ("q1", "f")] == [3.0, -12.0]
    gradients = [float(rows[n].gradient) for n in ("q1", "z", "x", "y")]
    assert gradients == [-4.0, 3.0, -4.0, -4.0]


def test_the_sigmoid_circuit_has_the_gradients_of_the_course_notes():
    rows = {row.name: row for row in explain(sigmoid_circuit()).rows()}
    found = [float(rows[n].gradient) for n in ("w0", "x0", "w1", "x1", "w2")]
    wanted = [-0.19661193, 0.39322387, -0.39322387, -0.5898358, 0.19661193]
    np.testing.assert_allclose(found, wanted, atol=5e-9)
    assert "(exp)" in str(explain(sigmoid_circuit()))


def test_gradients_are_the_sums_of_what_the_gates_pass_on():
    rows = explain(sigmoid_circuit()).rows()
    for index, row in enumerate(rows[:-1]):
        parts = [
            line.passed_on
            for user in rows
            for line in user.inputs
            if line.row == index and line.passed_on is not None
        ]
        if row.gradient is not None:
            assert np.array_equal(sum(parts), row.gradient)


def test_upstream_times_local_is_what_a_gate_passes_on():
    for row in explain(sigmoid_circuit()).rows():
        for line in row.inputs:
            if line.passed_on is not None:
                product = row.upstream * line.local
                np.testing.assert_allclose(product, line.passed_on, rtol=1e-15)


def test_a_value_used_twice_says_that_its_gradients_add():
    x = number(3, "x")
    text = str(explain(x * x + x))
    assert "x is used 3 times: its gradient is 3 + 3 + 1 = 7" in text


def test_unnamed_numbers_beside_named_inputs_are_constants():
    rows = explain(number(3, "x") * 2 + 1).rows()
    assert {row.name for row in rows} == {"x", "2", "1", "q1", "f"}
    assert all(row.gradient is None for row in rows if row.name in {"1", "2"})


def test_inputs_without_any_name_are_numbered():
    rows = explain(Tensor(2.0) * Tensor(3.0)).rows()
    assert [row.name for row in rows] == ["x1", "x2", "f"]


def test_wrt_limits_and_names_what_is_differentiated():
    w, x = Variable(2.0), Tensor(3.0)
    rows = {row.name: row for row in explain(w * x, wrt={"w": w}).rows()}
    assert rows["w"].gradient == 3.0
    assert rows["3"].gradient is None
    with pytest.raises(ConfigError, match="got nothing"):
        explain(w * x, wrt=[])


def test_variables_in_wrt_are_called_by_their_paths():
    dense = limpid.layers.Dense(1, name="out")
    loss = limpid.sum(dense(Tensor([[1.0, 2.0]], name="x")) ** 2)
    _ = dense.variables  # which gives the weights their paths
    names = {row.name for row in explain(loss, wrt=dense.trainable_variables).rows()}
    assert {"out_kernel", "out_bias", "x"} <= names


def test_arrays_are_summarized_by_shape_and_range():
    x = Tensor(np.linspace(-1, 1, 200).reshape(20, 10), name="x")
    text = str(explain(limpid.mean(limpid.tanh(x))))
    assert "(20, 10): -1 … " in text
    assert len(text.splitlines()) < 12


def test_an_operation_with_several_results_is_shown_without_a_value():
    q, r = limpid.linalg.qr(Tensor(np.eye(2), name="a"))
    rows = explain(limpid.sum(limpid.stop_gradient(q @ r))).rows()
    assert any(isinstance(row.value, tuple) for row in rows)
    assert "2 results" in explain(limpid.sum(limpid.stop_gradient(q @ r))).listing()


def test_a_released_graph_is_refused_with_the_mend():
    y = lecture_graph()
    y.backward()
    with pytest.raises(GraphError, match="retain_graph=True"):
        explain(y)


def test_a_symbolic_tensor_is_refused():
    with pytest.raises(GraphError, match="eagerly"):
        explain(limpid.graph.placeholder(()))


def test_a_graph_too_large_to_read_is_refused():
    y = Tensor(1.0)
    for _ in range(100_000):
        y = y + 1.0
    with pytest.raises(GraphError, match=r"200,001 values.*worked"):
        explain(y)


@pytest.mark.parametrize("graph", [lecture_graph, sigmoid_circuit])
def test_the_picture_is_xml_with_a_text_alternative(graph):
    root = ET.fromstring(explain(graph())._repr_svg_())  # noqa: S314 - limpid wrote it
    space = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{space}title").text.startswith("Graph of f = ")
    assert "has value" in root.find(f"{space}desc").text
    assert root.attrib["fill"] == "currentColor"


def test_names_are_escaped_in_the_picture():
    x = Tensor(2.0, name="<script>")
    text = explain(x * 3.0).svg()
    assert "<script>" not in text
    ET.fromstring(text)  # noqa: S314 - limpid wrote it


def boxes(svg):
    """Return the outlines of all labels of a picture: monospaced, anchored."""
    found = []
    for text in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):  # noqa: S314 - limpid wrote it
        x, y, size = (float(text.attrib[k]) for k in ("x", "y", "font-size"))
        width = 0.6 * size * len(text.text)
        shift = {"middle": width / 2, "start": 0.0}[text.attrib["text-anchor"]]
        found.append((x - shift, y - 0.75 * size, x - shift + width, y + 0.1 * size))
    return found


@given(st.integers(0, 2**32 - 1), st.integers(2, 14))
def test_no_two_labels_of_a_random_graph_overlap(seed, count):
    random = np.random.default_rng(seed)
    values = [number(random.normal() * 1000, name) for name in "xyz"]
    for _ in range(count):
        a, b = random.choice(len(values), 2)
        gates = [limpid.add, limpid.multiply, limpid.maximum, limpid.divide]
        values.append(random.choice(gates)(values[a], values[b]))
    outlines = boxes(explain(values[-1]).svg())
    for i, (a, b, c, d) in enumerate(outlines):
        for e, f, g, h in outlines[:i]:
            assert c <= e or g <= a or d <= f or h <= b


def test_inputs_stand_in_the_column_before_their_first_user():
    # 0 and 1 feed 2; 3 feeds 4 beside 2.
    assert columns_of([[], [], [0, 1], [], [2, 3]]) == [0, 0, 1, 1, 2]


def test_untangling_removes_avoidable_crossings():
    layout = arrange([[], [], [0], [1], [3, 2]], [10.0] * 5, 5.0)
    upper = layout.centers[0] < layout.centers[1]
    assert upper == (layout.centers[2] < layout.centers[3])


def test_latex_writes_the_chain_rule_with_formula_and_numbers():
    text = explain(lecture_graph()).latex()
    assert r"q_{1} &= x + y = -2 + 5 = 3" in text
    assert r"= 1 \cdot \left(-4\right) = -4" in text
    assert text.count(r"\begin{align*}") == text.count(r"\end{align*}") == 2
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize(
    ("formula", "names", "text", "tex"),
    [
        ("x - y", {"x": "a", "y": "b - c"}, "a - (b - c)", r"a - \left(b - c\right)"),
        ("x * y", {"x": "-2", "y": "-3"}, "-2·(-3)", r"-2 \cdot \left(-3\right)"),
        ("x**2", {"x": "a + b"}, "(a + b)^2", r"\left(a + b\right)^{2}"),
        ("-x", {"x": "-4"}, "-(-4)", r"-\left(-4\right)"),
        ("1 / y", {"y": "q1"}, "1/q1", r"\frac{1}{q_{1}}"),
        ("x @ y.T", {}, "x @ yᵀ", r"x\,y^{\top}"),
        ("d(E, w_1_2)", {}, "∂E/∂w_1,2", r"\frac{\partial E}{\partial w_{1,2}}"),
        ("where(x > 0, 1, 0)", {}, "where(x > 0, 1, 0)", None),
        ("3.5e-05 * x", {}, "3.5e-05·x", r"3.5 \cdot 10^{-5} \cdot x"),
    ],
)
def test_formulas_keep_their_meaning_when_names_are_replaced(formula, names, text, tex):
    assert plain(formula, names) == text
    if tex:
        assert latex(formula, names) == tex


def test_settings_in_a_derivative_are_folded():
    (row,) = [r for r in explain(number(3, "x") ** 2).rows() if r.inputs]
    assert plain(row.inputs[0].rule) == "2·x"
    assert row.inputs[0].local == 6.0
