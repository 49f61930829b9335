"""Who is recognised on a second channel, as the page on the data shows it; each number leads to as many rows."""

from typing import Any

import pytest

from dashboard.cards.data_health import identity_cards
from dashboard.components.static import markup


def test_each_number_leads_to_as_many_contacts(view: Any) -> None:
    rows = identity_cards.recognised(view("/data?lang=en")).rows

    assert len(rows) > 2
    for row in rows[:3]:
        assert sum(row[name] for name in identity_cards.BASES) == row["contacts"]
        for statistic, basis in identity_cards.BASES.items():
            address = f"/data?f.platform={row['platform']}&f.channel={row['channel']}&basis={basis}"
            assert len(identity_cards.listing(view(address), basis)) == row[statistic]


def test_the_finding_is_the_share_that_the_crm_knows_and_the_footer_what_a_person_does(view: Any) -> None:
    card = identity_cards.recognised(view("/data?lang=en"))

    assert card.heading == "33.4% of contacts are from customers whom the CRM knows"
    assert "channels per person" in markup(card.footer)


@pytest.mark.parametrize(
    ("lang", "heading", "by"),
    [
        ("en", "Contacts of persons known by an address in two places", "by mail address"),
        ("de", "Kontakte von Personen, deren Adresse an zwei Stellen bekannt ist", "an der Mailadresse"),
    ],
)
def test_a_list_says_by_what_its_customers_are_known(view: Any, lang: str, heading: str, by: str) -> None:
    card = identity_cards.contacts(view(f"/data?lang={lang}&basis=address"))

    assert card.heading == heading
    assert {row["by"] for row in card.rows} == {by}
    assert "/conversation/" in markup(card.body)


def test_a_basis_that_there_is_not_shows_whom_nobody_recognises(view: Any) -> None:
    card = identity_cards.contacts(view("/data?lang=en&basis=moon"))

    assert card.heading == "Contacts whose customer nobody recognises"


def test_duplicates_say_where_they_stand_and_why_whatever_the_period(view: Any) -> None:
    card = identity_cards.duplicates(view("/data?lang=en&period=2026-11-10..2026-11-12"))

    assert card.heading == "2 records of the CRM are somebody it has already (40.0%)"
    assert [(row["place"], row["why"]) for row in card.rows] == [
        ("crm.xlsx [Kunden], row 3", "the same key again"),
        ("crm.xlsx [Kunden], row 5", "another key with the same mail address"),
    ]
