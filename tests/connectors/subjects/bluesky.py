"""A Bluesky account under a small sky, with its direct messages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from simulator.platforms.bluesky import Bluesky
from simulator.platforms.bluesky_world import build
from simulator.small_server import SmallServer
from tests.connectors.conformance import Subject

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)


@contextmanager
def account(_: Path) -> Iterator[Subject]:
    sky = build(3, int(UNTIL.timestamp()), days=12)
    with SmallServer({"bluesky": Bluesky(sky, "blue-secret", limit=10**6)}) as server:
        settings = {"account": sky.brand.handle, "password": "blue-secret", "start": date(2026, 10, 1)}
        yield Subject(
            settings={"base_url": server.url_of("bluesky"), "messages": True, **settings},
            until=UNTIL,
            created={
                "notifications": "notification.indexedAt",
                "posts": "post.indexedAt",
                "threads": "post.indexedAt",
                "messages": "message.sentAt",
            },
            refusable=("Allow access to your direct messages",),
            server=server,
            platform="bluesky",
        )


SUBJECTS = {"bluesky": account}
