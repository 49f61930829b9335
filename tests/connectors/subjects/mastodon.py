"""A Mastodon account in a small town."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from simulator.platforms.mastodon import Mastodon
from simulator.platforms.mastodon_town import build
from simulator.small_server import SmallServer
from tests.connectors.conformance import Subject

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)


@contextmanager
def account(_: Path) -> Iterator[Subject]:
    town = build(5, int(UNTIL.timestamp()), days=8)
    with SmallServer({"mastodon": Mastodon(town, "toot-secret", limit=10**6)}) as server:
        settings = {"account_id": "1", "token": "toot-secret", "start": date(2026, 10, 1)}
        yield Subject(
            settings={"base_url": server.url_of("mastodon"), **settings},
            until=UNTIL,
            created={"mentions": "created_at", "statuses": "created_at", "threads": "status.created_at"},
            refusable=(
                "read:accounts",
                "read:notifications",
                "read:statuses",
            ),
            server=server,
            platform="mastodon",
        )


SUBJECTS = {"mastodon": account}
