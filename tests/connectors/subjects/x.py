"""An account on X, with its direct messages."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from simulator.platforms import x_world
from simulator.platforms.x import X
from simulator.small_server import SmallServer
from tests.connectors.conformance import Subject

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)
NOW = UNTIL + timedelta(minutes=1)  # the platform refuses an end that is nearly now


@contextmanager
def posts(_: Path) -> Iterator[Subject]:
    made = x_world.build(UNTIL, days=5)
    messages = x_world.build_messages(UNTIL)
    platform = X(made, "AAAA-secret", int(NOW.timestamp()), messages, "own-secret")
    with SmallServer({"x": platform}) as server:
        tokens = {"token": "AAAA-secret", "user_token": "own-secret"}
        settings = {"user_id": x_world.USER_ID, "start": date(2026, 1, 1), **tokens}
        yield Subject(
            settings={"base_url": server.url_of("x"), **settings},
            until=UNTIL,
            created={"posts": "post.created_at", "messages": "event.created_at"},
            refusable=(
                "tweet.read",
                "users.read",
                "dm.read",
            ),
            server=server,
            platform="x",
            repeats={"posts": "own posts come again in the search of their conversation"},
            now=NOW,
        )


SUBJECTS = {"x": posts}
