"""The playground in the browser: its numbers are limpid's own."""

import re

import numpy as np
import pytest
from tests.studio.pages.conftest import PHONE
from tests.studio.pages.reading import number, shown
from tests.studio.pages.test_every_page import serious

from limpid.studio.page import write_page
from limpid.studio.screens._playground_state import Hidden
from limpid.studio.screens.playground import Playground, PlaygroundState


def library(steps=0, **state):
    """Return the same playground, made in Python."""
    screen = Playground(state=PlaygroundState(**state))
    screen.advance_to(steps)
    return screen


def press(page, name, **options):
    page.get_by_role("button", name=name, exact=True, **options).click()


def wait_for_clock(page, text):
    page.get_by_text(text, exact=True).wait_for()


def test_numbers_are_those_of_the_library_after_one_batch_and_one_epoch(visit):
    page = visit("playground")
    press(page, "Step one batch")
    wait_for_clock(page, "epoch 0, batch 1 of 25")
    assert number(page, "loss/train") == shown(library(1).losses()[0])
    press(page, "Step one epoch")
    wait_for_clock(page, "epoch 1")
    own = library(25)
    assert number(page, "loss/test") == shown(own.losses()[1])
    page.get_by_role("button", name=re.compile("Hidden layer 1, unit 2")).click()
    for source in range(2):
        kernel = own.looks.weights()[0][0]
        assert number(page, f"kernel/0/{source}/1") == shown(kernel[source, 1])


def test_rewind_comes_back_to_the_same_initial_weights(visit):
    page = visit("playground")
    page.get_by_role("button", name=re.compile("Hidden layer 1, unit 1")).click()
    first = number(page, "kernel/0/0/0")
    press(page, "Play")
    page.get_by_text(re.compile(r"epoch \d{2}")).first.wait_for()
    press(page, "Rewind")
    wait_for_clock(page, "epoch 0")
    assert number(page, "kernel/0/0/0") == first
    assert first == shown(library().looks.weights()[0][0][0, 0])


def test_link_brings_back_the_state_and_the_moment(visit):
    state = {"data": "spiral", "noise": 20, "features": ("x1", "x2", "sin(x1)")}
    mark = 'playground?data="spiral"&noise=20&features=["x1","x2","sin(x1)"]&at=60'
    page = visit(mark)
    assert number(page, "loss/train") == shown(library(60, **state).losses()[0])
    page.wait_for_url(re.compile("at=60"))


def test_reloading_while_it_trains_comes_back_to_where_it_was(visit):
    page = visit("playground")
    press(page, "Play")
    page.wait_for_url(re.compile("at="))
    page.reload()
    page.locator("[data-ready]").wait_for()
    epoch, batch = divmod(int(re.search(r"at=(\d+)", page.url).group(1)), 25)
    assert epoch > 0
    part = f", batch {batch} of 25" if batch else ""
    wait_for_clock(page, f"epoch {epoch:,}{part}")


def test_every_weight_and_bias_can_be_edited(visit):
    page = visit("playground")
    page.get_by_role("button", name=re.compile("Output layer, unit 1")).click()
    page.get_by_label("Set the weight from unit 2").fill("1.25")
    page.get_by_label("Set the bias").fill("-0.5")
    page.get_by_label("Set the bias").press("Tab")
    page.locator('[data-number="bias/2/0"]').get_by_text("−0.5", exact=True).wait_for()
    assert number(page, "kernel/2/1/0") == 1.25
    own = library()
    own.set_weight(2, 1, 0, 1.25)
    own.set_bias(2, 0, -0.5)
    assert number(page, "loss/test") == shown(own.losses()[1])


def test_weight_typed_as_a_word_is_refused_in_place(visit):
    page = visit("playground")
    page.get_by_role("button", name=re.compile("Hidden layer 1, unit 1")).click()
    page.get_by_label("Set the bias").fill("many")
    page.get_by_label("Set the bias").press("Tab")
    assert "no number" in page.get_by_role("alert").inner_text()


def test_number_opens_its_derivation_with_gradient_and_check(visit):
    page = visit("playground?at=10")
    page.get_by_role("button", name=re.compile("Hidden layer 1, unit 1")).click()
    page.locator('[data-number="kernel/0/0/0"]').click()
    region = page.get_by_role("region", name="Derivation")
    found = library(10).derive("kernel/0/0/0")
    assert f"{found.gradient:.6g}".replace("-", "−")[:7] in region.inner_text()
    assert abs(found.gradient - found.check) <= 1e-6 * abs(found.gradient)


