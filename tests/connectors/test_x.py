"""An account on X read over HTTP from its simulator, and the words of its errors."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.errors import AccessDenied, ConnectorError, RateLimited, SourceChanged, SourceUnavailable
from connectors.http import Limits
from connectors.page import Cursor, Page
from connectors.x import X
from simulator.platforms import x_world
from simulator.platforms.x import X as Simulated
from simulator.platforms.x_world import USER_ID, Post
from simulator.small_server import SmallServer
from tests.connectors.conftest import Loopback, Reply

pytestmark = pytest.mark.server
TOKEN = "AAAA-secret"
END = datetime(2026, 11, 20, 12, tzinfo=UTC)
NOW = END + timedelta(minutes=1)


@pytest.fixture(scope="module")
def posts() -> list[Post]:
    return x_world.build(END, days=6)


@pytest.fixture
def running(posts: list[Post]) -> Iterator[SmallServer]:
    with SmallServer({"x": Simulated(posts, TOKEN, int(NOW.timestamp()))}) as server:
        yield server


def account_at(url: str, now: datetime = NOW, token: str = TOKEN, **given: Any) -> X:
    settings = {"user_id": USER_ID, "token": token, "base_url": url, "start": date(2026, 1, 1)} | given
    connector = registry.connect("x", "x", settings, base=Path())
    assert isinstance(connector, X)
    for name, value in {
        "sleep": lambda _: None,
        "limits": Limits(read=5, attempts=4),
        "now": lambda: now,
    }.items():
        object.__setattr__(connector.http, name, value)
    return connector


def payloads(pages: Iterator[Page] | list[Page]) -> dict[str, Any]:
    found = {str(record.record_id): record.payload for page in pages for record in page.records}
    return {name: payload for name, payload in found.items() if "reading" not in payload}


def readings(pages: Iterator[Page] | list[Page]) -> list[Any]:
    found = [record.payload for page in pages for record in page.records]
    return [payload["reading"] for payload in found if "reading" in payload]


def expected(posts: list[Post], now: datetime, until: datetime) -> set[str]:
    """Own posts, mentions, and all in the account's conversations, as lists show them."""
    at = int(now.timestamp())
    listed = [post for post in posts if post.is_listed(at) and post.at < until.timestamp()]
    ours = {post.conversation for post in listed if post.author == USER_ID}
    return {p.id for p in listed if p.author == USER_ID or "@nordfunk" in p.text or p.conversation in ours}


def test_own_posts_mentions_and_replies_are_read_with_their_authors(
    running: SmallServer, posts: list[Post]
) -> None:
    found = payloads(account_at(running.url_of("x")).fetch("posts", {}, until=END))

    assert set(found) == expected(posts, NOW, END)
    assert all(one["author"]["id"] == one["post"]["author_id"] for one in found.values())
    assert any(len(one["post"]["edit_history_post_ids"]) == 2 for one in found.values())


@pytest.mark.parametrize("spelling", ["post", "tweet"])
def test_whichever_spelling_the_platform_speaks_is_understood(
    running: SmallServer, posts: list[Post], spelling: str
) -> None:
    running.platforms["x"].spellings = (spelling,)  # type: ignore[attr-defined]
    found = payloads(account_at(running.url_of("x")).fetch("posts", {}, until=END))

    assert set(found) == expected(posts, NOW, END)
    assert all(f"edit_history_{spelling}_ids" in one["post"] for one in found.values())


