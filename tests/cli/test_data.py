"""`limpid data`, `limpid recipes`, `limpid doctor`: what there is."""

from tests.cli.conftest import limpid

from limpid.datasets import mnist
from limpid.recipes import recipe_names


def test_list_names_every_set_with_its_licence():
    said = limpid("data", "list")
    assert said.code == 0
    assert "digits\n" in said.out
    assert mnist.DATASET.licence in said.out


def test_get_says_where_the_data_were_found():
    said = limpid("data", "get", "digits")
    assert said.code == 0
    assert "from the package" in said.out


def test_unknown_set_gives_the_nearest():
    said = limpid("data", "get", "minst")
    assert said.code == 2
    assert "did you mean 'mnist'" in said.err


def test_inspect_describes_columns_and_warns(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("age,income,town\n31,52000,Bonn\n45,,Kiel\n27,48000,Bonn\n")
    said = limpid("data", "inspect", table)
    assert said.code == 0
    assert "3 rows, 3 columns" in said.out
    assert "48000 to 52000" in said.out
    assert "! 'income' lacks 1 of 3 values" in said.out


def test_inspect_counts_one_row_in_the_singular(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("age\n31\n")
    assert "1 row, 1 column, utf-8" in limpid("data", "inspect", table).out


def test_inspect_refuses_a_missing_file(tmp_path):
    said = limpid("data", "inspect", tmp_path / "nowhere.csv")
    assert said.code == 1
    assert "cannot be read" in said.err


def test_recipes_lists_every_recipe_with_its_figure_and_settings():
    said = limpid("recipes")
    assert said.code == 0
    for name in recipe_names():
        assert f"{name}\n" in said.out
    assert "test accuracy 0.98" in said.out
    assert "learning_rate=" in said.out


def test_doctor_names_what_limpid_runs_on(monkeypatch, tmp_path):
    monkeypatch.setenv("LIMPID_DATA", str(tmp_path))
    said = limpid("doctor")
    assert said.code == 0
    for part in ("NumPy", "BLAS", "LLVM", "native", "threads", str(tmp_path), "free"):
        assert part in said.out
