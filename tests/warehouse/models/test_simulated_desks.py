"""From the simulated Zammad and Chatwoot through connector and staging: what comes out is what happened there."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from simulator.platforms import chatwoot_desk, zammad_desk
from tests.connectors.conformance import Subject, Trial, records
from tests.connectors.subjects.chatwoot import account
from tests.connectors.subjects.zammad import UNTIL, desk

pytestmark = pytest.mark.server
END = int(UNTIL.timestamp())


def instant(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)


def landed(
    type: str, opening: Callable[[Path], AbstractContextManager[Subject]], folder: Path
) -> dict[str, list[tuple[str | None, Any]]]:
    """Each stream's records as `stage` wants them."""
    with opening(folder) as subject:
        return {
            f"{type}_{stream}": [(record.record_id, record.payload) for record in records(pages)]
            for stream, pages in Trial(type, subject).complete.items()
        }


def test_a_zammad_comes_through(stage: Any, tmp_path: Path) -> None:
    truth = zammad_desk.build(END, seed=3)
    raw = landed("zammad", desk, tmp_path)
    given = {"zammad": {"fields": {"topic": "topic"}}}
    there = [ticket for ticket in truth.tickets if not ticket.deleted]

    events = stage("stg_zammad_case_events", order="case_id, event_order", settings=given, **raw)
    last = {row["case_id"]: row for row in events.rows}
    assert events.rejected == [] and last.keys() == {f"zammad:{ticket.id}" for ticket in there}
    for ticket in there:
        changes = [entry for entry in truth.entries if entry.ticket == ticket.id]
        states = [entry.new_text for entry in changes if entry.attribute == "state"]
        groups = [entry.new_text for entry in changes if entry.attribute == "group"]
        row = last[f"zammad:{ticket.id}"]
        assert row["state"] == (states[-1] if states else "new")
        assert row["group_name"] == (groups[-1] if groups else "Service")
        assert row["opened_at"] == instant(ticket.created)

    messages = stage("stg_zammad_messages", order="sent_at", settings=given, **raw)
    written = [one for one in truth.articles if one.ticket in {ticket.id for ticket in there}]
    assert messages.rejected == [] and len(messages.rows) == len(written)
    merged = Counter(one.text for one in written)["merged"]
    assert [row["is_human"] for row in messages.rows].count(False) == merged > 0
    internal = [row for row in messages.rows if row["visibility"] == "internal"]
    assert len(internal) == sum(one.internal for one in written) > 0

    facts = stage("stg_zammad_case_facts", order="case_id", settings=given, **raw)
    assert {row["case_id"]: row["value"] for row in facts.rows} == {
        f"zammad:{ticket.id}": ticket.attributes["topic"] for ticket in there
    }


def test_a_chatwoot_comes_through(stage: Any, tmp_path: Path) -> None:
    truth = chatwoot_desk.build(END, seed=3)
    raw = landed("chatwoot", account, tmp_path)
    given = {"chatwoot": {"fields": {"topic": "topic"}}}
    there = {one.number for one in truth.conversations if not one.deleted}

    events = stage("stg_chatwoot_case_events", order="case_id, event_order", settings=given, **raw)
    assert events.rejected == []
    # Each change is told once, a second later, and nothing that was seen adds to it.
    told = Counter((row["case_id"], row["event_at"]) for row in events.rows)
    begun = [
        (f"chatwoot:{one.number}", instant(one.created)) for one in truth.conversations if one.number in there
    ]
    changed = [(f"chatwoot:{one.conversation}", instant(one.at + 1)) for one in truth.changes]
    assert told == Counter([*begun, *changed])
    resolved = {f"chatwoot:{one.conversation}" for one in truth.changes if one.value == "resolved"}
    assert {row["case_id"] for row in events.rows if row["state"] == "resolved"} == resolved
    handed = {f"chatwoot:{one.conversation}" for one in truth.changes if one.name == "team"}
    assert {row["case_id"] for row in events.rows if row["group_name"] == "beschwerden"} == handed

    messages = stage("stg_chatwoot_messages", order="sent_at", settings=given, **raw)
    written = [one for one in truth.messages if one.conversation in there and one.kind != 2]
    assert messages.rejected == [] and len(messages.rows) == len(written)
    assert sum(row["deleted_at"] is not None for row in messages.rows) == sum(
        one.deleted is not None for one in written
    )

    ratings = stage("stg_chatwoot_ratings", order="rated_at", settings=given, **raw)
    assert [int(row["said"]) for row in ratings.rows] == [one.rating for one in truth.ratings]
