"""A small desk of tickets in a Freshdesk, seven to a page."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from simulator.platforms.freshdesk import Freshdesk, build
from simulator.small_server import SmallServer
from tests.connectors.conformance import Subject

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
KEY = "desk-secret"


@contextmanager
def desk(_: Path) -> Iterator[Subject]:
    platform = Freshdesk(build(int(UNTIL.timestamp()), seed=3), key=KEY, page_size=7)
    with SmallServer({"freshdesk": platform}) as server:
        settings = {"api_key": KEY, "start": date(2026, 10, 1), "fields": {"topic": "cf_topic"}}
        yield Subject(
            settings={"base_url": server.url_of("freshdesk"), **settings},
            until=UNTIL,
            created={
                "groups": None, "agents": None, "tickets": "created_at", "removed": "created_at",
                "conversations": "created_at", "ratings": "created_at",
            },
            refusable=("View tickets", "Global access", "View agents",),
            server=server,
            platform="freshdesk",
        )  # fmt: skip


SUBJECTS = {"freshdesk": desk}
