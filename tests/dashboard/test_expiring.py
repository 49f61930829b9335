"""The card of what will be lost: what can still be saved first, each leading to where something can be done."""

from datetime import timedelta
from typing import Any

import pytest

from dashboard.cards.sla import expiring
from dashboard.components.static import markup

HEADING = "One of the platforms' deadlines ends in the next 24 hours"


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch, view: Any) -> Any:
    """`planted(hours, ...)` puts things into the mart that are lost in so many hours."""

    def plant(*hours: float, search: str = "lang=en", wait: bool = True) -> Any:
        shown = view(f"/sla?{search}")
        as_of = shown.snapshot.about.as_of
        first = shown.rows("select wait_id from marts.fct_waits order by wait_id limit 1").item()
        expires = " union all ".join(
            "select 'messenger_window:' || {n} as expiring_id, '{rule}' as rule_id, '{kind}' as expires,"
            " 'facebook' as source, 'facebook' as platform, 'direct_message' as channel, 'private' as visibility,"
            " 'service' as department_id, {wait} as wait_id, null as case_id,"
            " timestamptz '{at}' - interval 24 hours as since_at, timestamptz '{at}' as expires_at".format(
                n=n,
                rule="messenger_window" if wait else "x_messages",
                kind="answer_window" if wait else "capture",
                wait=f"'{first}'" if wait else "null",
                at=(as_of + timedelta(hours=hour)).isoformat(),
            )
            for n, hour in enumerate(hours)
        )
        query = expiring._QUERY.replace("from marts.fct_expiring", f"from ({expires})")
        monkeypatch.setattr(expiring, "_QUERY", query)
        return shown

    return plant


def test_what_can_still_be_saved_stands_first_and_the_lost_last(planted: Any) -> None:
    card = expiring.expiring(planted(-3, 40, 2))

    assert card.heading == HEADING
    assert [round(row["in_seconds"] / 3600) for row in card.rows] == [2, 40, -3]
    assert "3 h ago" in markup(card.body).replace("\u202f", " ").replace("\xa0", " ")


def test_what_was_lost_more_than_a_day_ago_is_not_listed(planted: Any) -> None:
    assert [row["in_seconds"] < 0 for row in expiring.expiring(planted(-30, -1)).rows] == [True]


def test_a_conversation_leads_to_itself_and_a_source_to_the_data(planted: Any) -> None:
    waiting = markup(expiring.expiring(planted(1)).body)
    assert "/conversation/" in waiting


def test_a_source_that_must_be_read_says_so(planted: Any) -> None:
    card = expiring.expiring(planted(1, wait=False))

    assert card.rows[0]["what"] == "What was written on Facebook since it was last read"
    assert "/data" in markup(card.body)


def test_filters_hold_and_nothing_is_said_plainly(planted: Any) -> None:
    card = expiring.expiring(planted(1, search="lang=en&f.platform=whatsapp"))

    assert card.heading == "Nothing is about to be lost"


def test_an_older_snapshot_without_the_table_says_so(view: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = view("/sla?lang=en")
    monkeypatch.setattr(type(shown), "has", lambda *_: False)

    assert "marts.fct_expiring" in markup(expiring.expiring(shown).body)


def test_open_private_conversations_of_the_company_are_counted_down(view: Any) -> None:
    shown = view("/sla?lang=de")
    card = expiring.expiring(shown)
    open_ones = shown.rows("select count(*) from marts.fct_expiring where expires != 'capture'").item()

    assert open_ones
    assert len(card.rows or []) <= open_ones
    assert all(row["rule"].startswith("Messenger") for row in card.rows or [])
