"""From what complete readings saw to counts of reactions."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_facebook_reactions"
AT = "2026-11-19T06:00:00+00:00"


def test_each_reading_says_how_many_reacted_to_posts_and_comments(stage: Any) -> None:
    posts = {"walked_at": AT, "post_ids": ["9_1", "9_2"], "counts": {"9_1": {"reactions": 7, "shares": 2}}}
    comments = {"walked_at": AT, "post_id": "9_1", "comment_ids": ["1_1", "1_2"]}
    staged = stage(
        MODEL,
        order="message_id nulls first",
        facebook_posts=[("walk:p", {"walk": posts})],
        facebook_comments=[("walk:c", {"walk": comments | {"counts": {"1_1": {"reactions": 3}}}})],
    )

    read_at = datetime(2026, 11, 19, 6, tzinfo=UTC)
    assert staged.columns("post_id", "message_id", "read_at", "reactions", "shares") == [
        ("fb:9_1", None, read_at, 7, 2),
        ("fb:9_1", "fb:1_1", read_at, 3, None),
        ("fb:9_1", "fb:1_2", read_at, 0, None),
    ]


def test_a_platform_that_tells_none_has_no_rows(stage: Any) -> None:
    posts = {"walked_at": AT, "post_ids": ["9_1"]}
    comments = {"walked_at": AT, "post_id": "9_1", "comment_ids": ["1_1"]}

    assert (
        stage(
            MODEL,
            order="1",
            facebook_posts=[("walk:p", {"walk": posts})],
            facebook_comments=[("walk:c", {"walk": comments})],
        ).rows
        == []
    )
