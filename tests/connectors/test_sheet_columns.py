"""Which column is which, by what people call them."""

from pathlib import Path

import pytest

from connectors.errors import SettingsError
from tests.connectors.tables import cells, rows, sheets, text, workbook


@pytest.mark.parametrize(
    "head",
    [
        "Abteilung;Quartal;Betrag",
        "AMOUNT (EUR);department;quarter",
        "Betrag in €;Bereich;Zeitraum",
        "Betrag;Abteilung;Monat",
    ],
)
def test_columns_are_known_in_two_languages_and_any_order(tmp_path: Path, head: str) -> None:
    words = {"betrag": "5", "amount": "5", "abteilung": "s", "bereich": "s", "department": "s"}
    row = ";".join(words.get(name.split(" ")[0].lower(), "q") for name in head.split(";"))
    settings = {"columns": {"amount": "Betrag in €"}} if "in €" in head else {}
    [found] = cells("budgets", _folder(tmp_path, head, row), **settings)

    assert {found["department"], found["amount"]} == {"s", "5"}


def test_a_missing_column_is_named_with_the_words_that_are_known(tmp_path: Path) -> None:
    _folder(tmp_path, "Abteilung;Quartal;Notiz", "s;q;x")
    with pytest.raises(
        SettingsError, match="row 1 names no column for amount; call one 'amount' or 'budget'"
    ):
        rows(sheets("budgets", tmp_path))


def test_a_sheet_of_remarks_is_passed_over_and_a_named_one_must_have_the_columns(tmp_path: Path) -> None:
    head = ["department", "quarter", "amount"]
    workbook(tmp_path / "b.xlsx", Notiz=[["nur Text"]], Plan=[head, ["s", "q", 1]], Alt=[head, ["s", "q", 2]])

    assert [row.file for row in rows(sheets("budgets", tmp_path))] == ["b.xlsx [Plan]", "b.xlsx [Alt]"]
    assert [row.file for row in rows(sheets("budgets", tmp_path, sheets=["Plan"]))] == ["b.xlsx [Plan]"]
    with pytest.raises(SettingsError, match="Notiz"):
        rows(sheets("budgets", tmp_path, sheets=["Notiz"]))
    with pytest.raises(SettingsError, match="no visible sheet 'Neu'"):
        rows(sheets("budgets", tmp_path, sheets=["Neu"]))


def test_an_own_name_for_a_column_that_no_kind_has_is_refused(tmp_path: Path) -> None:
    _folder(tmp_path, "department;quarter;amount", "s;q;1")
    with pytest.raises(SettingsError, match=r"columns\.betrag"):
        rows(sheets("budgets", tmp_path, columns={"betrag": "x"}))


def _folder(folder: Path, *lines: str) -> Path:
    text(folder / "a.csv", *lines)
    return folder
