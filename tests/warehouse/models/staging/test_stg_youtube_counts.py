"""From looks at videos to how many comments there are, as the platform counts."""

from datetime import UTC, datetime
from typing import Any

from tests.warehouse.models.staging.test_stg_youtube_reach import NOON, reading

MODEL = "stg_youtube_counts"
LATER = "2026-11-19T12:00:00+00:00"


def walk(video: str, at: str, count: int | None) -> tuple[str, dict[str, Any]]:
    told = {
        "walked_at": at,
        "video_id": video,
        "since": None,
        "comment_ids": ["c1", "c1.r1"],
        "comment_count": count,
    }
    return f"walk:{video}@{at}", {"walk": told}


def comment(name: str, video: str, replies: int | None) -> tuple[str, dict[str, Any]]:
    snippet = {
        "publishedAt": "2026-11-18T10:00:00Z",
        "authorChannelId": {"value": "UCa"},
        "textOriginal": "?",
    }
    thread: dict[str, Any] = {"id": name, "publishedAt": snippet["publishedAt"]}
    if replies is None:
        snippet["parentId"] = name.partition(".")[0]
    else:
        thread["snippet"] = {"totalReplyCount": replies}
    return name, {"video": {"id": video}, "thread": thread, "comment": {"id": name, "snippet": snippet}}


def test_the_latest_look_counts_and_its_threads_say_how_many_are_replies(stage: Any) -> None:
    staged = stage(
        MODEL, "post_id", youtube_videos=[reading("v1", commentCount="7"), reading("v2", viewCount="9")],
        youtube_comments=[walk("v1", LATER, 8), comment("c1", "v1", 5), comment("c1.r1", "v1", None)],
    )  # fmt: skip

    assert staged.columns("post_id", "account", "counted_at", "said_count", "said_replies", "depth") == [
        ("youtube:v1", "UCours", datetime(2026, 11, 19, 12, tzinfo=UTC), 8, 5, "all")
    ]


def test_a_gap_is_held_back_where_the_count_was_visited_and_unread_where_not(stage: Any) -> None:
    videos = [reading(name, LATER, commentCount="7") for name in ("v1", "v2", "v3")]
    walks = [walk("v1", NOON, 7), walk("v2", NOON, 6)]
    staged = stage(MODEL, "post_id", youtube_videos=videos, youtube_comments=walks)

    assert staged.columns("gap_reason") == [("held",), ("not_read_yet",), ("not_read_yet",)]


def test_walks_of_before_the_count_was_kept_say_nothing_and_what_is_no_count_is_rejected(stage: Any) -> None:
    walks = [walk("v1", NOON, None)]
    staged = stage(MODEL, "1", youtube_videos=[reading("v2", commentCount="viele")], youtube_comments=walks)

    assert staged.rows == []
    assert staged.rejected == [(f"reading:v2@{NOON}", "reading.statistics.commentCount: 'viele' is no count")]
