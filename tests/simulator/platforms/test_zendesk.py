"""Zendesk's answers at the edges: sign-in, exports by cursor and by time, lists, deleted and merged tickets."""

import base64
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from simulator.company import CUSTOM_FIELDS, ZENDESK_EMAIL
from simulator.platforms.wire import Answer, Request
from simulator.platforms.zendesk import Zendesk
from simulator.platforms.zendesk_exports import LAG
from simulator.records import World

TOKEN = "secret"
BASE = "https://nordfunk.zendesk.test"


def basic(user: str) -> str:
    return "Basic " + base64.b64encode(user.encode()).decode()


SIGNED_IN = basic(f"{ZENDESK_EMAIL}/token:{TOKEN}")


@pytest.fixture
def zendesk(world: World) -> Zendesk:
    return Zendesk(world, TOKEN)


def get(zendesk: Zendesk, path: str, authorization: str = SIGNED_IN, **params: Any) -> Answer:
    texts = {name: str(value) for name, value in params.items()}
    return zendesk.answer(Request(f"api/v2/{path}", texts, {"authorization": authorization}, BASE))


def follow(zendesk: Zendesk, url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    assert url.startswith(f"{BASE}/api/v2/")
    params = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return body(get(zendesk, parts.path.removeprefix("/api/v2/"), **params))


def body(answer: Answer) -> dict[str, Any]:
    assert answer.status == 200, answer.body
    return json.loads(answer.encoded())


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Basic",
        "Basic !!",
        basic(f"{ZENDESK_EMAIL}:{TOKEN}"),
        basic(f"x@y.example/token:{TOKEN}"),
        "Bearer wrong",
    ],
)
def test_without_the_right_token_nothing_is_said(zendesk: Zendesk, authorization: str):
    answer = get(zendesk, "groups.json", authorization)
    assert (answer.status, answer.body) == (401, {"error": "Couldn't authenticate you"})


def test_a_bearer_token_signs_in_too(zendesk: Zendesk):
    assert get(zendesk, "groups", f"Bearer {TOKEN}").status == 200


def test_an_unknown_path_and_an_unknown_record_are_404(zendesk: Zendesk):
    assert get(zendesk, "nothing.json").body["error"]["message"] == "Invalid endpoint"
    assert get(zendesk, "tickets/1.json").body == {"error": "RecordNotFound", "description": "Not found"}


@pytest.mark.parametrize("path", ["incremental/tickets/cursor.json", "incremental/ticket_events.json"])
def test_exports_refuse_the_last_minute(zendesk: Zendesk, world: World, path: str):
    late = get(zendesk, path, start_time=world.end - LAG + 1)
    assert (late.status, late.body["error"]) == (422, "StartTimeTooRecent")
    assert get(zendesk, path, start_time=world.end - LAG).status == 200
    assert get(zendesk, path).status == 400


def test_exports_leave_out_the_last_minute(zendesk: Zendesk, world: World):
    audit = world.tickets[-1].audits[0]
    zendesk.now = audit.at + LAG - 1
    ids = {
        e["id"]
        for e in body(get(zendesk, "incremental/ticket_events", start_time=audit.at - 60))["ticket_events"]
    }
    assert audit.id not in ids
    zendesk.now += 1
    ids = {
        e["id"]
        for e in body(get(zendesk, "incremental/ticket_events", start_time=audit.at - 60))["ticket_events"]
    }
    assert audit.id in ids


@pytest.mark.parametrize("per_page", [1, 7, 1000])
def test_the_cursor_export_lists_every_ticket_once(zendesk: Zendesk, world: World, per_page: int):
    page = body(get(zendesk, "incremental/tickets/cursor", start_time=0, per_page=per_page))
    found = list(page["tickets"])
    while not page["end_of_stream"]:
        assert len(page["tickets"]) == per_page
        page = follow(zendesk, page["after_url"])
        found += page["tickets"]
        if per_page == 1 and len(found) > 30:
            return
    assert sorted(t["id"] for t in found) == sorted(t.id for t in world.tickets)
    order = [(t["generated_timestamp"], t["id"]) for t in found]
    assert order == sorted(order)


def test_a_kept_cursor_brings_what_changed_since(zendesk: Zendesk, world: World):
    zendesk.now = world.end - 3 * 86400
    first = body(get(zendesk, "incremental/tickets/cursor", start_time=0))
    while not first["end_of_stream"]:
        first = follow(zendesk, first["after_url"])
    nothing = follow(zendesk, first["after_url"])
    assert (nothing["tickets"], nothing["after_cursor"]) == ([], first["after_cursor"])
    zendesk.now = world.end
    changed = follow(zendesk, first["after_url"])["tickets"]
    assert changed
    stamps = [t["generated_timestamp"] for t in changed]
    assert min(stamps) >= max(t["generated_timestamp"] for t in first["tickets"])


def test_a_system_update_moves_only_the_generated_timestamp(zendesk: Zendesk, world: World):
    touched = next(t for t in world.tickets if t.touched_at and t.touched_at > t.audits[-1].at)
    found = body(get(zendesk, f"tickets/{touched.id}"))["ticket"]
    assert found["generated_timestamp"] == touched.touched_at
    zendesk.now = touched.touched_at - 1
    assert body(get(zendesk, f"tickets/{touched.id}"))["ticket"]["updated_at"] == found["updated_at"]


