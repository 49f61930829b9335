"""Tables of cost rates."""

from pathlib import Path

from tests.connectors.tables import cells, text


def test_a_rate_may_begin_without_ending(tmp_path: Path) -> None:
    text(
        tmp_path / "a.csv",
        "Abteilung;gültig ab;gültig bis;Euro je Stunde;Werkzeug je Kontakt",
        "Service;1.7.2026;;38,50;0,42",
    )

    assert cells("rates", tmp_path) == [
        {
            "department": "Service", "from": "1.7.2026", "until": None, "euro_per_hour": "38,50",
            "tool_euro_per_contact": "0,42",
        }
    ]  # fmt: skip
