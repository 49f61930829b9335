"""An Instagram account with a small feed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from simulator.platforms.instagram import Instagram
from simulator.platforms.instagram_world import BRAND, build
from simulator.small_server import SmallServer
from tests.connectors.conformance import Subject

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)


@contextmanager
def account(_: Path) -> Iterator[Subject]:
    feed = build(7, int(UNTIL.timestamp()), days=10)
    platform = Instagram(
        BRAND, "insta-secret", feed.posts, feed.comments, feed.conversations, feed.tagged,
        removed=feed.removed, now=feed.end,
    )  # fmt: skip
    with SmallServer({"instagram": platform}) as server:
        yield Subject(
            settings={
                "user_id": BRAND.id,
                "username": BRAND.username,
                "page_id": BRAND.page_id,
                "token": "insta-secret",
                "base_url": server.url_of("instagram"),
                "start": date(2026, 10, 1),
                "read_insights": True,
            },
            until=UNTIL,
            created={
                "media": "timestamp",
                "comments": "comment.timestamp",
                "tags": "timestamp",
                "messages": "message.created_time",
                "insights": None,
            },
            looks=frozenset({"insights"}),
            refusable=(
                "instagram_basic",
                "instagram_manage_comments",
                "instagram_manage_messages",
                "instagram_manage_insights",
            ),
            server=server,
            platform="instagram",
        )


SUBJECTS = {"instagram": account}