def test_own_table_is_learned(visit):
    page = visit("playground")
    page.get_by_text("Your own table").click()
    rows = [f"{i};{i % 7};{'yes' if i % 2 else 'no'}" for i in range(40)]
    page.get_by_label("Table").fill("width;height;fits\n" + "\n".join(rows))
    press(page, "Use it")
    page.get_by_role("rowheader", name="yes").wait_for()
    own = library(data="own", table="width;height;fits\n" + "\n".join(rows))
    assert number(page, "loss/train") == shown(own.losses()[0])


def test_code_of_an_own_table_runs_as_it_is_shown(visit):
    rows = [f"{i},{i * i % 17},{'yes' if i % 3 else 'no'}" for i in range(20)]
    page = visit("playground")
    page.get_by_text("Your own table").click()
    page.get_by_label("Table").fill("\n".join(rows))
    press(page, "Use it")
    press(page, "Show the code")
    program = page.get_by_role("region", name="Python")
    program.get_by_text("read_table").wait_for()
    press(page, "Step one epoch")
    wait_for_clock(page, "epoch 1")
    names = {}
    exec(program.inner_text(), names)  # noqa: S102 - it is what the test is about
    train = names["train"]
    loss = names["model"].evaluate(names["inputs"][train], names["targets"][train])
    assert number(page, "loss/train") == shown(loss)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("a,b,c\n1,2,x\n", "expected at least 4"),
        ("1,2,x\n3,,y\n5,6,x\n7,8,y", "Row 2 holds an empty cell"),
        ("1\n2\n3\n4", "expected two inputs and a label"),
        ("<script>alert(1)</script>,b,c\n<b>,2,x\n1,2,x\n1,2,x\n1,2,y", "<b>"),
    ],
)
def test_wrong_table_is_said_in_place_and_the_screen_goes_on(visit, table, sentence):
    page = visit("playground")
    page.get_by_text("Your own table").click()
    page.get_by_label("Table").fill(table)
    press(page, "Use it")
    page.get_by_role("alert").get_by_text(sentence).wait_for()
    press(page, "Step one epoch")
    wait_for_clock(page, "epoch 1")


def test_table_too_long_to_send_is_refused_and_the_next_one_learned(visit):
    page = visit("playground")
    page.get_by_text("Your own table").click()
    table = page.get_by_label("Table")
    fill = """(field, text) => {
        field.value = text;
        field.dispatchEvent(new Event("input", {bubbles: true}));
    }"""
    table.evaluate(fill, "1,2,3\n" * 200_000)
    press(page, "Use it")
    page.get_by_role("alert").get_by_text("up to 1 MB").wait_for()
    table.evaluate(
        fill, "".join(f"{i},{i % 3},{'no' if i % 2 else 'yes'}\n" for i in range(20))
    )
    press(page, "Use it")
    page.get_by_role("rowheader", name="yes").wait_for()


def test_hostile_names_are_shown_as_text(visit):
    names = ["<img src=x onerror=alert(1)>", "<script>alert(2)</script>"]
    table = "<b onclick=alert(3)>,y,kind\n" + "".join(
        f"{i},{i % 3},{names[i % 2]}\n" for i in range(20)
    )
    page = visit("playground")
    page.get_by_text("Your own table").click()
    page.get_by_label("Table").fill(table)
    press(page, "Use it")
    page.get_by_role("rowheader", name=names[0]).wait_for()
    assert page.locator("img, b[onclick]").count() == 0


def test_map_of_the_unit_under_the_pointer_is_seen_large(visit):
    page = visit("playground?at=50")
    own = library(50).show()
    plane = page.locator(".plane .map")

    def columns():
        return plane.evaluate("canvas => canvas.width")

    assert columns() == own.output.values.shape[-1] == 100
    page.get_by_role("button", name=re.compile("Hidden layer 1, unit 2")).hover()
    page.get_by_role("img", name=re.compile("Colors from −1, blue")).wait_for()
    assert columns() == own.layers[0].maps.values.shape[-1] == 50
    blue_less_red = plane.evaluate(
        """canvas => {
            const {data} = canvas.getContext("2d").getImageData(0, 0, 50, 50);
            return Array.from({length: 2500}, (_, i) => data[4 * i + 2] - data[4 * i]);
        }"""
    )
    values = own.layers[0].maps.values[1].ravel()
    assert np.corrcoef(blue_less_red, values)[0, 1] < -0.95
    page.get_by_role("heading", name="Output").hover()
    page.get_by_role("img", name=re.compile("Colors from 0, blue")).wait_for()
    assert columns() == 100


def test_network_is_changed_as_text(visit):
    page = visit("playground")
    page.get_by_text("The network as text").click()
    box = page.get_by_label("Network as text")
    assert box.input_value().startswith('Dense(4, "tanh")')
    box.fill('Dense(6, "relu")\nDens(2)')
    press(page, "Change network")
    page.get_by_role("alert").get_by_text("Line 2 of the network").wait_for()
    box.fill('Dense(6, "relu")\nAdam(0.01)\nbatch_size = 25')
    press(page, "Change network")
    page.get_by_text("Hidden layers: 1").wait_for()
    own = library(hidden=(Hidden(6, "relu"),), optimizer="adam", learning_rate=0.01)
    assert number(page, "loss/train") == shown(own.losses()[0])


