"""Data health shows what is in the tables, and each count leads to as many rows."""

import re

from dashboard.cards.cases.case_lists import listing
from dashboard.cards.data_health import data_cards, data_quality
from dashboard.components.static import markup
from dashboard.pages import data_health
from tests.dashboard.company_evidence import SILENT_DAYS_AGO


def test_reasons_that_differ_in_a_quoted_value_only_are_one(view):
    reasons = {
        (row["source"], row["reason"]): row["record_count"] for row in data_quality.reasons(view("/data"))
    }

    assert sum(reasons.values()) == len(data_quality.rejects(view("/data"))) == 17
    assert "sent_at: … is before 1990" in {reason for _, reason in reasons}


def test_each_reason_leads_to_as_many_records(view):
    for row in data_quality.reasons(view("/data")):
        shown = view(f"/data?source={row['source']}&reason={row['reason'].replace(' ', '%20')}")
        assert len(data_quality.rejects(shown)) == row["record_count"]


def test_a_rejected_record_says_where_it_stands(view):
    first = data_cards.rejected(view("/data?lang=en")).rows[0]

    assert first["file"] == "facebook/comments/0000.jsonl.zst"
    assert first["line"] == 1


def test_each_oddity_leads_to_as_many_rows(view):
    rows = data_quality.oddities(view("/data"))

    assert sum(row["record_count"] for row in rows) == 24
    for row in rows:
        shown = view(f"/cases?time=any&flag={row['flag']}&flag_source={row['source']}")
        assert listing(shown).total == row["record_count"]


def test_a_day_without_records_is_marked_and_counted(view):
    card = data_health.volume(view("/data?lang=en"))

    odd = [row for row in card.rows if row["verdict"] == "less than usual"]
    assert [(row["source"], row["record_count"]) for row in odd] == [("facebook", 0)]
    as_of = view().snapshot.about.as_of.date()
    assert (as_of - odd[0]["date_day"]).days == SILENT_DAYS_AGO
    assert card.heading == "One unusual day: a source delivered far more or far less"


def test_the_source_in_trouble_stands_first_with_what_it_said(view):
    card = data_health.sources(view("/data?lang=en"))

    assert [row["source"] for row in card.rows] == ["facebook", "zendesk"]
    assert "access token has expired" in markup(card.body)


def test_checks_are_those_of_the_snapshot(view):
    assert data_cards.checks(view("/data")).rows[0]["name"] == "unique marts.fct_waits"
    assert data_health.checked(view("/data")).value == "3"


def test_an_export_is_shown_with_its_age_and_the_others_with_how_they_come(view):
    shown = view("/data?lang=en")
    row = {"captured_by": "export", "export_age_seconds": 3 * 86400.0}

    assert {row["captured"] for row in data_health.sources(shown).rows} == {"fetched"}
    assert data_health._captured(shown, row).endswith(" old")
    assert data_health._captured(shown, row | {"export_age_seconds": None}) == "by export"


def test_a_source_is_called_by_its_name_and_found_by_its_id(view):
    row = data_health.sources(view("/data?lang=en")).rows[0]

    assert (row["source_name"], row["source"]) == ("Facebook", "facebook")
    assert view("/data?lang=en").name("source", "service_mail") == "Service mail"
    assert view("/data?lang=de").name("source", "shifts") == "Dienstpläne"


def test_checks_that_passed_are_closed_and_one_that_failed_stands_open(view, monkeypatch):
    shown = view("/data?lang=en")
    rows = data_quality.checks(shown)
    assert [data_cards.guard(row["name"]) for row in rows] == ["unique", "lost", "sums"]
    assert "open" not in [part.split("=")[0] for part in markup(data_cards.checks(shown).body).split()]

    failed = [{**row, "is_ok": row["name"] != "backlog identity"} for row in rows]
    monkeypatch.setattr(data_quality, "checks", lambda view: failed)
    card = data_cards.checks(shown)
    assert card.heading == "One of 3 checks failed"
    opened = re.findall(r'<details id="([^"]*)"[^>]* open', markup(card.body))
    assert opened == ["checks-sums"]
