"""A Zendesk account read over HTTP: cursors, throttling, and what an export repeats or leaves out."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from connectors import zendesk_api
from connectors.errors import AccessDenied, RateLimited, SourceChanged, SourceUnavailable
from connectors.http import BasicAuth, Http, Limits
from connectors.page import Page, Record
from connectors.zendesk import Settings, Zendesk
from tests.connectors.conftest import Asked, Loopback, Reply

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
START = int(datetime(2026, 11, 1, tzinfo=UTC).timestamp())
Serve = Callable[[Any], Loopback]


def account_at(url: str, now: datetime = UNTIL) -> Zendesk:
    http = Http(
        f"{url}/api/v2", zendesk_api.judge, auth=BasicAuth("me@firm.example/token", "secret"), secrets=("secret",),
        limits=Limits(attempts=3), now=lambda: now, sleep=lambda _: None,
    )  # fmt: skip
    return Zendesk(
        Settings(base_url=url, email="me@firm.example", token="secret", start=date(2026, 11, 1)), http
    )


def seconds(day: int, hour: int = 9) -> int:
    return int(datetime(2026, 11, day, hour, tzinfo=UTC).timestamp())


def z(stamp: int) -> str:
    return datetime.fromtimestamp(stamp, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def ticket(number: int, changed: int, created: int | None = None, **fields: Any) -> dict[str, Any]:
    times = {"created_at": z(created or changed), "updated_at": z(changed), "generated_timestamp": changed}
    return {"id": number, "status": "open"} | times | fields


def records(pages: Iterator[Page]) -> list[Record]:
    return [record for page in pages for record in page.records]


def ids(pages: Iterator[Page]) -> list[str | None]:
    return [record.record_id for record in records(pages)]


class Tickets:
    """The cursor export, two tickets a page; the first ticket of a page repeats the last one of the page before."""

    def __init__(self, *tickets: dict[str, Any]) -> None:
        self.tickets = list(tickets)

    def __call__(self, asked: Asked) -> Any:
        if "cursor" in asked.params:
            assert "start_time" not in asked.params
            begin = int(asked.params["cursor"].removeprefix("c"))
        else:
            assert asked.params["start_time"] == str(START)
            begin = 0
        page = self.tickets[max(0, begin - 1) : begin + 2]
        reached = min(begin + 2, len(self.tickets))
        return {"tickets": page, "after_cursor": f"c{reached}", "end_of_stream": reached == len(self.tickets)}


@pytest.mark.server
def test_tickets_are_read_to_the_end_of_the_stream_as_received(serve: Serve) -> None:
    tickets = [ticket(number, seconds(number), custom={"x": [1]}) for number in range(2, 7)]
    server = serve(Tickets(*tickets))
    pages = list(account_at(server.url).fetch("tickets", {}, until=UNTIL))

    assert sorted(set(ids(iter(pages)))) == ["2", "3", "4", "5", "6"]
    assert pages[0].records[0] == Record("2", tickets[0])
    assert [page.cursor for page in pages] == [{"after_cursor": f"c{reached}"} for reached in (2, 4, 5)]
    assert server.asked[0].path == "/api/v2/incremental/tickets/cursor.json"
    assert server.asked[0].headers["authorization"].startswith("Basic ")


@pytest.mark.server
def test_tickets_resume_after_any_page_without_losing_one(serve: Serve) -> None:
    account = account_at(serve(Tickets(*(ticket(number, seconds(number)) for number in range(2, 12)))).url)
    whole = list(account.fetch("tickets", {}, until=UNTIL))
    for stop in range(1, len(whole)):
        rest = list(account.fetch("tickets", whole[stop - 1].cursor, until=UNTIL))
        assert set(ids(iter([*whole[:stop], *rest]))) == set(ids(iter(whole)))
        assert rest[-1].cursor == whole[-1].cursor


@pytest.mark.server
def test_a_page_with_later_changes_is_read_again_the_next_time(serve: Serve) -> None:
    """Ticket 4 is new after `until`; ticket 3 changed then, but existed before."""
    late = seconds(20, 13)
    source = Tickets(ticket(2, seconds(2)), ticket(3, late, seconds(3)), ticket(4, late + 1))
    account = account_at(serve(source).url)
    first = list(account.fetch("tickets", {}, until=UNTIL))
    second = list(account.fetch("tickets", first[-1].cursor, until=UNTIL + timedelta(days=1)))

    assert ids(iter(first)) == ["2", "3"]
    assert first[-1].cursor == {}
    assert set(ids(iter(second))) == {"2", "3", "4"}
    assert second[-1].cursor == {"after_cursor": "c3"}


def event(number: int, stamp: int) -> dict[str, Any]:
    return {"id": number, "ticket_id": 1, "timestamp": stamp, "created_at": z(stamp), "child_events": []}


class Events:
    """The time export: everything of a page's last second comes along, and the next page begins with it."""

    def __init__(self, *events: dict[str, Any]) -> None:
        self.events = list(events)

    def __call__(self, asked: Asked) -> Any:
        assert asked.params["include"] == "comment_events"
        found = [event for event in self.events if event["timestamp"] >= int(asked.params["start_time"])]
        page = found[:2]
        page += [event for event in found[2:] if event["timestamp"] == page[-1]["timestamp"]]
        end = page[-1]["timestamp"] if page else int(asked.params["start_time"])
        link = f"https://firm.zendesk.com/api/v2/incremental/ticket_events.json?start_time={end}"
        return {
            "ticket_events": page, "next_page": link, "end_time": end, "count": len(page),
            "end_of_stream": len(page) == len(found),
        }  # fmt: skip