def test_layer_shows_how_it_bends_the_plane(visit):
    page = visit("playground?at=30")
    region = page.get_by_role("region", name="Bent plane")
    region.get_by_role("button", name="layer 1", exact=True).click()
    region.get_by_text("Across: unit 1; up: unit 2 of layer 1").wait_for()
    region.get_by_role("button", name="Next units").click()
    region.get_by_text("Across: unit 2; up: unit 3 of layer 1").wait_for()
    page.wait_for_url(re.compile("bend"))


def test_shift_draws_the_next_class_and_ctrl_removes(visit):
    page = visit('playground?data="simple"&train_share=90')
    page.get_by_label("Pointer").select_option("Draw points")
    plane = page.get_by_role("application")
    plane.click(position={"x": 60, "y": 60})
    page.get_by_label("; 13 training points").wait_for()
    plane.click(position={"x": 200, "y": 60}, modifiers=["Shift"])
    page.get_by_label("; 14 training points").wait_for()
    plane.click(position={"x": 60, "y": 60}, modifiers=["Control"])
    page.get_by_label("; 13 training points").wait_for()


def test_link_hides_controls_for_a_lesson(visit):
    page = visit('playground?hide=["noise"]')
    data = page.get_by_role("region", name="Data", exact=True)
    assert not data.get_by_text("Noise (%)").count()
    assert data.get_by_text("Training data (%)").count()


def test_layers_and_units_are_added_and_removed(visit):
    page = visit("playground")
    press(page, "One hidden layer more")
    page.get_by_role("button", name=re.compile("Hidden layer 3, unit 2")).wait_for()
    press(page, "One unit more in hidden layer 3")
    page.get_by_role("button", name=re.compile("Hidden layer 3, unit 3")).wait_for()
    hidden = (Hidden(4), Hidden(2), Hidden(3))
    assert number(page, "loss/train") == shown(library(hidden=hidden).losses()[0])
    for _ in range(3):
        press(page, "One hidden layer fewer")
    page.get_by_text("Hidden layers: 0").wait_for()
    assert number(page, "loss/train") == shown(library(hidden=()).losses()[0])


def test_colors_are_explained_and_test_points_shown_when_asked_for(visit):
    page = visit("playground")
    legend = "Colors from 0, blue, over 0.5, gray, to 1, orange"
    assert page.get_by_role("img", name=legend).is_visible()
    plane = page.locator(".plane canvas").nth(1)
    before = plane.evaluate("canvas => canvas.toDataURL()")
    page.get_by_label("Show test data").first.check()
    page.wait_for_url(re.compile("show_test=true"))
    assert plane.evaluate("canvas => canvas.toDataURL()") != before


def test_several_classes_have_a_confusion_matrix(visit):
    page = visit('playground?classes=4&data="gauss"&at=250')
    cells = page.get_by_label("Confusion matrix").locator("td:not(:empty)")
    found = np.array([int(text) for text in cells.all_inner_texts()]).reshape(4, 4)
    assert (
        found.tolist()
        == library(250, classes=4, data="gauss").show().confusion.tolist()
    )


def test_points_can_be_drawn_by_keyboard_alone(visit):
    page = visit("playground")
    page.get_by_label("Pointer").focus()
    page.keyboard.type("Draw")
    plane = page.get_by_role("application")
    plane.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_role("application", name=re.compile("251 training")).wait_for()


def test_diverging_run_is_stopped_with_a_sentence(visit):
    page = visit('playground?problem="regression"&data="plane"&learning_rate=10')
    press(page, "Play")
    page.get_by_role("status").get_by_text("lower the learning rate").wait_for()
    assert page.get_by_role("button", name="Play", exact=True).is_visible()


def test_training_stops_by_rule(visit):
    page = visit("playground?stop_epochs=30")
    press(page, "Play")
    wait_for_clock(page, "epoch 30")
    page.get_by_role("status").get_by_text("Stopped: 30 epochs.").wait_for()


def test_two_networks_run_side_by_side(visit):
    page = visit("playground?seed=1|playground?seed=2")
    page.locator("[data-ready]").nth(1).wait_for()
    press(page, "Play both")
    clocks = page.get_by_role("timer").filter(has_text=re.compile(r"epoch [1-9]"))
    clocks.nth(1).wait_for()


def test_change_in_the_past_makes_a_branch(visit):
    page = visit("playground?at=100")
    press(page, "Rewind")
    wait_for_clock(page, "epoch 0")
    page.locator("select").and_(page.get_by_label("Learning rate")).select_option("0.3")
    page.get_by_label("Branch").wait_for()
    assert "2 of 2" in page.get_by_label("Branch").inner_text()