@pytest.mark.parametrize("per_page", [1, 50, 1000])
def test_the_event_export_lists_every_audit_and_repeats_only_edges(
    zendesk: Zendesk, world: World, per_page: int
):
    start = world.tickets[len(world.tickets) // 2].created
    page = body(get(zendesk, "incremental/ticket_events", start_time=start, per_page=per_page))
    found = list(page["ticket_events"])
    while not page["end_of_stream"]:
        assert page["count"] >= per_page or page["end_of_stream"]
        page = follow(zendesk, page["next_page"])
        found += page["ticket_events"]
    wanted = [a.id for t in world.tickets for a in t.audits if a.at >= start]
    assert {e["id"] for e in found} == set(wanted)
    stamps = [e["timestamp"] for e in found]
    assert stamps == sorted(stamps)


def test_events_carry_comments_only_when_asked(zendesk: Zendesk):
    plain = body(get(zendesk, "incremental/ticket_events", start_time=0, per_page=1))["ticket_events"][0]
    whole = body(
        get(zendesk, "incremental/ticket_events", start_time=0, per_page=1, include="comment_events")
    )
    assert plain["child_events"][0].keys() >= {"comment_present", "comment_public"}
    assert whole["ticket_events"][0]["child_events"][0].keys() >= {
        "body",
        "public",
        "author_id",
        "created_at",
    }


def test_events_replayed_give_the_ticket(zendesk: Zendesk, world: World):
    page = body(get(zendesk, "incremental/ticket_events", start_time=0))
    events = list(page["ticket_events"])
    while not page["end_of_stream"]:
        page = follow(zendesk, page["next_page"])
        events += page["ticket_events"]
    replayed: dict[int, dict[str, Any]] = {}
    for event in events:
        fields = replayed.setdefault(event["ticket_id"], {"group_id": None, "assignee_id": None})
        for child in event["child_events"]:
            if child["event_type"] in ("Create", "Change"):
                fields |= {
                    name: child[name]
                    for name in ("status", "group_id", "assignee_id", "tags")
                    if name in child
                }
    for ticket in world.tickets:
        state = ticket.state_at(world.end)
        assert replayed[ticket.id] == {
            name: state[name] for name in ("status", "group_id", "assignee_id", "tags")
        }


def test_a_deleted_ticket_is_in_the_export_but_nowhere_else(zendesk: Zendesk, world: World):
    gone = next(t for t in world.tickets if t.state_at(world.end)["status"] == "deleted")
    exported = body(get(zendesk, "incremental/tickets/cursor", start_time=0))["tickets"]
    assert next(t for t in exported if t["id"] == gone.id)["status"] == "deleted"
    kept = body(get(zendesk, "incremental/tickets/cursor", start_time=0, exclude_deleted="true"))["tickets"]
    assert gone.id not in {t["id"] for t in kept}
    assert get(zendesk, f"tickets/{gone.id}").status == 404
    assert get(zendesk, f"tickets/{gone.id}/comments").status == 404
    assert gone.id in {t["id"] for t in body(get(zendesk, "deleted_tickets"))["deleted_tickets"]}


def test_a_merged_ticket_is_closed_tagged_and_points_to_the_other(zendesk: Zendesk, world: World):
    merged = next(
        t for t in world.tickets if any("closed_by_merge" in a.changes.get("tags", []) for a in t.audits)
    )
    ticket = body(get(zendesk, f"tickets/{merged.id}"))["ticket"]
    note = body(get(zendesk, f"tickets/{merged.id}/comments"))["comments"][-1]
    assert (ticket["status"], "closed_by_merge" in ticket["tags"]) == ("closed", True)
    assert note["public"] is False
    assert note["via"]["source"]["rel"] == "merge"
    assert f"#{note['via']['source']['from']['ticket_id']} " in note["body"]


def test_custom_fields_stand_by_their_ids_in_tickets_and_events(zendesk: Zendesk, world: World):
    ticket = next(t for t in world.tickets if t.state_at(world.end - LAG).get("approval") == "approved")
    shown = body(get(zendesk, f"tickets/{ticket.id}"))["ticket"]["custom_fields"]
    events = body(get(zendesk, "incremental/ticket_events", start_time=ticket.created, per_page=1000))
    number = CUSTOM_FIELDS["approval"]
    said = [
        (child["custom_ticket_fields"][str(number)], child["previous_value"])
        for event in events["ticket_events"]
        for child in event["child_events"]
        if event["ticket_id"] == ticket.id and str(number) in child.get("custom_ticket_fields", {})
    ]

    assert {"id": number, "value": "approved"} in shown
    assert said[0] == ("requested", None)


@pytest.mark.parametrize("path", ["users", "groups", "tickets"])
def test_lists_are_the_same_by_cursor_and_by_offset(zendesk: Zendesk, path: str):
    page = body(get(zendesk, path, **{"page[size]": 40}))
    by_cursor = list(page[path])
    while page["meta"]["has_more"]:
        page = follow(zendesk, page["links"]["next"])
        by_cursor += page[path]
    page = body(get(zendesk, path, per_page=33))
    by_offset, count = list(page[path]), page["count"]
    while page["next_page"]:
        page = follow(zendesk, page["next_page"])
        by_offset += page[path]
    assert by_cursor == by_offset
    assert len(by_offset) == count


def test_a_page_size_of_nonsense_is_refused(zendesk: Zendesk):
    assert get(zendesk, "users", **{"page[size]": "many"}).status == 400
    assert get(zendesk, "users", per_page=0).status == 400
    assert get(zendesk, "users", **{"page[size]": 5, "page[after]": "zzz"}).status == 400