@pytest.mark.server
def test_ticket_events_are_read_to_the_end_and_begin_a_little_earlier_the_next_time(serve: Serve) -> None:
    events = [
        event(1, seconds(2)),
        event(2, seconds(3)),
        event(3, seconds(3)),
        event(4, seconds(4)),
        event(5, seconds(5)),
    ]
    server = serve(Events(*events))
    account = account_at(server.url)
    pages = list(account.fetch("ticket_events", {}, until=UNTIL))
    again = list(account.fetch("ticket_events", pages[-1].cursor, until=UNTIL))

    assert sorted(set(ids(iter(pages)))) == ["1", "2", "3", "4", "5"]
    assert pages[-1].cursor == {"start_time": seconds(5)}
    assert ids(iter(again)) == ["5"]
    assert server.asked[-1].params["start_time"] == str(seconds(5) - 120)


@pytest.mark.server
def test_ticket_events_resume_after_any_page_without_losing_one(serve: Serve) -> None:
    account = account_at(serve(Events(*(event(number, seconds(number)) for number in range(2, 12)))).url)
    whole = list(account.fetch("ticket_events", {}, until=UNTIL))
    for stop in range(1, len(whole)):
        rest = list(account.fetch("ticket_events", whole[stop - 1].cursor, until=UNTIL))
        assert set(ids(iter([*whole[:stop], *rest]))) == set(ids(iter(whole)))


@pytest.mark.server
def test_events_after_until_wait_for_the_next_fetch(serve: Serve) -> None:
    account = account_at(serve(Events(event(1, seconds(19)), event(2, seconds(20, 13)))).url)
    first = list(account.fetch("ticket_events", {}, until=UNTIL))
    second = list(account.fetch("ticket_events", first[-1].cursor, until=UNTIL + timedelta(days=1)))

    assert ids(iter(first)) == ["1"]
    assert "2" in ids(iter(second))


@pytest.mark.server
def test_a_list_that_leads_back_to_itself_is_noticed(serve: Serve) -> None:
    body = {"groups": [], "meta": {"has_more": True, "after_cursor": "a"}}
    with pytest.raises(SourceChanged, match="the same one again"):
        list(account_at(serve([body]).url).fetch("groups", {}, until=UNTIL))


@pytest.mark.server
def test_groups_and_staff_are_read_completely_each_time(serve: Serve) -> None:
    def answers(asked: Asked) -> Any:
        thing = asked.path.rsplit("/", 1)[-1].removesuffix(".json")
        name = asked.params.get("role", "group")
        if "page[after]" in asked.params:
            return {thing: [{"id": f"{name}2"}], "meta": {"has_more": False}}
        return {thing: [{"id": f"{name}1"}], "meta": {"has_more": True, "after_cursor": "x"}}

    account = account_at(serve(answers).url)
    groups = list(account.fetch("groups", {}, until=UNTIL))
    assert ids(iter(groups)) == ["group1", "group2"]
    assert ids(account.fetch("groups", groups[-1].cursor, until=UNTIL)) == ["group1", "group2"]
    assert ids(account.fetch("users", {}, until=UNTIL)) == ["agent1", "agent2", "admin1", "admin2"]


@pytest.mark.server
def test_deleted_tickets_are_those_deleted_until_then(serve: Serve) -> None:
    body = {
        "deleted_tickets": [
            {"id": 1, "deleted_at": z(seconds(19))},
            {"id": 2, "deleted_at": z(seconds(20, 13))},
        ],
        "meta": {"has_more": False},
    }
    account = account_at(serve([body]).url)
    pages = list(account.fetch("deleted_tickets", {}, until=UNTIL))

    assert ids(iter(pages)) == ["1"]
    assert list(account.fetch("deleted_tickets", pages[-1].cursor, until=UNTIL)) == []


@pytest.mark.server
@pytest.mark.parametrize("status", [422, 400])
@pytest.mark.parametrize("stream", ["tickets", "ticket_events"])
def test_a_start_within_the_last_minute_means_nothing_new(serve: Serve, stream: str, status: int) -> None:
    refused = Reply({"error": "StartTimeTooRecent", "description": "Too recent start_time."}, status)

    assert records(account_at(serve([refused]).url).fetch(stream, {}, until=UNTIL)) == []


