"""A YouTube channel with a few videos."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from simulator.platforms import youtube_world
from simulator.platforms.youtube import YouTube
from simulator.small_server import SmallServer
from tests.connectors.conformance import Subject

UNTIL = datetime(2026, 11, 20, 12, tzinfo=UTC)


@contextmanager
def videos(_: Path) -> Iterator[Subject]:
    made = youtube_world.build(UNTIL, videos=6, threads=8)
    with SmallServer({"youtube": YouTube(made, "AIza-secret", int(UNTIL.timestamp()), 10**6)}) as server:
        settings = {
            "channel_id": youtube_world.CHANNEL_ID,
            "api_key": "AIza-secret",
            "start": date(2026, 1, 1),
        }
        yield Subject(
            settings={"base_url": server.url_of("youtube"), "daily_units": 10**6, **settings},
            until=UNTIL,
            created={"videos": "snippet.publishedAt", "comments": "comment.snippet.publishedAt"},
            refusable=("YouTube Data API v3",),
            server=server,
            platform="youtube",
            early=timedelta(days=6),
        )


SUBJECTS = {"youtube": videos}
