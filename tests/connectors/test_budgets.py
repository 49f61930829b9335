"""Tables of budgets by quarter, month or year."""

from pathlib import Path

from tests.connectors.tables import cells, text


def test_quarter_and_year_may_stand_in_columns_of_their_own(tmp_path: Path) -> None:
    text(
        tmp_path / "a.csv",
        "Abteilung;Jahr;Quartal;Kategorie;Betrag;Posten",
        "Service;2026;IV;Personal;118.400;Gehälter",
    )

    assert cells("budgets", tmp_path) == [
        {
            "department": "Service", "year": "2026", "quarter": "IV", "category": "Personal", "amount": "118.400",
            "line": "Gehälter",
        }
    ]  # fmt: skip
