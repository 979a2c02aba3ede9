"""What users of other playgrounds ask for most, each item by hand in the browser.

More of them have tests beside their screens: one's own model in a notebook, the
arithmetic with its derivations, backpropagation step by step, the network as code and
weights, several classes, stop rules, two networks side by side, phones and keys.
"""

import re
from base64 import b64decode

from tests.studio.pages.reading import number, shown, wait_for
from tests.studio.pages.test_playground import library, press, wait_for_clock

from limpid.studio.screens._playground_state import Hidden

ROWS = "".join(f"{i},{i * i % 17},{'yes' if i % 3 else 'no'}\n" for i in range(24))


def choose(page, label, option):
    training = page.get_by_role("region", name="Training")
    training.get_by_role("combobox", name=label).select_option(option)


def first_epoch(page):
    """Train an epoch and return the training loss that is shown."""
    press(page, "Step one epoch")
    wait_for_clock(page, "epoch 1")
    return number(page, "loss/train")


def test_own_table_comes_from_a_file(visit, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("width,height,fits\n" + ROWS)
    page = visit("playground")
    page.get_by_text("Your own table").click()
    page.get_by_label("or a file").set_input_files(path)
    page.get_by_role("rowheader", name="yes").wait_for()
    own = library(data="own", table=path.read_text())
    assert number(page, "loss/train") == shown(own.losses()[0])


def test_file_in_a_wrong_encoding_is_refused_in_a_sentence(visit, tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(ROWS.replace("yes", "thé").encode("latin-1"))
    page = visit("playground")
    page.get_by_text("Your own table").click()
    page.get_by_label("or a file").set_input_files(path)
    page.get_by_role("alert").get_by_text("no UTF-8 text").wait_for()


def test_file_of_a_million_rows_is_refused_in_a_sentence(visit, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("1,2,3\n" * 1_000_000)
    page = visit("playground")
    page.get_by_text("Your own table").click()
    page.get_by_label("or a file").set_input_files(path)
    page.get_by_role("alert").get_by_text("up to 0.9 MB").wait_for()


def test_loss_optimizer_and_initializer_are_chosen(visit):
    page = visit("playground")
    choose(page, "Loss", "hinge")
    choose(page, "Optimizer", "adam")
    choose(page, "Initial weights", "he_normal")
    page.wait_for_url(re.compile("he_normal"))
    own = library(25, loss="hinge", optimizer="adam", initializer="he_normal")
    assert first_epoch(page) == shown(own.losses()[0])


def test_each_layer_has_its_own_activation_and_dropout(visit):
    page = visit("playground")
    page.get_by_text("Each layer's units, activation and dropout").click()
    second = page.get_by_role("group", name="Hidden layer 2")
    second.get_by_label("Activation").select_option("relu")
    second.get_by_label("Dropout").fill("0.5")
    second.get_by_label("Dropout").press("Enter")
    page.wait_for_url(re.compile("relu.*0.5|0.5.*relu"))
    hidden = (Hidden(4), Hidden(2, "relu", 0.5))
    own = library(25, hidden=hidden)
    assert first_epoch(page) == shown(own.losses()[0])


def test_feature_by_formula_is_learned_from(visit):
    page = visit("playground")
    formula = page.get_by_label("Formula of a feature")
    formula.fill("cos(x1 + x2)")
    formula.press("Enter")
    page.get_by_role("button", name="cos(x1 + x2)", pressed=True).wait_for()
    assert formula.input_value() == ""
    own = library(25, features=("x1", "x2", "cos(x1 + x2)"))
    assert first_epoch(page) == shown(own.losses()[0])


def test_chart_is_read_off_under_the_pointer(visit):
    page = visit("playground?at=250")
    wait_for_clock(page, "epoch 10")
    chart = page.get_by_role("slider", name="Loss: read off along epoch")
    box = chart.bounding_box()
    chart.hover(position={"x": box["width"] / 2, "y": box["height"] / 2})
    text = chart.get_attribute("aria-valuetext")
    epoch, loss = re.match(r"epoch (\d+): test ([\d.]+)", text).groups()
    assert 0 < int(epoch) < 10
    assert float(loss) == shown(library(25 * int(epoch)).losses()[1])


def test_gradient_is_shown_beside_each_weight_when_asked_for(visit):
    page = visit("playground?at=250")
    page.get_by_role("checkbox", name="Show gradients").first.check()
    page.get_by_role("button", name=re.compile("Hidden layer 1, unit 1")).click()
    page.get_by_role("columnheader", name="gradient").wait_for()
    cell = page.locator("tr", has=page.locator('[data-number="kernel/0/0/0"]'))
    text = cell.locator("td").last.inner_text().replace("−", "-")
    want = library(250).derive("kernel/0/0/0").gradient
    assert float(text) == shown(want, digits=3)


def test_a_network_is_saved_and_its_weights_loaded_again(visit, tmp_path):
    trained = library()
    trained.advance_to(50)
    path = tmp_path / "kept.safetensors"
    path.write_bytes(b64decode(trained.weights()))
    page = visit("playground?seed=4")
    page.get_by_label("Weights from a file").set_input_files(path)
    fresh = library(seed=4)
    fresh.load_weights(trained.weights())
    wait_for(page, "loss/train", fresh.losses()[0], 4)
    path.write_bytes(b"nothing of the kind")
    page.get_by_label("Weights from a file").set_input_files(path)
    page.get_by_role("alert").get_by_text("The file holds no model").wait_for()