def test_reading_on_after_any_page_loses_nothing(
    running: SmallServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connectors.x.PAGE_SIZE", 20)
    source = account_at(running.url_of("x"))
    whole = list(source.fetch("posts", {}, until=END))
    assert len(whole) > 6
    for stop in range(1, len(whole)):
        rest = list(source.fetch("posts", whole[stop - 1].cursor, until=END))
        assert payloads([*whole[:stop], *rest]) == payloads(whole)
        assert rest[-1].cursor == whole[-1].cursor


def test_a_place_that_the_platform_forgot_is_read_again_from_the_top(
    running: SmallServer, posts: list[Post]
) -> None:
    cursor: Cursor = {"pass": {"until": END.isoformat(), "edge": 0, "next": "forgotten"}}
    found = payloads(account_at(running.url_of("x")).fetch("posts", cursor, until=END))

    assert set(found) == expected(posts, NOW, END)


def test_reading_day_by_day_lands_all_versions_and_says_what_is_gone(
    running: SmallServer, posts: list[Post]
) -> None:
    cursor: Cursor = {}
    landed: dict[str, Any] = {}
    for hours in range(6 * 24, -1, -12):
        now = NOW - timedelta(hours=hours)
        running.set_now(now)
        source = account_at(running.url_of("x"), now=now, recheck_days=3)
        for page in source.fetch("posts", cursor, until=now):
            landed |= payloads([page])
            cursor = page.cursor
    gone = {name.removeprefix("gone:") for name in landed if name.startswith("gone:")}
    deleted = {
        post.id
        for post in posts
        if post.deleted_at and post.deleted_at < (NOW - timedelta(days=1)).timestamp()
    }

    assert expected(posts, NOW, END) <= landed.keys()
    assert gone
    assert gone <= {post.id for post in posts if post.deleted_at}
    assert deleted & landed.keys() == gone & deleted
    assert all(landed[f"gone:{name}"]["gone"]["conversation_id"] for name in gone)


def test_a_second_run_asks_only_for_what_is_new(running: SmallServer) -> None:
    source = account_at(running.url_of("x"), recheck_days=0, count_hours=0)
    early, late = END - timedelta(hours=30), END - timedelta(hours=1)
    first = list(source.fetch("posts", {}, until=early))
    second = payloads(source.fetch("posts", first[-1].cursor, until=late))
    times = [datetime.fromisoformat(one["post"]["created_at"]) for one in second.values()]

    assert times
    assert early - timedelta(minutes=10) <= min(times) <= max(times) < late


def test_own_posts_are_counted_when_listed_and_again_hours_later(
    running: SmallServer, posts: list[Post]
) -> None:
    early, late = NOW - timedelta(hours=9), NOW
    running.set_now(early)
    first = list(account_at(running.url_of("x"), now=early).fetch("posts", {}, until=early))
    running.set_now(late)
    second = list(account_at(running.url_of("x"), now=late).fetch("posts", first[-1].cursor, until=late))
    soon = list(account_at(running.url_of("x"), now=late).fetch("posts", second[-1].cursor, until=late))

    own = {post.id for post in posts if post.author == USER_ID and post.reply_to is None}
    before = {one["id"]: one["public_metrics"] for one in readings(first)}
    after = {one["id"]: one for one in readings(second)}
    assert before.keys() <= own
    assert len(before) > 5
    assert before.keys() <= after.keys()
    assert {one["read_at"] for one in after.values()} == {(late - timedelta(seconds=15)).isoformat()}
    assert all(
        after[name]["public_metrics"]["impression_count"] > counted["impression_count"]
        for name, counted in before.items()
    )
    assert readings(soon) == []


def test_a_throttle_is_waited_for_until_its_reset_and_keeps_what_arrived(running: SmallServer) -> None:
    running.faults.add("throttle", platform="x", path="search", times=99, seconds=300)
    source, pages = account_at(running.url_of("x")), []
    with pytest.raises(RateLimited) as caught:
        for page in source.fetch("posts", {}, until=END):
            pages.append(page)
    running.faults.clear()
    rest = list(source.fetch("posts", pages[-1].cursor, until=END))

    assert caught.value.until == NOW + timedelta(seconds=300)
    assert payloads(pages)
    assert payloads([*pages, *rest]) == payloads(source.fetch("posts", {}, until=END))


def test_the_monthly_cap_is_not_tried_again(running: SmallServer) -> None:
    running.platforms["x"].cap = 50  # type: ignore[attr-defined]
    pages = []
    with pytest.raises(RateLimited, match="month's cap") as caught:
        for page in account_at(running.url_of("x")).fetch("posts", {}, until=END):
            pages.append(page)

    assert caught.value.until == datetime(2026, 12, 1, tzinfo=UTC)
    assert payloads(pages)
    assert len(running.requests) == len(pages) + 1


def test_a_bad_day_changes_nothing(running: SmallServer) -> None:
    source = account_at(running.url_of("x"))
    quiet = payloads(source.fetch("posts", {}, until=END))
    for number, kind in enumerate(("throttle", "error", "cut", "refuse", "garbage")):
        running.faults.add(kind, platform="x", after=2 * number, times=2)

    assert payloads(source.fetch("posts", {}, until=END)) == quiet


def test_doctor_tries_token_account_and_clock(running: SmallServer) -> None:
    url = running.url_of("x")
    checks = list(account_at(url, now=datetime.now(UTC)).check())
    [denied] = account_at(url, token="wrong").check()
    unknown = next(iter(account_at(url, user_id=5).check()))

    assert [(check.name, check.ok) for check in checks] == [
        ("token", True),
        ("clock", True),
        ("quota", True),
        ("tweet.read: mentions", True),
        ("tweet.read: search", True),
    ]
    assert checks[2].detail == "449 of 450 requests left in this window"
    assert (denied.ok, unknown.ok) == (False, False)
    assert "doesn't accept the token" in denied.detail
    assert "not its name" in unknown.mend


def problem(status: int, title: str, **more: Any) -> Reply:
    return Reply({"title": title, "detail": f"no, {TOKEN}", "status": status} | more, status)


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (problem(401, "Unauthorized"), AccessDenied, "bearer token"),
        (problem(403, "Client Forbidden"), AccessDenied, "plan must include"),
        (problem(400, "Invalid", errors=[{"parameters": {"tweet.fields": ["x"]}}]), SourceChanged, "neither"),
        (problem(400, "Invalid", errors=[{"parameters": {"id": ["x"]}}]), SourceChanged, "Invalid"),
        (problem(429, "UsageCapExceeded"), RateLimited, "month's cap"),
        (problem(503, "Down"), SourceUnavailable, "HTTP 503"),
        (Reply({"errors": [{"detail": "Could not find user"}]}), AccessDenied, "Could not find user"),
        (Reply({"data": "?"}), SourceChanged, "list in `data`"),
        (Reply({"data": [1]}), SourceChanged, "of objects"),
        (Reply(b'{"data": [{"id"'), SourceUnavailable, "no valid JSON"),
        (Reply({"data": ["x" * 90]}, cut=True), SourceUnavailable, "cut off"),
    ],
)
def test_what_went_wrong_is_said(
    serve: Callable[[Any], Loopback], answer: Reply, error: type[ConnectorError], words: str
) -> None:
    server = serve([answer])
    with pytest.raises(error, match=words):
        list(account_at(server.url).fetch("posts", {}, until=END))
    assert server.asked[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert all(TOKEN not in str(asked.params) for asked in server.asked)
