"""Chatwoot's connector on its bad days: conversations that move under the walk, that are gone, and words of proxies.

What every connector must do is in test_conformance.py; how other people's client reads the simulated account, in
test_chatwoot_client.py.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from connectors import registry
from connectors.chatwoot import Chatwoot, Settings
from connectors.chatwoot_api import Api, judge, token_auth
from connectors.errors import AccessDenied, RateLimited, SettingsError, SourceChanged, SourceUnavailable
from connectors.http import Http, Limits
from connectors.page import Page
from tests.connectors.conftest import Asked, Loopback, Reply

Serve = Callable[..., Loopback]
UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
NOW = UNTIL.timestamp()
STREAMS = ("inboxes", "agents", "teams", "conversations", "messages", "ratings")


def conversation(number: int, ago: float, **fields: Any) -> dict[str, Any]:
    """One with its last activity so many seconds ago."""
    at = int(NOW - ago)
    usual = {
        "id": number,
        "status": "open",
        "created_at": at - 9,
        "last_activity_at": at,
        "updated_at": at + 0.5,
    }
    return usual | fields


def account(url: str, **given: Any) -> Chatwoot:
    http = Http(
        f"{url}/api/v1/accounts/7", judge, auth=token_auth("account-secret"), secrets=("account-secret",),
        sleep=lambda _: None, now=lambda: UNTIL, limits=Limits(attempts=2, patience=5),
    )  # fmt: skip
    settings = {"base_url": url, "account": 7, "token": "x", "start": date(2026, 11, 1), **given}
    return Chatwoot(Settings.model_validate(settings), Api(http), STREAMS)


class Account:
    """Answers about conversations, of which `meanwhile` changes one after each page of them."""

    def __init__(self, *conversations: dict[str, Any], meanwhile: tuple[dict[str, Any], ...] = ()) -> None:
        self.conversations = {item["id"]: item for item in conversations}
        self.meanwhile = list(meanwhile)

    def __call__(self, asked: Asked) -> Any:
        path = asked.path.removeprefix("/api/v1/accounts/7")
        if found := re.fullmatch(r"/conversations/(\d+)", path):
            return self.conversations.get(int(found[1])) or Reply(
                {"error": "Resource could not be found"}, 404
            )
        if path != "/conversations":
            return {"payload": []}
        status = asked.params["status"]
        items = [item for item in self.conversations.values() if status in ("all", item["status"])]
        items.sort(key=lambda item: -item["last_activity_at"])
        first = (int(asked.params["page"]) - 1) * 25
        page = items[first : first + 25]
        if self.meanwhile and status == "all":
            changed = self.meanwhile.pop(0)
            self.conversations[changed["id"]] = changed
        return {"data": {"meta": {}, "payload": page}}


def ids(pages: list[Page]) -> list[str]:
    return [str(record.record_id).partition("@")[0] for page in pages for record in page.records]


@pytest.mark.server
def test_a_conversation_that_gets_active_under_the_walk_takes_no_other_one_out_of_it(serve: Serve) -> None:
    there = [conversation(number, number * 60) for number in range(1, 81)]
    server = serve(Account(*there, meanwhile=(conversation(70, 0), conversation(71, 0))))
    pages = list(account(server.url).fetch("conversations", {}, until=UNTIL))

    # What moved up is found by the next run, which begins where this one began.
    assert ids(pages) == [str(number) for number in range(1, 81) if number not in (70, 71)]
    assert ids(list(account(server.url).fetch("conversations", pages[-1].cursor, until=UNTIL)))[:2] == [
        "70",
        "71",
    ]


@pytest.mark.server
def test_a_walk_that_was_stopped_goes_on_where_it_was_and_not_from_the_top(serve: Serve) -> None:
    server = serve(Account(*(conversation(number, number * 60) for number in range(1, 131))))
    whole = list(account(server.url).fetch("messages", {}, until=UNTIL))
    server.asked.clear()
    rest = list(account(server.url).fetch("messages", whole[2].cursor, until=UNTIL + timedelta(hours=1)))

    assert server.asked[0].params["page"] == "2"
    read = {asked.path for asked in server.asked if asked.path.endswith("/messages")}
    # The last one of what was read shares its second with nobody, but that isn't known.
    assert len(read) == 130 - 75 + 1
    assert rest[-1].cursor == whole[-1].cursor == {"since": (UNTIL - timedelta(minutes=5)).isoformat()}


@pytest.mark.server
def test_messages_are_read_by_id_down_to_three_days_before_the_last_run(serve: Serve) -> None:
    hourly = [{"id": number, "created_at": int(NOW - 3600 * (200 - number))} for number in range(1, 201)]

    def answer(asked: Asked) -> Any:
        if not asked.path.endswith("/messages"):
            return Account(conversation(1, 0))(asked)
        before = int(asked.params.get("before", 10**6))
        return {"payload": [item for item in hourly if item["id"] < before][-20:]}

    server = serve(answer)
    cursor = {"since": (UNTIL - timedelta(hours=5)).isoformat()}
    found = ids(list(account(server.url).fetch("messages", cursor, until=UNTIL)))

    # 77 hours, in whole pages
    assert found == [str(number) for number in range(200, 120, -1)]
    assert [asked.params.get("before") for asked in server.asked if "/messages" in asked.path] == [
        None,
        "181",
        "161",
        "141",
    ]


@pytest.mark.server
def test_each_version_is_a_record_and_a_resolved_one_that_is_missing_is_not_gone(serve: Serve) -> None:
    server = serve(
        Account(
            conversation(1, 60), conversation(2, 90, status="resolved"), conversation(3, 99, updated_at=None)
        )
    )
    pages = list(
        account(server.url).fetch(
            "conversations", {"since": "2026-11-20T11:00:00+00:00", "open": [2, 3, 4]}, until=UNTIL
        )
    )

    names = [record.record_id for page in pages for record in page.records]
    assert names == [f"1@{int(NOW) - 60 + 0.5}", f"2@{int(NOW) - 90 + 0.5}", f"3@{int(NOW) - 99}", "gone:4"]
    assert pages[-1].cursor["open"] == [1, 3]


@pytest.mark.server
def test_one_that_went_to_an_inbox_we_may_not_read_is_not_gone(serve: Serve) -> None:
    def answer(asked: Asked) -> Any:
        return Reply({"error": "x"}, 403) if asked.path.endswith("/conversations/4") else Account()(asked)

    assert ids(list(account(serve(answer).url).fetch("conversations", {"open": [4]}, until=UNTIL))) == []


@pytest.mark.server
def test_ratings_are_read_down_to_the_last_run(serve: Serve) -> None:
    given = [{"id": 100 - number, "created_at": int(NOW) - number * 600} for number in range(60)]
    server = serve(lambda asked: given[(int(asked.params["page"]) - 1) * 25 :][:25])
    pages = list(
        account(server.url).fetch("ratings", {"since": (UNTIL - timedelta(hours=1)).isoformat()}, until=UNTIL)
    )

    assert len(server.asked) == 1
    assert pages[-1].cursor == {"since": UNTIL.isoformat()}
    assert len(ids(list(account(server.url).fetch("ratings", {}, until=UNTIL)))) == 60


@pytest.mark.parametrize(
    ("reply", "error", "says"),
    [
        (Reply({"errors": ["You need to sign in"]}, 401), AccessDenied, "check token and account"),
        (Reply({"error": "You are not authorized"}, 403), AccessDenied, "must be an administrator"),
        (
            Reply({"description": "No", "errors": [{"message": "bad"}]}, 422),
            SourceChanged,
            "No; bad; check base_url",
        ),
        (Reply(b"", 302, {"Location": "/"}), SourceChanged, "HTTP 302"),
        (Reply({"data": {"payload": "none"}}), SourceChanged, "expected a list of objects"),
        (Reply([{"last_activity_at": 1}]), SourceChanged, "without a number in `id`"),
        (
            Reply([{"id": 1, "last_activity_at": "gestern"}]),
            SourceChanged,
            "conversation 1 without an instant",
        ),
        (Reply([conversation(number, 9) for number in range(25)]), SourceChanged, "the same one again"),
        (Reply({"error": "PG"}, 500), SourceUnavailable, "HTTP 500"),
        (Reply(b"Retry later\n", 429, {"Retry-After": "60"}), RateLimited, "throttled"),
    ],
)
@pytest.mark.server
def test_what_goes_wrong_is_said_with_the_mend_and_without_the_secret(
    serve: Serve, reply: Reply, error: type[Exception], says: str
) -> None:
    with pytest.raises(error) as raised:
        list(account(serve(lambda _: replace(reply)).url).fetch("conversations", {}, until=UNTIL))

    assert says in str(raised.value)
    assert "account-secret" not in str(raised.value)


@pytest.mark.server
def test_a_page_of_messages_that_comes_again_is_an_error_and_no_endless_walk(serve: Serve) -> None:
    def answer(asked: Asked) -> Any:
        same = [{"id": number, "created_at": int(NOW)} for number in range(20)]
        return {"payload": same} if asked.path.endswith("/messages") else Account(conversation(1, 0))(asked)

    with pytest.raises(SourceChanged, match="the same one again"):
        list(account(serve(answer).url).fetch("messages", {}, until=UNTIL))


@pytest.mark.server
def test_check_says_that_an_agent_may_not_read_ratings(serve: Serve) -> None:
    def answer(asked: Asked) -> Any:
        if "csat" in asked.path:
            return Reply({"error": "You are not authorized"}, 403)
        return {"payload": [{"id": 1, "name": "Website"}]}

    found = {check.name: check for check in account(serve(answer).url).check()}
    assert (found["inboxes"].ok, found["inboxes"].detail) == (True, "reads Website")
    assert (found["ratings"].ok, found["ratings"].mend) == (
        False,
        "use an administrator's token, or ratings = false",
    )


def test_without_ratings_they_are_no_stream(tmp_path: Any) -> None:
    given = {"account": 7, "token": "c", "start": "2026-11-01", "ratings": False}
    assert registry.connect("desk", "chatwoot", given, base=tmp_path).streams == STREAMS[:-1]


def test_a_token_is_never_shown() -> None:
    assert "abc" not in repr(token_auth("abc"))


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"account": 0}, "account"),
        ({"base_url": "desk.example"}, "must start with https://"),
        ({"fields": {"mood": "laune"}}, "'mood' is no fact of a case"),
        (
            {"states": {"parked": "open"}},
            "'parked' is no status of Chatwoot's: open, pending, snoozed, resolved",
        ),
    ],
)
def test_settings_that_can_not_work_are_refused(settings: dict[str, Any], says: str, tmp_path: Any) -> None:
    given = {"account": 7, "token": "c", "start": "2026-11-01", **settings}
    with pytest.raises(SettingsError, match=re.escape(says)):
        registry.connect("desk", "chatwoot", given, base=tmp_path)
