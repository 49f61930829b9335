"""From readings of a channel's videos to counters of views."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_youtube_reach"
NOON = "2026-11-18T12:00:00+00:00"


def reading(name: str, at: str = NOON, **statistics: Any) -> tuple[str, dict[str, Any]]:
    return f"reading:{name}@{at}", {"reading": {"id": name, "read_at": at, "statistics": statistics}}


def test_views_stand_as_organic_one_counter_a_reading(stage: Any) -> None:
    later = "2026-11-19T12:00:00+00:00"
    records = [reading("v1", viewCount="400"), reading("v1", later, viewCount="900")]
    staged = stage(MODEL, "read_at", youtube_videos=records)

    assert staged.columns("post", "read_at", "organic_impressions", "paid_impressions") == [
        ("v1", datetime(2026, 11, 18, 12, tzinfo=UTC), 400, None),
        ("v1", datetime(2026, 11, 19, 12, tzinfo=UTC), 900, None),
    ]


def test_a_video_that_hides_its_views_says_nothing_and_what_is_no_count_is_rejected(stage: Any) -> None:
    staged = stage(MODEL, "1", youtube_videos=[reading("v1", likeCount="1"), reading("v2", viewCount="-3")])

    assert staged.rows == []
    assert staged.rejected == [(f"reading:v2@{NOON}", "reading.statistics.viewCount: '-3' is no count")]


def test_a_reading_is_no_video(stage: Any) -> None:
    staged = stage("stg_youtube_posts", "1", youtube_videos=[reading("v1", viewCount="400")])

    assert (staged.rows, staged.rejected) == ([], [])
