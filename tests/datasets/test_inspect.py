"""The report on a CSV file: types, missing values, scale, warnings."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limpid.datasets.inspect import CsvReport, inspect_csv
from limpid.errors import DataError, LimpidFileError

HOUSES = "size,bedrooms,price\n2104,3,400\n1600,3,330\n2400,3,369\n3000,4,540\n"
ADS = "user age,ad id,click\n41,93242,1\n80,93287,0\n18,87312,1\n27,71244,1\n"


@pytest.fixture
def report(tmp_path):
    def inspect(text: str | bytes) -> CsvReport:
        path = tmp_path / "table.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return inspect_csv(path)

    return inspect


def column(report: CsvReport, name: str):
    return next(found for found in report.columns if found.name == name)


def types(report: CsvReport) -> dict[str, str]:
    return {found.name: found.type for found in report.columns}


def test_scale_of_the_houses(report):
    size = column(report(HOUSES), "size")
    assert (size.minimum, size.maximum, size.mean) == (1600, 3000, 2276)
    assert size.deviation == pytest.approx(506.48593267730547, rel=1e-12)
    assert (size.type, size.missing, size.distinct) == ("number", 0, 4)


def test_large_columns_are_to_be_scaled(report):
    warnings = report(HOUSES).warnings
    assert any("'size' runs from 1600 to 3000" in warning for warning in warnings)
    assert not any("'bedrooms'" in warning for warning in warnings)


def test_ad_id_is_a_category(report):
    found = report(ADS)
    assert types(found) == {
        "user age": "number",
        "ad id": "category",
        "click": "number",
    }
    assert any("'ad id' looks like an id" in warning for warning in found.warnings)


@pytest.mark.parametrize("name", ["id", "ID", "ad_id", "user id", "userId", "userID"])
def test_names_of_ids_are_known(report, name):
    assert column(report(f"{name},x\n7,1\n9,2\n"), name).is_id


@pytest.mark.parametrize("name", ["paid", "humid", "width", "idea", "PAID"])
def test_other_names_are_no_ids(report, name):
    assert not column(report(f"{name},x\n7,1\n9,2\n"), name).is_id


def test_row_numbers_look_like_an_id(report):
    rows = "".join(f"{number},{number % 7}\n" for number in range(1, 40))
    assert column(report("row,x\n" + rows), "row").is_id


def test_types_are_inferred(report):
    names = ["Ada", "Ben", "Cy"] * 10
    rows = [
        f"{number / 8},{names[number]},2026-11-{number + 1:02},word {number} of many"
        for number in range(30)
    ]
    found = report("weight,who,day,remark\n" + "\n".join(rows))
    assert list(types(found).values()) == ["number", "category", "date", "text"]
    assert (found.num_rows, column(found, "who").distinct) == (30, 3)


@pytest.mark.parametrize("missing", ["", "NA", "nan", "NULL", "?", " "])
def test_missing_values_are_counted_and_leave_the_type(report, missing):
    found = report(f"x,y\n1,5\n{missing},6\n3,7\n")
    x = column(found, "x")
    assert (x.type, x.missing, x.mean) == ("number", 1, 2)
    assert any("lacks 1 of 3" in warning for warning in found.warnings)


def test_constant_and_empty_columns_are_told(report):
    found = report("a,b,c\n1,5,\n2,5,\n")
    assert types(found)["c"] == "empty"
    assert any("'b' is constant" in warning for warning in found.warnings)
    assert any("'c' is empty" in warning for warning in found.warnings)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_are_recognized(report, delimiter):
    found = report(f"a{delimiter}b\n1{delimiter}2\n3{delimiter}4\n")
    assert (found.delimiter, len(found.columns)) == (delimiter, 2)


def test_decimal_commas_are_read_between_semicolons(report):
    found = report("a;b\n1,5;2\n2,5;4\n")
    assert (found.delimiter, column(found, "a").mean) == (";", 2)


def test_quoted_cells_may_hold_delimiters_and_line_breaks(report):
    found = report('name,x\n"Smith, J.",1\n"two\nlines",2\n')
    assert (found.num_rows, types(found)["x"]) == (2, "number")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_of_all_systems_are_read(report, ending):
    assert report(HOUSES.replace("\n", ending)).num_rows == 4


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-8", "utf-8"),
     ("cp1252", "cp1252")],
)  # fmt: skip
def test_encodings_are_recognized(report, encoding, told):
    found = report("größe,x\n1,2\n".encode(encoding))
    assert (found.encoding, found.columns[0].name) == (told, "größe")
    assert any("not UTF-8" in w for w in found.warnings) == (told == "cp1252")


def test_missing_header_is_told(report):
    found = report("1,2\n3,4\n")
    assert (found.num_rows, found.columns[0].name) == (2, "column_1")
    assert any("first row holds numbers" in warning for warning in found.warnings)


def test_ragged_rows_are_told_by_number(report):
    found = report("a,b\n1,2\n3\n4,5,6\n")
    assert column(found, "b").missing == 1
    assert any("2 rows" in w and "row 2" in w for w in found.warnings)


def test_equal_names_are_told(report):
    assert any("called 'a'" in warning for warning in report("a,a\n1,2\n").warnings)


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=50))
def test_mean_and_deviation_are_those_of_numpy(tmp_path_factory, numbers):
    path = tmp_path_factory.mktemp("numbers") / "table.csv"
    path.write_text("x\n" + "\n".join(map(repr, numbers)), "utf-8")
    (x,) = inspect_csv(path).columns
    assert x.mean == pytest.approx(np.mean(numbers), rel=1e-9, abs=1e-6)
    assert x.deviation == pytest.approx(np.std(numbers), rel=1e-6, abs=1e-5)


@pytest.mark.parametrize("text", ["", "\n\n", "  ", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_empty_file_is_told(report, text):
    with pytest.raises(LimpidFileError, match="is empty"):
        report(text)


def test_header_alone_is_told(report):
    with pytest.raises(DataError, match="no rows"):
        report("a,b\n")


def test_binary_file_is_told(report):
    with pytest.raises(LimpidFileError, match="no text file"):
        report(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")


def test_unclosed_quotation_is_told_with_its_line(report):
    with pytest.raises(DataError, match="quotation"):
        report('a,b\n1,"' + "x" * 200_000)


def test_absent_file_is_named(tmp_path):
    with pytest.raises(LimpidFileError, match=r"absent\.csv cannot be read"):
        inspect_csv(tmp_path / "absent.csv")


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_garbage_gives_a_report_or_one_error(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("garbage") / "table.csv"
    path.write_bytes(data)
    with suppress(DataError, LimpidFileError):
        assert inspect_csv(path).columns


@given(st.text(alphabet='a1,;\t|"\n\r.-é ', max_size=60))
def test_near_tables_give_a_report_or_one_error(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("near") / "table.csv"
    path.write_text(text, "utf-8", newline="")
    with suppress(DataError, LimpidFileError):
        assert inspect_csv(path).columns
