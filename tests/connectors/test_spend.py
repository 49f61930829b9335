"""Tables of spend as finance and agencies write them."""

from pathlib import Path

from tests.connectors.tables import cells, text


def test_german_and_english_names_mean_the_same(tmp_path: Path) -> None:
    text(
        tmp_path / "a.csv",
        "Datum;Kampagne;Plattform;Kostenart;Betrag;Währung;Beitrag",
        "3.11.2026;Herbst;Google;Media;1.234,50;EUR;9_1",
    )
    text(
        tmp_path / "b.csv",
        "date,campaign,platform,category,amount,currency,post",
        '2026-11-03,Herbst,Google,media,"1,234.50",EUR,9_1',
    )
    [german, english] = cells("spend", tmp_path)

    assert german.keys() == english.keys()
    assert (german["amount"], english["amount"]) == ("1.234,50", "1,234.50")


def test_a_table_needs_no_more_than_a_day_and_an_amount(tmp_path: Path) -> None:
    text(tmp_path / "a.csv", "Tag;Kosten", "3.11.2026;12")

    assert cells("spend", tmp_path) == [{"date": "3.11.2026", "amount": "12"}]
