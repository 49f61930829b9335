"""A forum, with private messages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from simulator.platforms.discourse import Discourse
from simulator.platforms.discourse_world import build
from simulator.small_server import SmallServer
from tests.connectors.conformance import Subject

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)


@contextmanager
def forum(_: Path) -> Iterator[Subject]:
    with SmallServer(
        {"discourse": Discourse(build(int(UNTIL.timestamp()), seed=4), "forum-secret")}
    ) as server:
        settings = {"username": "team_0", "token": "forum-secret", "start": date(2026, 10, 1)}
        yield Subject(
            settings={
                "base_url": server.url_of("discourse"),
                "read_private": True,
                "inboxes": ["support"],
                **settings,
            },
            until=UNTIL,
            created={"posts": "created_at", "private_messages": "created_at"},
            refusable=(
                "read-only",
                "group membership",
            ),
            server=server,
            platform="discourse",
            repeats={"posts": "recent topics are read completely after the newest posts"},
        )


SUBJECTS = {"discourse": forum}
