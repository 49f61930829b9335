"""Request Tracker's REST2 on its bad days: pages with gaps, faults of proxies, words of Perl, and stops half way.

What it says on good days, tests/servers/test_request_tracker.py asks the real one.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from connectors import registry, rt_api
from connectors.errors import (
    AccessDenied,
    ConnectorError,
    RateLimited,
    SettingsError,
    SourceChanged,
    SourceUnavailable,
)
from connectors.http import BasicAuth, Http, Limits
from connectors.page import Page
from connectors.rt import Rt, Settings
from connectors.rt_api import Api, token_auth
from tests.connectors.conftest import Asked, Loopback, Reply

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
OLD, YOUNG = UNTIL - timedelta(hours=1), UNTIL - timedelta(minutes=1)
PERL = "Unknown field: foo at /usr/share/request-tracker5/lib/RT/Transactions.pm line 918.\n"
Serve = Callable[[Any], Loopback]


def tracker(url: str, until: datetime = UNTIL, auth: Any = None) -> Rt:
    http = Http(
        f"{url}/REST/2.0", rt_api.judge, auth=auth or BasicAuth("leitstand", "secret"), secrets=("secret",),
        limits=Limits(attempts=3), now=lambda: until, sleep=lambda _: None,
    )  # fmt: skip
    return Rt(Settings(base_url=url, user="leitstand", password="secret", start=date(2026, 11, 1)), Api(http))


def z(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def txn(number: int, made: datetime = OLD, type: str = "Status") -> dict[str, Any]:
    return {"id": str(number), "type": "transaction", "Type": type, "ObjectId": "1", "Created": z(made)}


class History:
    """Transactions by their id. `hidden` ones may not be seen: RT leaves them out of a page, and names no total."""

    def __init__(self, *items: dict[str, Any], hidden: set[int] = frozenset(), parts: Any = ()) -> None:
        self.items, self.hidden, self.parts = items, hidden, list(parts)

    def __call__(self, asked: Asked) -> Any:
        if asked.path.endswith("/attachments"):
            return _list(self.parts, asked)
        found = re.search(r"id > (\d+)", asked.params["query"])
        assert found, asked.params["query"]
        beyond = [item for item in self.items if int(item["id"]) > int(found[1])]
        beyond.sort(key=lambda item: int(item["id"]), reverse=asked.params.get("order") == "DESC")
        page = _list(beyond, asked)
        page["items"] = [item for item in page["items"] if int(item["id"]) not in self.hidden]
        return page


def _list(items: list[dict[str, Any]], asked: Asked) -> dict[str, Any]:
    assert int(asked.params["per_page"]) <= 100
    first = (int(asked.params.get("page", 1)) - 1) * 100
    return {"items": items[first : first + 100], "total": None, "pages": None, "per_page": 100}


def ids(pages: Iterator[Page]) -> list[str | None]:
    return [record.record_id for page in pages for record in page.records]


@pytest.mark.server
def test_a_gap_of_what_may_not_be_seen_hides_nothing_behind_it(serve: Serve) -> None:
    hidden = set(range(20, 390))  # more than three pages
    server = serve(History(*(txn(number) for number in range(1, 401)), hidden=hidden))

    found = ids(tracker(server.url).fetch("transactions", {}, until=UNTIL))

    assert found == [str(number) for number in range(1, 401) if number not in hidden]


@pytest.mark.server
def test_a_history_that_ends_in_a_gap_ends(serve: Serve) -> None:
    server = serve(History(*(txn(number) for number in range(1, 300)), hidden=set(range(5, 300))))

    assert ids(tracker(server.url).fetch("transactions", {}, until=UNTIL)) == ["1", "2", "3", "4"]


@pytest.mark.server
def test_a_walk_resumes_after_any_page_and_reads_its_last_minutes_again(serve: Serve) -> None:
    items = [
        *(txn(number) for number in range(1, 251)),
        txn(251, YOUNG),
        txn(252, UNTIL + timedelta(seconds=1)),
    ]
    history = tracker(serve(History(*items)).url)
    whole = list(history.fetch("transactions", {}, until=UNTIL))

    assert ids(iter(whole)) == [str(number) for number in range(1, 252)]
    assert [page.cursor for page in whole] == [{"id": 100}, {"id": 200}, {"id": 250}]
    for stop in range(1, len(whole)):
        rest = list(history.fetch("transactions", whole[stop - 1].cursor, until=UNTIL))
        assert ids(iter([*whole[:stop], *rest])) == ids(iter(whole))
    later = ids(history.fetch("transactions", whole[-1].cursor, until=UNTIL + timedelta(minutes=1)))
    assert later == ["251", "252"]


@pytest.mark.server
def test_a_text_has_its_parts_but_not_the_files_that_came_along(serve: Serve) -> None:
    text = {"id": "9", "TransactionId": "1", "ContentType": "text/plain", "Content": "Hello", "Filename": ""}
    file = {**text, "id": "10", "Filename": "log.txt"}
    history = History(txn(1, type="Create"), txn(2), parts=[text, file])

    [page] = tracker(serve(history).url).fetch("transactions", {}, until=UNTIL)

    assert [record.payload.get("attachments") for record in page.records] == [[text], None]


@pytest.mark.server
def test_tickets_are_asked_for_by_seconds_so_that_no_zone_matters(serve: Serve) -> None:
    ticket = {"id": "7", "Created": z(OLD), "LastUpdated": z(OLD)}
    server = serve(lambda asked: _list([] if "id > 7" in asked.params["query"] else [ticket], asked))
    pages = list(tracker(server.url).fetch("tickets", {}, until=UNTIL))

    # 19 days and a half, and one second for a server that is a little ahead
    assert f"LastUpdated >= '{19 * 86400 + 43200 + 1} seconds ago'" in server.asked[0].params["query"]
    assert ids(iter(pages)) == ["7"]
    assert pages[-1].cursor == {"since": (UNTIL - timedelta(minutes=5)).isoformat()}
    list(tracker(server.url).fetch("tickets", pages[-1].cursor, until=UNTIL))
    assert "LastUpdated >= '301 seconds ago'" in server.asked[-1].params["query"]


@pytest.mark.server
def test_a_walk_over_tickets_that_was_stopped_goes_on_and_forgets_nothing_of_its_hours(serve: Serve) -> None:
    server = serve(lambda asked: _list([], asked))
    stopped = {"since": z(UNTIL - timedelta(days=9)), "until": z(UNTIL - timedelta(hours=9)), "id": 41}

    [page] = tracker(server.url).fetch("tickets", stopped, until=UNTIL)

    assert "id > 41" in server.asked[0].params["query"]
    # What changed since the walk began is asked for again, not only what changed since it ended.
    assert page.cursor == {"since": (UNTIL - timedelta(hours=9, minutes=5)).isoformat()}


@pytest.mark.server
def test_a_deleted_ticket_that_was_shredded_is_left_out(serve: Serve) -> None:
    server = serve(
        lambda asked: (
            Reply({"message": "Not Found"}, 404) if "/ticket/" in asked.path else History(txn(1))(asked)
        )
    )

    assert ids(tracker(server.url).fetch("deleted_tickets", {}, until=UNTIL)) == []
    assert server.asked[-1].path == "/REST/2.0/ticket/1"


@pytest.mark.server
def test_requestors_who_reply_are_not_asked_for_and_others_are(serve: Serve) -> None:
    reply = {**txn(1, type="Correspond"), "Creator": {"id": "kunde"}}
    other = {**txn(2, type="Correspond"), "Creator": {"id": "a/b@example.com"}}
    given = {
        **txn(3, type="Set"),
        "Field": "Owner",
        "OldValue": "6",
        "NewValue": "27",
        "Creator": {"id": "anna"},
    }

    def answer(asked: Asked) -> Any:
        if "/user/" in asked.path:
            return {"Name": "x", "Privileged": 0, "_hyperlinks": [{"ref": "self", "id": len(asked.path)}]}
        if asked.path.endswith("/tickets"):
            return _list([{"id": "1", "Requestor": [{"id": "kunde"}]}], asked)
        return History(reply, other, given)(asked)

    server = serve(answer)
    list(tracker(server.url).fetch("users", {}, until=UNTIL))

    asked = [one.path.rpartition("/user/")[2] for one in server.asked if "/user/" in one.path]
    assert asked == ["27", "6", "a%2Fb%40example.com", "anna"]


@pytest.mark.parametrize(
    ("reply", "error", "says"),
    [
        (Reply({"message": "Unauthorized"}, 401), AccessDenied, "doesn't accept the login"),
        (Reply({"message": "Forbidden"}, 403), AccessDenied, "grant the user SeeQueue"),
        (Reply({"message": PERL}, 400), SourceChanged, "the question: Unknown field: foo; this connector"),
        (Reply(b"", 302, {"Location": "/"}), SourceChanged, "HTTP 302; check base_url"),
        (Reply({"message": "x"}, 404), ConnectorError, "check base_url"),
        (Reply({"items": "none"}), SourceChanged, "expected a list of objects"),
        (Reply({"items": [{"type": "ticket"}]}), SourceChanged, "without a number in `id`"),
        (Reply(b"", 500), SourceUnavailable, "HTTP 500"),
        (Reply(b"<html>Login</html>"), SourceUnavailable, "no valid JSON"),
        (Reply({"items": []}, cut=True), SourceUnavailable, "cut off"),
    ],
)
@pytest.mark.server
def test_what_goes_wrong_is_said_with_the_mend_and_without_the_secret(
    serve: Serve, reply: Reply, error: type[Exception], says: str
) -> None:
    with pytest.raises(error) as raised:
        list(tracker(serve([reply]).url).fetch("tickets", {}, until=UNTIL))

    assert says in str(raised.value)
    assert "secret" not in str(raised.value)
    assert "/usr/share" not in str(raised.value)


@pytest.mark.server
def test_a_proxy_that_asks_for_patience_gets_it(serve: Serve) -> None:
    busy = Reply({}, 503, {"Retry-After": "2"})
    assert ids(tracker(serve([busy, {"items": []}]).url).fetch("tickets", {}, until=UNTIL)) == []

    with pytest.raises(RateLimited) as limited:
        list(tracker(serve([Reply({}, 429, {"Retry-After": "600"})]).url).fetch("tickets", {}, until=UNTIL))
    assert limited.value.until == UNTIL + timedelta(seconds=600)


@pytest.mark.server
def test_a_token_is_sent_as_rt_wants_it_and_never_shown(serve: Serve) -> None:
    server = serve([{"items": []}])
    list(tracker(server.url, auth=token_auth("1-14-abc")).fetch("tickets", {}, until=UNTIL))

    assert server.asked[0].headers["authorization"] == "token 1-14-abc"
    assert "abc" not in repr(token_auth("1-14-abc"))


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"user": "a"}, "give token, or user and password"),
        ({"user": "a", "password": "b", "token": "c"}, "give token, or user and password"),
        ({"token": "c", "base_url": "rt.example"}, "must start with https://"),
        ({"token": "c", "fields": {"mood": "Mood"}}, "'mood' is no fact of a case"),
        ({"token": "c", "fields": {"topic": 7, "promise": "7"}}, "field 7 can't be topic and promise"),
        ({"token": "c", "states": {"waiting": "asleep"}}, "states.waiting"),
    ],
)
def test_settings_that_can_not_work_are_refused(settings: dict[str, Any], says: str, tmp_path: Any) -> None:
    given = {"base_url": "https://rt.example/REST/2.0", "start": "2026-11-01", **settings}
    with pytest.raises(SettingsError, match=re.escape(says)):
        registry.connect("rt", "rt", given, base=tmp_path)