def test_weights_and_keras_code_are_taken_away(visit, tmp_path):
    from limpid import load_model

    page = visit("playground?at=25")
    with page.expect_download() as waiting:
        press(page, "Model (safetensors)")
    path = tmp_path / "model.safetensors"
    waiting.value.save_as(path)
    own = library(25).looks.weights()[0][0]
    assert np.array_equal(load_model(path).get_weights()[0], own)
    with page.expect_download() as waiting:
        press(page, "Keras code")
    assert "from keras import" in waiting.value.path().read_text()


def test_page_finds_its_way_back_to_a_restarted_server(visit, server):
    page = visit("playground?at=75")
    before = number(page, "loss/test")
    server.stop()
    page.get_by_role("status").get_by_text("connection to limpid broke").wait_for()
    server.start()
    page.get_by_role("status").get_by_text("Connected again").wait_for()
    wait_for_clock(page, "epoch 3")
    assert number(page, "loss/test") == before


def test_batch_is_stepped_by_operation_and_by_example_by_keyboard_alone(visit):
    page = visit("playground?at=30")
    page.get_by_role("button", name="Step by operation and example").focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("region", name="Inside a batch")
    panel.get_by_text("Example 1 of 10, operation 1 of 7").wait_for()
    net = library(30).next_batch().value("net/0/0", 0)
    assert number(page, "inside/net/0/0") == shown(net)
    page.get_by_role("button", name="Step one operation").focus()
    for _ in range(3):
        page.keyboard.press("Enter")
    panel.get_by_text("Example 1 of 10, operation 4 of 7").wait_for()
    assert number(page, "inside/loss") == shown(
        library(30).next_batch().value("loss", 0)
    )
    page.get_by_role("button", name="Step one example").focus()
    for _ in range(10):
        page.keyboard.press("Enter")
    panel.get_by_text("Update, after all 10 examples, operation 1 of 3").wait_for()
    new = number(page, "inside/after-kernel/0/1/2")
    page.keyboard.press("Enter")
    wait_for_clock(page, "epoch 1, batch 6 of 25")
    panel.get_by_text("Example 1 of 10, operation 1 of 7").wait_for()
    assert new == shown(library(31).looks.weights()[0][0][1, 2])
    assert not page.get_by_label("Branch").count()


def test_number_inside_a_batch_opens_its_derivation(visit):
    page = visit("playground?at=30&inside=[2,6]")
    name = "inside/kernel/0/1/2"
    page.locator(f'[data-number="{name}"]').focus()
    page.keyboard.press("Enter")
    made = page.get_by_role("region", name="Derivation")
    made.get_by_text("example 3 of the batch").wait_for()
    assert "by a central difference" in made.inner_text()
    assert "∂E/∂net1,3 · x2" in made.inner_text()


def test_looking_inside_a_batch_in_the_past_starts_no_branch(visit):
    page = visit("playground?at=75")
    press(page, "Rewind")
    wait_for_clock(page, "epoch 0")
    press(page, "Step by operation and example")
    page.get_by_text("Example 1 of 10").wait_for()
    page.get_by_role("slider", name="Position").fill("75")
    wait_for_clock(page, "epoch 3")
    assert not page.get_by_label("Branch").count()
    assert number(page, "loss/train") == shown(library(75).losses()[0])


def test_inside_of_a_batch_fits_a_phone_and_has_no_serious_fault(visit, axe):
    page = visit("playground?inside=[0,4]", size=PHONE)
    page.get_by_text("Example 1 of 10, operation 5 of 7").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.evaluate(axe)
    assert serious(page) == []


def test_exported_page_steps_by_operation_and_derives_its_numbers(visit, tmp_path):
    path = tmp_path / "playground.html"
    write_page(path, Playground(), 50)
    own = Playground(state=PlaygroundState(inside=(0, 2)))
    own.advance_to(50)
    page = visit(address=path.as_uri())
    press(page, "Step by operation and example")
    press(page, "Step one operation")
    press(page, "Step one operation")
    page.get_by_text("Example 1 of 10, operation 3 of 7").wait_for()
    inside = own.show().inside
    name = inside.numbers[0][1]
    assert number(page, name) == shown(inside.values[0, 1])
    page.locator(f'[data-number="{name}"]').click()
    region = page.get_by_role("region", name="Derivation")
    region.get_by_text(own.derive(name).lines[-1].numbers).wait_for()
    press(page, "Step one example")
    page.get_by_text("Example 2 of 10, operation 1 of 7").wait_for()
    press(page, "Rewind")
    press(page, "Step by operation and example")
    page.get_by_role("alert").get_by_text("looked into at its last moment").wait_for()
