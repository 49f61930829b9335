"""Cells of tables as they stand in the file: typed in workbooks, texts in CSV files, whatever wrote them."""

import datetime
from pathlib import Path

import pytest

from connectors.errors import SettingsError, SourceUnavailable
from connectors.sheet_cells import read_grids
from tests.connectors.tables import text, workbook


def grid(path: Path, **given: str) -> list[list[object]]:
    [only] = read_grids(path, **given)
    return [list(row.cells) for row in only.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_umlauts_come_through_in_any_encoding_that_programs_save(tmp_path: Path, encoding: str) -> None:
    assert grid(text(tmp_path / "a.csv", "Gültig;Straße", "ä;€", encoding=encoding)) == [
        ["Gültig", "Straße"],
        ["ä", "€"],
    ]


@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_the_sign_between_cells_is_found_below_titles_too(tmp_path: Path, sign: str) -> None:
    path = text(tmp_path / "a.csv", "Plan, vorläufig", sign.join("abc"), sign.join(["1", '"2;,\t"', "3"]))

    assert grid(path)[1:] == [["a", "b", "c"], ["1", "2;,", "3"]]


def test_a_quote_that_is_never_closed_costs_its_own_line_only(tmp_path: Path) -> None:
    [only] = read_grids(text(tmp_path / "a.csv", "a;b", '"1;2', "3;4"))

    assert [(row.number, list(row.cells)) for row in only.rows] == [(1, ["a", "b"]), (2, []), (3, ["3", "4"])]
    assert only.rows[1].error == "a quotation mark isn't closed, or text follows a closing one"


def test_a_cell_over_two_lines_keeps_the_line_numbers(tmp_path: Path) -> None:
    [only] = read_grids(text(tmp_path / "a.csv", "a;b", '"1', 'x";2', "3;4"))

    assert [row.number for row in only.rows] == [1, 2, 4]


def test_typed_cells_become_numbers_and_iso_text(tmp_path: Path) -> None:
    day, instant = datetime.datetime(2026, 11, 3), datetime.datetime(2026, 11, 3, 8, 30)
    path = workbook(tmp_path / "a.xlsx", S=[[day, instant, datetime.time(8), 12.5, 12.0, True, " x ", ""]])

    assert grid(path) == [
        ["2026-11-03", "2026-11-03 08:30:00", "08:00:00", 12.5, 12, True, "x", None],
    ]


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    import openpyxl

    path = workbook(tmp_path / "a.xlsx", S=[[1]], Old=[[2]])
    book = openpyxl.load_workbook(path)
    book["Old"].sheet_state = "hidden"
    book.save(path)

    assert [found.name for found in read_grids(path)] == ["S"]


def test_another_programs_file_and_a_wrong_encoding_say_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.ods").write_bytes(b"PK")
    with pytest.raises(SourceUnavailable, match=r"save it as \.xlsx or \.csv"):
        read_grids(tmp_path / "a.ods")
    with pytest.raises(SettingsError, match="use auto"):
        read_grids(text(tmp_path / "a.csv", "ä", encoding="cp1252"), encoding="utf-8")
