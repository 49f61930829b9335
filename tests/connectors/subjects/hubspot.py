"""A small desk of tickets and threads in HubSpot, seven to a page."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from simulator.platforms.hubspot import HubSpot, build
from simulator.small_server import SmallServer
from tests.connectors.conformance import Subject

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
TOKEN = "desk-secret"


@contextmanager
def desk(_: Path) -> Iterator[Subject]:
    platform = HubSpot(build(int(UNTIL.timestamp()), seed=3), token=TOKEN, page_size=7)
    with SmallServer({"hubspot": platform}) as server:
        yield Subject(
            settings={"base_url": server.url_of("hubspot"), "token": TOKEN, "start": date(2026, 10, 1)},
            until=UNTIL,
            created={
                "pipelines": None, "owners": None, "tickets": "createdAt", "archived": "createdAt",
                "threads": "createdAt", "messages": "createdAt",
            },
            refusable=("tickets", "conversations.read", "crm.objects.owners.read",),
            server=server,
            platform="hubspot",
        )  # fmt: skip


SUBJECTS = {"hubspot": desk}
