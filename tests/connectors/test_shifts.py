"""Rosters."""

from pathlib import Path

from tests.connectors.tables import cells, text


def test_the_day_may_stand_in_a_column_of_its_own(tmp_path: Path) -> None:
    text(tmp_path / "a.csv", "Team;Datum;Beginn;Ende;Anzahl", "Service;18.11.2026;08:00;16:00;3,5")

    assert cells("shifts", tmp_path) == [
        {"department": "Service", "date": "18.11.2026", "start": "08:00", "end": "16:00", "headcount": "3,5"}
    ]
