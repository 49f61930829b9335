"""An account on X."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from simulator import account
from simulator.platforms.x import X
from simulator.small_server import SmallServer
from tests.connectors.conformance import Subject

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
NOW = UNTIL + timedelta(minutes=1)  # the platform refuses an end that is nearly now


@contextmanager
def posts(_: Path) -> Iterator[Subject]:
    made = account.build(UNTIL, days=5)
    with SmallServer({"x": X(made, "AAAA-secret", int(NOW.timestamp()))}) as server:
        settings = {"user_id": account.USER_ID, "token": "AAAA-secret", "start": date(2026, 1, 1)}
        yield Subject(
            settings={"base_url": server.url_of("x"), **settings},
            until=UNTIL,
            created={"posts": "post.created_at"},
            server=server,
            platform="x",
            repeats={"posts": "own posts come again in the search of their conversation"},
            now=NOW,
        )


SUBJECTS = {"x": posts}
