"""Feeds of a small web."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from simulator.platforms.rss import Rss, build
from simulator.small_server import SmallServer
from tests.connectors.conformance import Subject

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)


@contextmanager
def feeds(_: Path) -> Iterator[Subject]:
    with SmallServer({"rss": Rss(build(int(UNTIL.timestamp()), seed=2))}) as server:
        server.set_now(UNTIL)
        yield Subject(
            settings={
                "feeds": [f"{server.url_of('rss')}/{name}" for name in ("blog", "press", "forum")],
                "start": date(2026, 11, 1),
            },
            until=UNTIL,
            created={"entries": "entry.published_at"},
            server=server,
            platform="rss",
        )


SUBJECTS = {"rss": feeds}
