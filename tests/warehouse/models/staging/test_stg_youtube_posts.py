"""From a channel's videos to posts, those gone noticed by their absence."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_youtube_posts"


def video(name: str, published: Any = "2026-11-18T09:00:00Z", **fields: Any) -> tuple[str, dict[str, Any]]:
    snippet = {"publishedAt": published, "title": "Neu", "description": "Mehr dazu"}
    return name, {"id": name, "snippet": snippet | fields}


def walk(day: int, *names: str) -> tuple[str, dict[str, Any]]:
    walked_at = f"2026-11-{day}T06:00:00+00:00"
    body = {"walked_at": walked_at, "since": "2026-11-10T00:00:00+00:00", "video_ids": [*names]}
    return f"walk:{day}", {"walk": body}


def test_a_video_keeps_its_time_channel_title_and_description(stage: Any) -> None:
    staged = stage(MODEL, order="post_id", youtube_videos=[video("a"), video("b", description="")])

    assert staged.columns("post_id", "platform", "account", "published_at", "is_paid", "text") == [
        ("youtube:a", "youtube", "UCours", datetime(2026, 11, 18, 9, tzinfo=UTC), False, "Neu\nMehr dazu"),
        ("youtube:b", "youtube", "UCours", datetime(2026, 11, 18, 9, tzinfo=UTC), False, "Neu"),
    ]


def test_a_video_is_gone_since_the_first_reading_that_no_longer_had_it(stage: Any) -> None:
    records = [video("a"), video("b"), walk(19, "a", "b"), walk(20, "b"), walk(21, "b")]
    staged = stage(MODEL, order="post_id", youtube_videos=records)

    assert staged.columns("post_id", "deleted_at") == [
        ("youtube:a", datetime(2026, 11, 20, 6, tzinfo=UTC)),
        ("youtube:b", None),
    ]


def test_a_reading_that_reaches_back_less_far_says_nothing(stage: Any) -> None:
    staged = stage(MODEL, order="1", youtube_videos=[video("a", "2026-11-09T09:00:00Z"), walk(19), walk(20)])

    assert staged.columns("deleted_at") == [(None,)]


def test_a_video_is_a_post_of_the_company(stage: Any) -> None:
    staged = stage("marts.dim_post", order="post_id", youtube_videos=[video("a")])

    assert staged.columns("post_id", "platform", "kind") == [("youtube:a", "youtube", "usual")]


def test_a_video_that_cannot_be_read_says_which_field_was_wrong(stage: Any) -> None:
    records = [video("a", None), video("b", "gestern"), video("c", "1970-01-01T00:00:00Z")]
    nameless = ("d", {"snippet": {"publishedAt": "2026-11-18T09:00:00Z"}})
    staged = stage(MODEL, order="1", youtube_videos=[*records, nameless])

    assert staged.rows == []
    assert staged.rejected == [
        ("a", "snippet.publishedAt: is empty"),
        ("b", "snippet.publishedAt: 'gestern' is no instant"),
        ("c", "snippet.publishedAt: '1970-01-01T00:00:00Z' is before 1990 or after 2099"),
        ("d", "id: is empty"),
    ]
