"""Both platforms read from end to end against the simulated company: record by record, with faults and kills."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.http import Limits
from connectors.page import Connector, Cursor, Page
from simulator import server, world
from simulator.company import PAGE_ID, ZENDESK_EMAIL
from simulator.records import World
from simulator.server import Server
from simulator.visible import removal_instants

pytestmark = pytest.mark.server
END = datetime(2026, 11, 21, 5, tzinfo=UTC)
START = date(2026, 1, 1)


@pytest.fixture(scope="module")
def company() -> World:
    return world.build(END, seed=3, days=12)


@pytest.fixture
def platforms(company: World) -> Iterator[Server]:
    with server.start(company) as running:
        yield running


def connect(platforms: Server, name: str, **given: Any) -> Connector:
    token = {"token": platforms.token, "start": START}
    settings = {
        "facebook": {"page_id": PAGE_ID, "base_url": platforms.facebook_url} | token,
        "zendesk": {"email": ZENDESK_EMAIL, "base_url": platforms.zendesk_url} | token,
    }[name]
    connector = registry.connect(name, name, settings | given, base=Path())
    http = getattr(connector, "http", None) or connector.graph.http  # type: ignore[attr-defined]
    object.__setattr__(http, "sleep", lambda _: None)
    object.__setattr__(http, "limits", Limits(read=5))
    return connector


def payloads(pages: Iterator[Page] | list[Page]) -> dict[str, Any]:
    """Records by id, the latest version of each; walks left out."""
    found = {str(record.record_id): record.payload for page in pages for record in page.records}
    return {name: payload for name, payload in found.items() if not name.startswith("walk:")}


def everything(connector: Connector, until: datetime = END) -> dict[str, list[Page]]:
    return {stream: list(connector.fetch(stream, {}, until=until)) for stream in connector.streams}


def test_all_of_a_page_is_read(platforms: Server, company: World) -> None:
    found = {stream: payloads(pages) for stream, pages in everything(connect(platforms, "facebook")).items()}
    removed = removal_instants(company.comments)
    there = {c.id: c for c in company.comments if removed.get(c.id, END.timestamp() + 1) > END.timestamp()}
    messages = {m.id: (thread, m) for thread in company.conversations for m in thread.messages}

    assert set(found["posts"]) == {post.id for post in company.posts}
    assert set(found["comments"]) == set(there)
    assert set(found["messages"]) == set(messages)
    for name, comment in there.items():
        payload = found["comments"][name]
        assert payload["post"]["id"] == comment.post_id
        assert payload["comment"].get("parent", {}).get("id") == comment.parent_id
        assert payload["comment"]["message"] == comment.text_at(int(END.timestamp()))
    for name, (thread, message) in messages.items():
        payload = found["messages"][name]
        assert payload["conversation"]["id"] == thread.id
        assert payload["message"]["message"] == message.text
        assert payload["message"]["from"]["id"] == (thread.person.facebook_id if message.person else PAGE_ID)


def test_all_of_an_account_is_read(platforms: Server, company: World) -> None:
    found = {stream: payloads(pages) for stream, pages in everything(connect(platforms, "zendesk")).items()}
    horizon = END.timestamp() - 60
    audits = {str(a.id): a for ticket in company.tickets for a in ticket.audits if a.at <= horizon}

    assert set(found["tickets"]) == {
        str(ticket.id) for ticket in company.tickets if ticket.created <= horizon
    }
    assert set(found["ticket_events"]) == set(audits)
    for name, audit in audits.items():
        comments = [
            child
            for child in found["ticket_events"][name]["child_events"]
            if child["event_type"] == "Comment"
        ]
        assert [(child["id"], child["public"]) for child in comments] == (
            [(audit.comment.id, audit.comment.is_public)] if audit.comment else []
        )
    deleted = {
        str(t.id) for t in company.tickets if any(a.changes.get("status") == "deleted" for a in t.audits)
    }
    assert set(found["deleted_tickets"]) == deleted
    assert {user["role"] for user in found["users"].values()} == {"agent", "admin"}
    assert len(found["groups"]) == 6


@pytest.mark.parametrize("name", ["facebook", "zendesk"])
def test_a_bad_day_changes_nothing(platforms: Server, name: str) -> None:
    quiet = {stream: payloads(pages) for stream, pages in everything(connect(platforms, name)).items()}
    for number, kind in enumerate(("throttle", "error", "cut", "refuse", "garbage", "throttle")):
        platforms.faults.add(kind, platform=name, after=2 * number, times=2)
    if name == "facebook":
        platforms.faults.add("too_much_data", platform=name, path="comments", times=3)
    noisy = {stream: payloads(pages) for stream, pages in everything(connect(platforms, name)).items()}

    assert noisy == quiet


@pytest.mark.parametrize(
    ("name", "stream"),
    [("facebook", "posts"), ("facebook", "comments"), ("facebook", "messages"), ("zendesk", "tickets"),
     ("zendesk", "ticket_events")],
)  # fmt: skip
def test_reading_on_after_any_page_loses_nothing(
    platforms: Server, name: str, stream: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.facebook_comments.BATCH", 50)
    smaller = {"page_size": 100} if name == "zendesk" else {}
    connector = connect(platforms, name, **smaller)
    whole = list(connector.fetch(stream, {}, until=END))
    for stop in range(1, len(whole)):
        rest = list(connector.fetch(stream, whole[stop - 1].cursor, until=END))
        assert payloads([*whole[:stop], *rest]) == payloads(whole)
        assert rest[-1].cursor == whole[-1].cursor


@pytest.mark.parametrize("name", ["facebook", "zendesk"])
def test_reading_day_by_day_lands_all_that_reading_at_once_does(platforms: Server, name: str) -> None:
    connector = connect(platforms, name)
    cursors: dict[str, Cursor] = {}
    landed: dict[str, dict[str, Any]] = {stream: {} for stream in connector.streams}
    for days in (9, 6, 3, 1, 0):
        now = END - timedelta(days=days)
        platforms.set_now(now)
        for stream in connector.streams:
            for page in connector.fetch(stream, cursors.get(stream, {}), until=now):
                landed[stream] |= payloads([page])
                cursors[stream] = page.cursor
    for stream, pages in everything(connect(platforms, name)).items():
        whole = payloads(pages)
        assert whole.keys() <= landed[stream].keys()
        if stream != "messages":  # a conversation's updated_time is that of when the message was read
            recent = {key for key in whole if landed[stream][key] == whole[key]}
            assert len(recent) >= 0.99 * len(whole)


def test_edits_hides_and_deletions_of_recent_comments_are_noticed(platforms: Server, company: World) -> None:
    connector = connect(platforms, "facebook", rewalk_days=30)
    end = END.timestamp()
    removed = {name: at for name, at in removal_instants(company.comments).items() if at <= end}
    gone = max((c for c in company.comments if c.id in removed), key=lambda c: removed[c.id] - c.created)
    left = [c for c in company.comments if c.id not in removed]
    edited = max(
        (c for c in left if c.edits and c.edits[0][0] <= end), key=lambda c: c.edits[0][0] - c.created
    )
    hidden = max(
        (c for c in left if c.hidden_at and c.hidden_at <= end), key=lambda c: (c.hidden_at or 0) - c.created
    )
    for comment, before in (
        (gone, removed[gone.id] - 1), (edited, edited.edits[0][0] - 1), (hidden, (hidden.hidden_at or 0) - 1)
    ):  # fmt: skip
        first_at = datetime.fromtimestamp(before, UTC)
        platforms.set_now(first_at)
        first = list(connector.fetch("comments", {}, until=first_at))
        platforms.set_now(END)
        second = list(connector.fetch("comments", first[-1].cursor, until=END))
        old, new = payloads(first)[comment.id], payloads(second).get(comment.id)
        if comment is gone:
            walks = [r.payload["walk"] for page in second for r in page.records if "walk" in r.payload]
            [walk] = [walk for walk in walks if walk["post_id"] == comment.post_id]
            assert new is None
            assert comment.id not in walk["comment_ids"]
        else:
            assert new is not None
            assert new != old
