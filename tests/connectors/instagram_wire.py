"""What the tests of Instagram share: a small simulated account behind a server, and a connector that reads it."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from connectors import instagram
from connectors.http import Limits
from connectors.instagram import InstagramAccount, Settings
from connectors.page import Page
from simulator.platforms.instagram import Instagram
from simulator.platforms.instagram_world import BRAND, Feed, build
from simulator.platforms.wire import Request
from tests.connectors.conftest import Asked, Loopback, Reply

TOKEN = "instagram-secret"
UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
FEED = build(7, int(UNTIL.timestamp()))
Serve = Callable[[Any], Loopback]


class Shown:
    """The simulated platform behind a server; `bad` answers go out first, each once, for paths that hold `where`."""

    def __init__(self, feed: Feed = FEED, now: datetime = UNTIL) -> None:
        self.platform = Instagram(
            feed.account, TOKEN, feed.posts, feed.comments, feed.conversations, feed.tagged,
            removed=feed.removed, now=int(now.timestamp()),
        )  # fmt: skip
        self.bad: list[Reply] = []
        self.where = ""
        self.asked: list[str] = []

    def at(self, now: datetime) -> "Shown":
        self.platform.now = int(now.timestamp())
        return self

    def __call__(self, asked: Asked) -> Reply:
        self.asked.append(asked.path)
        if self.bad and self.where in asked.path:
            return self.bad.pop(0)
        request = Request(asked.path, asked.params, asked.headers, f"http://{asked.headers['host']}")
        answer = self.platform.answer(request)
        return Reply(answer.body, answer.status, answer.headers)


def account_at(url: str, **given: Any) -> InstagramAccount:
    settings = {
        "user_id": BRAND.id,
        "username": BRAND.username,
        "page_id": BRAND.page_id,
        "token": TOKEN,
        "base_url": url,
        "start": date(2026, 10, 1),
        "read_insights": True,
    }
    connector = instagram.connect("insta", Settings.model_validate(settings | given), Path())
    for name, value in {
        "sleep": lambda _: None,
        "limits": Limits(attempts=3, patience=20),
        "now": lambda: UNTIL,
    }.items():
        object.__setattr__(connector.graph.http, name, value)
    return connector


def payloads(pages: Iterable[Page]) -> dict[str, Any]:
    """Records by id, walks left out."""
    found = {str(record.record_id): record.payload for page in pages for record in page.records}
    return {name: payload for name, payload in found.items() if "walk" not in payload}


def walks(pages: Iterable[Page]) -> list[dict[str, Any]]:
    """What complete readings saw."""
    payloads = [record.payload for page in pages for record in page.records]
    return [payload["walk"] for payload in payloads if "walk" in payload]
