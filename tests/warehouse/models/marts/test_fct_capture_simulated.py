"""What simulated platforms count, read by our connectors: nothing is missing but what was never asked for."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors import registry
from connectors.errors import RateLimited
from connectors.page import Cursor
from simulator.platforms import bluesky_world, discourse_world, mastodon_town, x_world, youtube_world
from simulator.platforms.bluesky import Bluesky
from simulator.platforms.discourse import Discourse
from simulator.platforms.mastodon import Mastodon
from simulator.platforms.x import X
from simulator.platforms.x_world import USER_ID
from simulator.platforms.youtube import YouTube
from simulator.platforms.youtube_world import CHANNEL_ID
from simulator.small_server import Platform, SmallServer

pytestmark = pytest.mark.server
END = datetime(2026, 11, 20, 12, tzinfo=UTC)
NOW = int(END.timestamp())
MODEL, TOKEN, START = "marts.fct_capture", "a-secret", date(2026, 1, 1)
Streams = dict[str, list[tuple[str | None, Any]]]


def landed(
    type: str, platform: Platform, instants: Iterable[datetime], rename: dict[str, str], **settings: Any
) -> Streams:
    """All records of a source after runs at these instants, the latest of each, as `stage` takes them."""
    found: dict[str, dict[str | None, Any]] = {}
    with SmallServer({type: platform}) as server:
        cursors: dict[str, Cursor] = {}
        for until in instants:
            server.set_now(until + timedelta(minutes=1))
            given = {"base_url": server.url_of(type), "start": START, **settings}
            source = registry.connect(type, type, given, base=Path())
            http = next(getattr(source, name) for name in ("http", "api", "forum") if hasattr(source, name))
            object.__setattr__(getattr(http, "http", http), "now", lambda at=until: at + timedelta(minutes=1))
            for stream in source.streams:
                try:
                    for page in source.fetch(stream, cursors.get(stream, {}), until=until):
                        cursors[stream] = page.cursor
                        records = {record.record_id: record.payload for record in page.records}
                        found[f"{type}_{stream}"] = found.get(f"{type}_{stream}", {}) | records
                except RateLimited:
                    pass
    text = json.dumps({name: [*records.items()] for name, records in found.items()})
    for theirs, ours in rename.items():
        text = text.replace(f'"{theirs}"', f'"{ours}"')
    return {name: [(one, payload) for one, payload in rows] for name, rows in json.loads(text).items()}


def days(count: int) -> list[datetime]:
    return [END - timedelta(days=ago) for ago in range(count, -1, -1)]


def gaps(staged: Any) -> list[tuple[Any, ...]]:
    assert len(staged.rows) > 3
    assert sum(row["said"] for row in staged.rows) > 10
    return [
        (row["post_id"], row["missing_count"], row["reason"]) for row in staged.rows if row["missing_count"]
    ]


def test_all_answers_that_x_counts_have_landed(stage: Any) -> None:
    platform = X(x_world.build(END, posts=12, days=6), TOKEN, NOW)
    streams = landed("x", platform, days(3), {USER_ID: "77"}, user_id=USER_ID, token=TOKEN, count_hours=1)

    assert gaps(stage(MODEL, "1", **streams)) == []


def test_all_answers_that_mastodon_counts_have_landed_but_below_old_posts(stage: Any) -> None:
    town = mastodon_town.build(5, NOW)
    platform = Mastodon(town, TOKEN, limit=10_000)
    streams = landed("mastodon", platform, days(0), {}, account_id="1", token=TOKEN, watch_days=9)
    found = gaps(stage(MODEL, "1", **streams))

    young = {f"mastodon:{toot.id}" for toot in town.toots.values() if toot.created > NOW - 9 * 86_400}
    assert not {post for post, _, _ in found} & young
    assert {reason for _, _, reason in found} <= {"too_old"}


def test_all_answers_that_bluesky_counts_have_landed_but_those_that_a_block_hides(stage: Any) -> None:
    sky = bluesky_world.build(3, NOW, days=12)
    streams = landed(
        "bluesky", Bluesky(sky, TOKEN, limit=10_000), days(0), {}, account=sky.brand.handle, password=TOKEN,
        watch_days=30,
    )  # fmt: skip
    found = gaps(stage(MODEL, "1", **streams))

    blocked = {f"bluesky:{post.parent}" for post in sky.posts.values() if post.author.blocks}
    assert {post for post, _, _ in found} <= blocked
    assert {reason for _, _, reason in found} <= {"not_visible"}


def test_all_posts_that_a_forum_counts_have_landed(stage: Any) -> None:
    platform = Discourse(discourse_world.build(NOW, seed=4), TOKEN)
    platform.now = NOW
    streams = landed("discourse", platform, days(0), {}, username="team_0", token=TOKEN, rewalk_days=90)

    assert gaps(stage(MODEL, "1", **streams)) == []


def test_all_comments_that_youtube_counts_have_landed(stage: Any) -> None:
    videos = youtube_world.build(END, videos=6, threads=8)
    streams = landed(
        "youtube", YouTube(videos, TOKEN, NOW), days(0), {CHANNEL_ID: "UCours"}, channel_id=CHANNEL_ID, api_key=TOKEN
    )  # fmt: skip

    assert gaps(stage(MODEL, "1", **streams)) == []


def test_a_spent_budget_shows_as_comments_not_read_yet(stage: Any) -> None:
    videos = youtube_world.build(END, videos=6, threads=8)
    streams = landed(
        "youtube", YouTube(videos, TOKEN, NOW), days(0), {CHANNEL_ID: "UCours"}, channel_id=CHANNEL_ID, api_key=TOKEN,
        daily_units=12,
    )  # fmt: skip
    found = gaps(stage(MODEL, "1", **streams))

    assert "not_read_yet" in {reason for _, _, reason in found}