@pytest.mark.server
def test_a_start_in_the_future_asks_nothing(serve: Serve) -> None:
    server = serve([{}])
    account = account_at(server.url, now=datetime(2026, 11, 1, tzinfo=UTC))
    for stream in ("tickets", "ticket_events"):
        assert list(account.fetch(stream, {}, until=UNTIL)) == []

    assert server.asked == []


@pytest.mark.server
def test_throttling_says_until_when(serve: Serve) -> None:
    limited = Reply({"error": "APIRateLimitExceeded"}, 429, {"Retry-After": "93"})
    with pytest.raises(RateLimited) as caught:
        list(account_at(serve([limited]).url).fetch("tickets", {}, until=UNTIL))

    assert caught.value.until == UNTIL + timedelta(seconds=93)


@pytest.mark.server
@pytest.mark.parametrize(
    "bad",
    [
        Reply({"error": "Throttled"}, 429, {"Retry-After": "5"}), Reply({"error": "InternalError"}, 500),
        Reply(b"<html>", 503, {"Retry-After": "1"}), Reply({"tickets": ["x" * 100]}, cut=True), Reply(b"nonsense"),
    ],
)  # fmt: skip
def test_what_passes_is_tried_again(serve: Serve, bad: Reply) -> None:
    end = {"tickets": [ticket(1, seconds(2))], "after_cursor": "c", "end_of_stream": True}

    assert ids(account_at(serve([bad, end]).url).fetch("tickets", {}, until=UNTIL)) == ["1"]


@pytest.mark.server
def test_a_source_that_stays_down_is_unavailable(serve: Serve) -> None:
    with pytest.raises(SourceUnavailable, match=r"/api/v2/groups\.json: HTTP 500: InternalError"):
        list(account_at(serve([Reply({"error": "InternalError"}, 500)]).url).fetch("groups", {}, until=UNTIL))


@pytest.mark.server
@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (Reply({"error": "Couldn't authenticate you"}, 401), AccessDenied, "doesn't accept the token"),
        (
            Reply({"error": {"title": "Forbidden", "message": "You do not have access"}}, 403),
            AccessDenied,
            r"denied \(Forbidden: You do not have access\); the token's owner must be an administrator",
        ),
        (
            Reply({"error": {"title": "No help desk at this address", "message": "x"}}, 404),
            SourceChanged,
            "No help desk at this address: x; check subdomain or base_url",
        ),
        (Reply({"things": []}), SourceChanged, "`groups`"),
        (Reply([]), SourceChanged, "JSON object"),
    ],
)
def test_what_no_retry_mends_is_said_at_once(serve: Serve, answer: Reply, error: Any, words: str) -> None:
    server = serve([answer])
    with pytest.raises(error, match=words):
        list(account_at(server.url).fetch("groups", {}, until=UNTIL))

    assert len(server.asked) == 1


@pytest.mark.server
def test_a_record_without_an_id_is_landed_as_unreadable(serve: Serve) -> None:
    body = {"groups": [{"name": "nameless"}], "meta": {}}

    assert records(account_at(serve([body]).url).fetch("groups", {}, until=UNTIL)) == [
        Record(None, {"name": "nameless"}, error="id: is missing")
    ]


@pytest.mark.server
def test_doctor_tells_an_anonymous_visitor_from_an_administrator(serve: Serve) -> None:
    [check] = account_at(serve([{"user": {"id": None, "name": "Anonymous user"}}]).url).check()
    assert (check.name, check.ok, check.detail) == ("token", False, "not signed in")

    def answers(asked: Asked) -> Any:
        if asked.path.endswith("/users/me.json"):
            return {"user": {"id": 1, "role": "agent"}}
        return Reply({"error": "Forbidden"}, 403)

    found = {check.name: check for check in account_at(serve(answers).url).check()}
    assert found["token"].detail == "signed in with role agent"
    export = found["administrator (incremental export)"]
    assert (export.ok, export.mend) == (False, "use a token of an administrator")


@pytest.mark.server
@pytest.mark.parametrize(
    ("headers", "ok", "detail"),
    [
        ({"X-Rate-Limit": "700", "X-Rate-Limit-Remaining": "12"}, True, "12 of 700 requests left"),
        ({"X-Rate-Limit": "700", "X-Rate-Limit-Remaining": "0"}, False, "0 of 700 requests left"),
        ({}, True, "doesn't tell how many"),
    ],
)
def test_doctor_says_what_is_left_of_the_minutes_requests(
    serve: Serve, headers: dict[str, str], ok: bool, detail: str
) -> None:
    body = {"user": {"id": 1, "role": "admin"}, "ticket_events": [], "end_of_stream": True}
    found = {check.name: check for check in account_at(serve([Reply(body, 200, headers)]).url).check()}

    assert (found["quota"].ok, bool(found["quota"].mend)) == (ok, not ok)
    assert detail in found["quota"].detail
