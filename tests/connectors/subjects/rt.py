"""A small desk of tickets."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from simulator.platforms.rt import RequestTracker
from simulator.platforms.rt_desk import build
from simulator.small_server import SmallServer
from tests.connectors.conformance import Subject

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)


@contextmanager
def desk(_: Path) -> Iterator[Subject]:
    tracker = RequestTracker(build(int(UNTIL.timestamp()), seed=3), password="desk-secret")
    with SmallServer({"rt": tracker}) as server:
        settings = {
            "user": "leitstand",
            "password": "desk-secret",
            "start": date(2026, 10, 1),
            "fields": {"topic": "Topic"},
        }
        yield Subject(
            settings={"base_url": server.url_of("rt"), **settings},
            until=UNTIL,
            created={
                "queues": None, "custom_fields": None, "users": None, "tickets": "Created",
                "deleted_tickets": "Created", "transactions": "Created",
            },
            server=server,
            platform="rt",
        )  # fmt: skip


SUBJECTS = {"rt": desk}
