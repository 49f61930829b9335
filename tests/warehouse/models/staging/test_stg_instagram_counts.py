"""From complete readings of media and their comments to how many the platform counts."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_instagram_counts"


def media(day: int, **comments: int) -> tuple[str, dict[str, Any]]:
    counts = {name: {"comments": count, "reactions": 9} for name, count in comments.items()}
    return f"walk:{day}", {"walk": {"walked_at": f"2026-11-{day}T06:00:00+00:00", "counts": counts}}


def walked(day: int, name: str, count: int) -> tuple[str, dict[str, Any]]:
    walk = {"walked_at": f"2026-11-{day}T06:00:00+00:00", "media_id": name, "comment_count": count}
    return f"walk:{name}@{day}", {"walk": walk | {"comment_ids": []}}


def test_the_latest_count_holds_and_says_whether_the_comments_were_walked_since(stage: Any) -> None:
    staged = stage(
        MODEL,
        order="post_id",
        instagram_media=[media(18, m1=4, m2=1, m3=0, m4=2), media(19, m1=5, m2=2)],
        instagram_comments=[walked(18, "m1", 4), walked(19, "m2", 2), walked(20, "m4", 3)],
    )

    days = {day: datetime(2026, 11, day, 6, tzinfo=UTC) for day in (18, 19, 20)}
    assert staged.columns("post_id", "account", "counted_at", "said_count", "gap_reason") == [
        ("instagram:m1", "1784", days[19], 5, "not_read_yet"),
        ("instagram:m2", "1784", days[19], 2, "not_visible"),
        ("instagram:m3", "1784", days[18], 0, "not_visible"),
        ("instagram:m4", "1784", days[20], 3, "not_visible"),
    ]
