"""Tables of any kind: rows with their place, and what holds when a file changes, goes or can't be read."""

from pathlib import Path

import pytest

from connectors.errors import SettingsError, SourceUnavailable
from tests.connectors.tables import NOW, landed, rows, sheets, text, workbook

HEAD = "department;quarter;amount"


def test_each_row_says_where_it_stands(tmp_path: Path) -> None:
    workbook(
        tmp_path / "b.xlsx",
        Plan=[["Budget 2026"], [], ["Bereich", "Quartal", "Betrag"], ["Service", "Q4 2026", 5]],
    )
    [row] = rows(sheets("budgets", tmp_path))

    assert (row.record_id, row.file, row.line) == ("b.xlsx [Plan]!4", "b.xlsx [Plan]", 4)
    assert row.payload["cells"] == {"department": "Service", "quarter": "Q4 2026", "amount": 5}


def test_a_file_is_read_once_and_again_when_it_changed(tmp_path: Path) -> None:
    text(tmp_path / "a.csv", HEAD, "service;2026-Q4;1")
    text(tmp_path / "b.csv", HEAD, "service;2026-Q3;2")
    connector = sheets("budgets", tmp_path, "*.csv")
    first = list(connector.fetch("rows", {}, until=NOW))
    assert list(connector.fetch("rows", first[-1].cursor, until=NOW)) == []

    text(tmp_path / "b.csv", HEAD, "service;2026-Q3;3")
    again = landed(connector.fetch("rows", first[-1].cursor, until=NOW))
    assert [record.record_id for record in again] == ["b.csv!2", "files"]
    assert again[0].payload["digest"] == again[1].payload["files"]["b.csv"]


def test_a_file_that_is_gone_is_no_longer_listed(tmp_path: Path) -> None:
    text(tmp_path / "a.csv", HEAD, "service;2026-Q4;1")
    gone = text(tmp_path / "b.csv", HEAD, "service;2026-Q3;2")
    connector = sheets("budgets", tmp_path, "*.csv")
    first = list(connector.fetch("rows", {}, until=NOW))
    gone.unlink()
    [listed] = landed(connector.fetch("rows", first[-1].cursor, until=NOW))

    assert list(listed.payload["files"]) == ["a.csv"]


def test_nothing_is_listed_before_all_rows_are_read(tmp_path: Path) -> None:
    """A stop in between leaves the old list standing, and the next run reads the file again."""
    text(tmp_path / "a.csv", HEAD, "service;2026-Q4;1")
    [read, listed] = list(sheets("budgets", tmp_path).fetch("rows", {}, until=NOW))

    assert read.cursor == {}
    assert [record.record_id for record in listed.records] == ["files"]


def test_other_settings_read_the_same_file_anew(tmp_path: Path) -> None:
    text(tmp_path / "a.csv", "department;quarter;Summe brutto;amount", "service;2026-Q4;119;100")
    first = list(sheets("budgets", tmp_path).fetch("rows", {}, until=NOW))
    other = sheets("budgets", tmp_path, columns={"amount": "Summe brutto"})
    [row, _] = landed(other.fetch("rows", first[-1].cursor, until=NOW))

    assert row.payload["cells"]["amount"] == "119"


def test_a_merged_cell_holds_for_all_its_rows_and_a_merged_amount_for_none_of_the_others(
    tmp_path: Path,
) -> None:
    head = ["department", "quarter", "amount"]
    body = [["Service", "Q3 2026", 5], [None, "Q4 2026", 6], ["Marketing", "Q4 2026", None]]
    workbook(tmp_path / "b.xlsx", merged=["A2:A3", "C3:C4"], Plan=[head, *body])
    found = rows(sheets("budgets", tmp_path))

    assert [row.payload["cells"]["department"] for row in found] == ["Service", "Service", "Marketing"]
    assert [row.error for row in found] == [
        None,
        None,
        "amount: is part of merged cells; write what belongs to each row",
    ]


def test_a_formula_without_its_result_says_so(tmp_path: Path) -> None:
    workbook(tmp_path / "b.xlsx", Plan=[["department", "quarter", "amount"], ["Service", "Q4 2026", "=1+1"]])
    [row] = rows(sheets("budgets", tmp_path))

    assert row.error == ("amount: is a formula without its result; open the file in its program and save it")


def test_empty_rows_and_what_a_program_keeps_beside_an_open_file_are_passed_over(tmp_path: Path) -> None:
    text(tmp_path / "a.csv", HEAD, ";;", "service;2026-Q4;1", "")
    (tmp_path / "~$a.csv").write_bytes(b"\x00lock")

    assert [row.line for row in rows(sheets("budgets", tmp_path))] == [3]


def test_a_check_counts_rows_or_names_the_mend(tmp_path: Path) -> None:
    [missing] = sheets("budgets", tmp_path, "none.csv").check()
    text(tmp_path / "a.csv", HEAD, "service;2026-Q4;1")
    [found] = sheets("budgets", tmp_path, "a.csv").check()

    assert (missing.ok, found.ok, found.detail) == (False, True, "1 found, 1 rows")


def test_a_file_that_is_none_of_ours_ends_the_reading_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(b"not a workbook")
    with pytest.raises(SourceUnavailable, match=r"b\.xlsx"):
        rows(sheets("budgets", tmp_path))


def test_a_setting_that_no_kind_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="decimal"):
        sheets("budgets", tmp_path, decimal="komma")
