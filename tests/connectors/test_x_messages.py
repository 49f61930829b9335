"""An account's direct messages on X, read over HTTP from its simulator."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.errors import AccessDenied, RateLimited
from connectors.http import Limits
from connectors.page import Cursor, Page
from connectors.x import X
from simulator.platforms import x_world
from simulator.platforms.x import X as Simulated
from simulator.platforms.x_world import USER_ID, DirectMessage
from simulator.small_server import SmallServer

pytestmark = pytest.mark.server
TOKEN, OWN = "AAAA-secret", "own-secret"
END = datetime(2026, 11, 20, 12, tzinfo=UTC)
NOW = END + timedelta(minutes=1)


@pytest.fixture(scope="module")
def messages() -> list[DirectMessage]:
    return x_world.build_messages(END)


@pytest.fixture
def running(messages: list[DirectMessage]) -> Iterator[SmallServer]:
    with SmallServer({"x": Simulated([], TOKEN, int(NOW.timestamp()), messages, OWN)}) as server:
        yield server


def account_at(url: str, now: datetime = NOW, **given: Any) -> X:
    settings = {
        "user_id": USER_ID, "token": TOKEN, "user_token": OWN, "base_url": url, "start": date(2026, 1, 1),
    } | given  # fmt: skip
    connector = registry.connect("x", "x", settings, base=Path())
    assert isinstance(connector, X)
    for http in (connector.http, connector.messages.http) if connector.messages else (connector.http,):
        object.__setattr__(http, "sleep", lambda _: None)
        object.__setattr__(http, "limits", Limits(read=5, attempts=4))
        object.__setattr__(http, "now", lambda: now)
    return connector


def payloads(pages: Iterator[Page] | list[Page]) -> dict[str, Any]:
    return {str(record.record_id): record.payload for page in pages for record in page.records}


def ids(messages: list[DirectMessage], since: datetime, until: datetime) -> set[str]:
    return {one.id for one in messages if since.timestamp() <= one.at < until.timestamp()}


def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("connectors.x_messages").x_messages.PARAMS, "max_results", 10)


def test_the_last_thirty_days_are_read_with_who_sent_them(
    running: SmallServer, messages: list[DirectMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    small_pages(monkeypatch)
    found = payloads(account_at(running.url_of("x")).fetch("messages", {}, until=END))

    assert found.keys() == ids(messages, NOW - timedelta(days=30), END)
    assert len(found) > 50
    assert all(one["sender"]["id"] == one["event"]["sender_id"] for one in found.values())


def test_a_later_run_reads_only_what_is_new(running: SmallServer, messages: list[DirectMessage]) -> None:
    source, early = account_at(running.url_of("x")), END - timedelta(days=3)
    first = list(source.fetch("messages", {}, until=early))
    second = payloads(source.fetch("messages", first[-1].cursor, until=END))

    assert ids(messages, early, END) <= second.keys()
    assert second.keys() <= ids(messages, early - timedelta(minutes=10), END)


def test_reading_on_after_any_page_loses_nothing(
    running: SmallServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_pages(monkeypatch)
    source = account_at(running.url_of("x"))
    whole = list(source.fetch("messages", {}, until=END))
    assert len(whole) > 3
    for stop in range(1, len(whole)):
        rest = list(source.fetch("messages", whole[stop - 1].cursor, until=END))
        assert payloads([*whole[:stop], *rest]) == payloads(whole)


def test_a_place_that_the_platform_forgot_is_read_again_from_the_top(running: SmallServer) -> None:
    source = account_at(running.url_of("x"))
    forgotten: Cursor = {"pass": {"until": END.isoformat(), "next": "forgotten"}}

    whole = payloads(source.fetch("messages", {}, until=END))
    assert payloads(source.fetch("messages", forgotten, until=END)) == whole


def test_without_the_accounts_own_token_there_is_no_such_stream(running: SmallServer) -> None:
    source = account_at(running.url_of("x"), user_token=None)

    assert source.streams == ("posts",)
    with pytest.raises(ValueError, match="no stream"):
        list(source.fetch("messages", {}, until=END))


@pytest.mark.parametrize(("token", "words"), [("other", "user_token"), (TOKEN, "Unsupported Authentication")])
def test_a_token_that_may_not_is_said_and_not_shown(running: SmallServer, token: str, words: str) -> None:
    source = account_at(running.url_of("x"), user_token=token)
    with pytest.raises(AccessDenied, match=words) as caught:
        list(source.fetch("messages", {}, until=END))
    check = list(source.check())[-1]

    assert token not in str(caught.value)
    assert (check.name, check.ok) == ("direct messages", False)
    assert "dm.read" in check.mend


def test_the_monthly_cap_is_not_tried_again(running: SmallServer) -> None:
    running.platforms["x"].cap = 0  # type: ignore[attr-defined]
    with pytest.raises(RateLimited, match="month's cap") as caught:
        list(account_at(running.url_of("x")).fetch("messages", {}, until=END))

    assert caught.value.until == datetime(2026, 12, 1, tzinfo=UTC)
    assert len(running.requests) == 1
