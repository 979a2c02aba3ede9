"""What can be asked of a trained run: evaluate, predict, summary, report."""

import os
import re
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image
from tests.cli.conftest import limpid

from limpid.datasets import digits


@pytest.fixture(scope="module")
def picture(tmp_path_factory):
    """Return the file of a picture of a 6, as scanned: large, dark ink on paper."""
    (x, y), _ = digits.load_data()
    pixels = 255 - x[np.argmax(y == 6)] * np.uint8(15)
    path = tmp_path_factory.mktemp("pictures") / "six.png"
    Image.fromarray(pixels.repeat(8, 0).repeat(8, 1)).save(path)
    return path


def model_of(runs):
    return runs / "short" / "model.safetensors"


def test_evaluate_gives_the_figures_of_the_result(runs):
    said = limpid("evaluate", "short", "--runs-dir", runs)
    assert said.code == 0
    errors = re.search(r"test errors +(\d+)", said.out)[1]
    assert f'"test_errors": {errors}.0' in (runs / "short" / "result.json").read_text()


def test_picture_is_resized_inverted_and_recognized(runs, picture):
    said = limpid("predict", "short", picture, "--runs-dir", runs, "--top", 2)
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0] == str(picture)
    assert "resized from 64 x 64 to 8 x 8" in said.out
    assert "inverted" in said.out
    answers = [line.split() for line in lines if "%" in line]
    assert len(answers) == 2
    assert answers[0][0] == "6"


def test_model_file_alone_knows_the_same(runs, picture, tmp_path):
    alone = tmp_path / "alone.safetensors"
    alone.write_bytes(model_of(runs).read_bytes())
    assert (
        limpid("predict", alone, picture).out
        == limpid("predict", model_of(runs), picture).out
    )


def test_terminal_that_lacks_letters_gets_question_marks(runs, picture):
    words = ["predict", str(model_of(runs)), str(picture)]
    run = subprocess.run(
        [sys.executable, "-m", "limpid", *words],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "?" in run.stdout


@pytest.mark.parametrize("form", ["name", "folder", "file"])
def test_summary_takes_a_name_a_folder_and_a_file(runs, form):
    model = {"name": "short", "folder": runs / "short", "file": model_of(runs)}[form]
    said = limpid("summary", model, "--runs-dir", runs)
    assert said.code == 0
    assert "53,002" in said.out


def test_summary_takes_a_recipe_too():
    assert "net 2-4-1, 5 neurons" in limpid("summary", "xor").out


def test_report_is_written_anew(runs):
    report = runs / "short" / "report.html"
    before = report.read_bytes()
    report.unlink()
    said = limpid("report", "short", "--runs-dir", runs)
    assert said.code == 0
    assert report.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["summary", "shrt"], 2, "did you mean 'short'"),
        (["summary", "nowhere.safetensors"], 1, "There is no model"),
        (["evaluate", "shrt"], 2, "did you mean 'short'"),
        (["report", "shrt"], 2, "did you mean 'short'"),
        (["predict", "short", "nowhere.png"], 1, "cannot be read"),
        (["predict", "short", __file__], 1, "no picture that is read here"),
        (["predict", "short"], 2, "FILE"),
    ],
)
def test_wrong_word_is_one_sentence(runs, words, code, sentence):
    said = limpid(*words, "--runs-dir", runs)
    assert said.code == code
    assert sentence in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"PK\x03\x04 and more", "it is"), (b"some text", "it is no safetensors file")],
)
def test_foreign_model_file_is_refused(tmp_path, content, reason):
    path = tmp_path / "model.safetensors"
    path.write_bytes(content)
    said = limpid("summary", path)
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert reason in said.err


def test_model_without_a_run_cannot_be_evaluated(runs, tmp_path):
    alone = tmp_path / "alone.safetensors"
    alone.write_bytes(model_of(runs).read_bytes())
    said = limpid("evaluate", alone)
    assert said.code == 2
    assert "lies in no run's folder" in said.err


def test_model_of_no_pictures_says_so(tmp_path, picture):
    limpid("train", "xor", "--epochs", 1, "--name", "x", "--runs-dir", tmp_path)
    said = limpid("predict", "x", picture, "--runs-dir", tmp_path)
    assert said.code == 1
    assert "not pictures" in said.err
