"""Contacts with and without a ticket, and lists that hold as many as the card says."""

import re

import pytest

from dashboard import urls
from dashboard.cards.cases.case_lists import listing
from dashboard.cards.data_health import case_coverage
from dashboard.components.static import markup
from dashboard.pages import cases
from dashboard.view import View

ADDRESS = "/data?lang=en&p=90d"


def test_the_card_counts_what_the_table_holds(view):
    shown = view(ADDRESS)
    card = case_coverage.coverage(shown)

    since, until = shown.period.since, shown.period.until
    sql = "select count(*), count_if(has_case) from marts.fct_contact_cases where contact_day >= ? and contact_day < ?"
    (expected,) = shown.rows(sql, (since, until)).rows()
    found = (sum(row["sample_size"] for row in card.rows), sum(row["numerator"] for row in card.rows))
    assert found == expected
    assert 0 < expected[1] < expected[0]
    assert card.heading.startswith(f"{expected[0] - expected[1]:,} contacts of the period have no ticket")
    assert all(row["lower"] <= row["metric_value"] <= row["upper"] for row in card.rows)


@pytest.mark.parametrize("search", ["", "&f.department_id=service", "&x.channel=mail&p=7d"])
def test_each_number_leads_to_as_many_contacts(view, snapshot, search):
    card = case_coverage.coverage(view(ADDRESS + search))
    links = re.findall(r'<a href="([^"]+)">([\d,]+)</a>', markup(card.body))

    assert len(links) >= 4
    for href, number in links:
        path, _, query = href.replace("&amp;", "&").partition("?")
        assert listing(View(urls.parse(path, query), snapshot)).total == int(number.replace(",", "")), href


def test_contacts_without_a_ticket_are_a_list_of_their_own_in_both_languages(view):
    for lang, name in (("en", "Contacts without a ticket"), ("de", "Kontakte ohne Ticket")):
        assert name in markup(cases.layout(view(f"/cases?lang={lang}&cased=false")).children)
    found = listing(view("/cases?time=any&cased=false"))

    assert found.kind == "contacts"
    assert {row["event_state"] for row in found.page(0, 50)} == {"none"}


def test_an_older_snapshot_says_what_it_lacks(view, monkeypatch):
    shown = view(ADDRESS)
    monkeypatch.setattr(View, "has", lambda self, table: table != case_coverage.TABLE)

    assert "marts.fct_contact_cases" in markup(case_coverage.coverage(shown).body)
