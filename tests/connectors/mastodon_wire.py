"""What the tests of Mastodon share: the simulated town on a loopback server, and a connector that reads it."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from connectors import registry
from connectors.http import Limits
from connectors.mastodon import Mastodon
from connectors.page import Page
from simulator.platforms import mastodon as platform
from simulator.platforms.mastodon_town import build
from simulator.platforms.wire import Request
from tests.connectors.conftest import Asked, Loopback, Reply

TOKEN = "mastodon-secret"
UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
TOWN = build(5, int(UNTIL.timestamp()))
Serve = Callable[[Any], Loopback]


class Instance:
    """The simulated platform behind a server; `bad` answers go out first, each once, for requests that name `where`."""

    def __init__(self, **given: Any) -> None:
        self.platform = platform.Mastodon(TOWN, TOKEN, **{"limit": 10_000} | given)
        self.bad: list[Reply | str] = []
        self.where = ""

    def at(self, now: datetime) -> "Instance":
        self.platform.now = int(now.timestamp())
        return self

    def __call__(self, asked: Asked) -> Reply:
        spoilt = self.bad.pop(0) if self.bad and self.where in asked.path else None
        if isinstance(spoilt, Reply):
            return spoilt
        request = Request(asked.path, asked.params, asked.headers, f"http://{asked.headers['host']}")
        answer = self.platform.answer(request)
        if spoilt == "truncated":
            return Reply(answer.encoded()[:-9])
        return Reply(answer.body, answer.status, answer.headers, cut=spoilt == "cut")


def account_at(url: str, **given: Any) -> Mastodon:
    settings = {"base_url": url, "account_id": "1", "token": TOKEN, "start": date(2026, 10, 1)} | given
    connector = registry.connect("toots", "mastodon", settings, base=Path())
    assert isinstance(connector, Mastodon)
    for name, value in {
        "sleep": lambda _: None,
        "limits": Limits(attempts=3, patience=20),
        "now": lambda: UNTIL,
    }.items():
        object.__setattr__(connector.api.http, name, value)
    return connector


def ids(pages: Iterable[Page]) -> list[str | None]:
    return [record.record_id for page in pages for record in page.records]


def status_ids(pages: Iterable[Page]) -> set[str]:
    """The statuses that a stream landed, whatever they came in."""
    payloads = [record.payload for page in pages for record in page.records]
    return {payload.get("status", payload)["id"] for payload in payloads if "gone" not in payload}
