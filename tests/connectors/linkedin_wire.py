"""What the tests of LinkedIn share: the simulated page on a loopback server, and a connector that reads it."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from connectors import registry
from connectors.http import Limits
from connectors.linkedin import LinkedIn
from connectors.page import Page
from simulator.platforms import linkedin as platform
from simulator.platforms.linkedin_page import ORGANISATION, build
from simulator.platforms.wire import Request
from tests.connectors.conftest import Asked, Loopback, Reply

TOKEN = "linkedin-secret"
UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
WALL = build(5, int(UNTIL.timestamp()))
Serve = Callable[[Any], Loopback]


class Instance:
    """The simulated platform behind a server; `bad` answers go out first, each once, for requests that name `where`."""

    def __init__(self, **given: Any) -> None:
        self.platform = platform.LinkedIn(WALL, TOKEN, **given)
        self.bad: list[Reply | str] = []
        self.where = ""

    def at(self, now: datetime) -> "Instance":
        self.platform.now = int(now.timestamp())
        return self

    def __call__(self, asked: Asked) -> Reply:
        spoilt = self.bad.pop(0) if self.bad and self.where in asked.path else None
        if isinstance(spoilt, Reply):
            return spoilt
        answer = self.platform.answer(Request(asked.path, asked.params, asked.headers, ""))
        if spoilt == "truncated":
            return Reply(answer.encoded()[:-9])
        return Reply(answer.body, answer.status, answer.headers, cut=spoilt == "cut")


def page_at(url: str, now: datetime = UNTIL, **given: Any) -> LinkedIn:
    settings = {
        "base_url": url,
        "organization_id": ORGANISATION.rpartition(":")[2],
        "token": TOKEN,
        "start": date(2026, 10, 1),
    } | given
    connector = registry.connect("li", "linkedin", settings, base=Path())
    assert isinstance(connector, LinkedIn)
    http = connector.api.http
    for name, value in {
        "sleep": lambda _: None,
        "limits": Limits(attempts=3, patience=20),
        "now": lambda: now,
    }.items():
        object.__setattr__(http, name, value)
    return connector


def ids(pages: Iterable[Page]) -> list[str]:
    """What was landed, without the records of walks and readings."""
    found = [str(record.record_id) for page in pages for record in page.records]
    return [name for name in found if not name.startswith(("walk", "reading"))]


def walks(pages: Iterable[Page]) -> list[dict[str, Any]]:
    return [r.payload["walk"] for page in pages for r in page.records if str(r.record_id).startswith("walk")]
