"""Looking at a step on its way to machine code, and at where its time goes."""

import re

import pytest
from tests.cli.conftest import limpid

from limpid.cli._options import Stage
from limpid.cli._profile import share


@pytest.mark.parametrize("stage", [s.value for s in Stage])
def test_every_stage_of_a_recipe_is_printed(stage):
    said = limpid("lower", "xor", "--stage", stage)
    assert said.code == 0, said.err
    assert len(said.out.splitlines()) > 5


def test_batch_size_is_that_of_the_recipe_unless_given():
    assert "(64, 28, 28, 1)" in limpid("lower", "lenet5-mnist", "--stage", "graph").out
    said = limpid("lower", "lenet5-mnist", "--stage", "graph", "--batch", 3)
    assert "(3, 28, 28, 1)" in said.out


def test_open_axis_is_as_long_as_the_recipes_window_unless_given():
    usual = limpid("lower", "char-rnn", "--stage", "graph")
    assert re.search(r"= argument 0 +\(50, 50\)", usual.out)
    assert re.search(r"get_item\(%\d+, key=\(:, 256:384\)\)", usual.out)
    said = limpid("lower", "char-rnn", "--stage", "graph", "--length", 7)
    assert re.search(r"= argument 0 +\(50, 7\)", said.out)


def test_prediction_has_neither_loss_nor_update():
    said = limpid("lower", "lenet5-mnist", "--step", "predict", "--stage", "graph")
    assert "adam" not in said.out
    assert "backward" not in said.out
    assert re.search(r"# sequential\w*/dense", said.out)


def test_runs_and_model_files_can_be_looked_at(runs, tmp_path):
    of_run = limpid("lower", "short", "--runs-dir", runs, "--stage", "fused")
    assert of_run.code == 0, of_run.err
    alone = tmp_path / "alone.safetensors"
    alone.write_bytes((runs / "short" / "model.safetensors").read_bytes())
    of_file = limpid("lower", alone, "--stage", "fused", "--batch", 5)
    assert of_file.code == 0, of_file.err
    assert "(5, " in of_file.out


def test_text_can_be_written_to_a_file(tmp_path):
    path = tmp_path / "loops.txt"
    assert limpid("lower", "xor", "--output", path).code == 0
    assert "\n# step 1: " in path.read_text()


def test_unknown_model_is_refused_in_a_sentence(tmp_path):
    said = limpid("lower", "nothing", "--runs-dir", tmp_path)
    assert said.code == 2
    assert "nothing" in said.err


def test_profile_lists_layers_and_adds_up_to_all():
    said = limpid("profile", "digits", "--least", 0)
    assert said.code == 0, said.err
    rows = said.out.splitlines()
    assert re.match(r"This machine at best, on \d+ thread", rows[0])
    shares = [float(m[1]) for m in re.finditer(r" ([\d.]+)%  ", said.out)]
    assert shares[-1] == 100
    assert sum(shares[:-1]) == pytest.approx(100, abs=0.05 * len(shares))
    assert re.search(r"dense\S* +backward +matmul", said.out)


def test_profile_of_a_network_quicker_than_the_clock_is_shown():
    said = limpid("profile", "xor")
    assert said.code == 0, said.err
    assert re.search(r" all +[\d.]+ µs", said.out)
    assert share(1.0, 0.0) == 0
