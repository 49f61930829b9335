"""Tables of campaigns."""

from pathlib import Path

from tests.connectors.tables import cells, text


def test_claims_and_words_are_read_beside_the_dates(tmp_path: Path) -> None:
    text(
        tmp_path / "a.csv",
        "Kampagne;Name;Start;Ende;Werbeaussage;Erkennung;Plankosten",
        "h1;Herbst;1.11.2026;;Immer günstig;#herbst;21.000,00 €",
    )

    assert cells("campaigns", tmp_path) == [
        {
            "campaign": "h1", "name": "Herbst", "start": "1.11.2026", "end": None, "claim": "Immer günstig",
            "pattern": "#herbst", "planned_cost": "21.000,00 €",
        }
    ]  # fmt: skip
