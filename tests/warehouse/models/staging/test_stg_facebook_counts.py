"""From complete readings of a page's posts to how many comments the platform counts."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_facebook_counts"


def walk(day: int, **comments: int) -> tuple[str, dict[str, Any]]:
    counts = {name.replace("p", "9000_"): {"comments": count} for name, count in comments.items()}
    walked_at = f"2026-11-{day}T06:00:00+00:00"
    return f"walk:{day}", {"walk": {"walked_at": walked_at, "post_ids": list(counts), "counts": counts}}


def test_the_latest_reading_of_each_post_of_the_pages_own_counts(stage: Any) -> None:
    visitor = {
        "id": "9000_3",
        "created_time": "2026-11-18T08:00:00+0000",
        "from": {"id": "5"},
        "message": "Hilfe",
    }
    staged = stage(
        MODEL,
        order="post_id",
        facebook_posts=[("9000_3", visitor), walk(18, p1=4, p2=1), walk(19, p1=3, p3=2)],
    )

    assert staged.columns("post_id", "account", "counted_at", "said_count", "depth") == [
        ("fb:9000_1", "9000", datetime(2026, 11, 19, 6, tzinfo=UTC), 3, "all"),
        ("fb:9000_2", "9000", datetime(2026, 11, 18, 6, tzinfo=UTC), 1, "all"),
    ]


def test_a_reading_that_counted_something_else_says_nothing(stage: Any) -> None:
    record = walk(18, p1=4)
    record[1]["walk"]["counts"]["9000_1"] = {"reactions": 3}

    assert stage(MODEL, "1", facebook_posts=[record]).rows == []
