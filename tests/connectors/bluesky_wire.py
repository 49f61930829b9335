"""What the tests of Bluesky share: the simulated sky on a loopback server, and a connector that reads it."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from connectors import registry
from connectors.bluesky import Bluesky
from connectors.http import Limits
from connectors.page import Page
from simulator.platforms import bluesky as platform
from simulator.platforms.bluesky_world import Post, build
from simulator.platforms.wire import Request, answer_from
from tests.connectors.conftest import Asked, Loopback, Reply

PASSWORD = "abcd-secret-efgh"
UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
END = int(UNTIL.timestamp())
SKY = build(11, END)
STREAMS = ("notifications", "posts", "threads", "messages")
Serve = Callable[[Any], Loopback]


class Instance:
    """The simulated platform behind a server; `bad` answers go out first, each once, for requests that name `where`."""

    def __init__(self, **given: Any) -> None:
        self.platform = platform.Bluesky(SKY, PASSWORD, **{"limit": 100_000} | given)
        self.bad: list[Reply | str] = []
        self.where = ""

    def at(self, now: datetime) -> "Instance":
        self.platform.now = int(now.timestamp())
        return self

    def __call__(self, asked: Asked) -> Reply:
        spoilt = self.bad.pop(0) if self.bad and self.where in asked.path else None
        if isinstance(spoilt, Reply):
            return spoilt
        base = f"http://{asked.headers['host']}"
        request = Request(
            asked.path, asked.params, asked.headers, base, asked.method, asked.body, asked.query
        )
        answer = answer_from(self.platform, request)
        if spoilt == "truncated":
            return Reply(answer.encoded()[:-9])
        headers = {"Content-Type": "application/json", **answer.headers}
        return Reply(answer.body, answer.status, headers, cut=spoilt == "cut")


def account_at(url: str, **given: Any) -> Bluesky:
    settings = {
        "base_url": url,
        "account": "@Nordfunk.example",
        "password": PASSWORD,
        "start": date(2026, 10, 1),
    } | given
    connector = registry.connect("sky", "bluesky", settings, base=Path())
    assert isinstance(connector, Bluesky)
    for name, value in {
        "sleep": lambda _: None,
        "limits": Limits(attempts=3, patience=20),
        "now": lambda: UNTIL,
    }.items():
        object.__setattr__(connector.api.http, name, value)
    return connector


def ids(pages: Iterable[Page]) -> list[str | None]:
    return [record.record_id for page in pages for record in page.records]


def payloads(pages: Iterable[Page]) -> list[dict[str, Any]]:
    return [record.payload for page in pages for record in page.records]


def posts_of(pages: Iterable[Page]) -> dict[str, dict[str, Any]]:
    """The posts that a stream landed, whatever they came in."""
    found = [payload.get("notification") or payload.get("post") for payload in payloads(pages)]
    return {post["uri"]: post for post in found if post}


def there(at: int = END) -> list[Post]:
    """What the platform shows at an instant."""
    return [
        post for post in SKY.posts.values()
        if post.indexed <= at and not (post.deleted and post.deleted <= at)
        and not (post.author.blocks and post.author.blocks <= at)
    ]  # fmt: skip


def own(at: int = END) -> list[Post]:
    return [post for post in there(at) if post.author is SKY.brand]
