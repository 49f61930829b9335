"""A small desk of tickets in a Zammad."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from simulator.platforms.zammad import Zammad
from simulator.platforms.zammad_desk import build
from simulator.small_server import SmallServer
from tests.connectors.conformance import Subject

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
TOKEN = "desk-secret"


@contextmanager
def desk(_: Path) -> Iterator[Subject]:
    with SmallServer({"zammad": Zammad(build(int(UNTIL.timestamp()), seed=3), token=TOKEN)}) as server:
        settings = {"token": TOKEN, "start": date(2026, 10, 1), "fields": {"topic": "topic"}}
        yield Subject(
            settings={"base_url": server.url_of("zammad"), **settings},
            until=UNTIL,
            created={
                "groups": None, "states": None, "users": None, "tickets": "created_at", "articles": "created_at",
                "histories": "created_at",
            },
            refusable=("ticket.agent", "read access to each group", "API token access",),
            server=server,
            platform="zammad",
        )  # fmt: skip


SUBJECTS = {"zammad": desk}
