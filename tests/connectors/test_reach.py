"""Tables of impressions."""

from pathlib import Path

from tests.connectors.tables import cells, text


def test_one_of_paid_and_organic_is_enough(tmp_path: Path) -> None:
    text(tmp_path / "a.csv", "Beitrag;Stand;organisch", "9_1;18.11.2026 08:00;1.200")

    assert cells("reach", tmp_path) == [
        {"post": "9_1", "at": "18.11.2026 08:00", "organic_impressions": "1.200"}
    ]
