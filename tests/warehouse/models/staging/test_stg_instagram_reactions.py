"""From what complete readings of an account saw to counts of likes."""

from datetime import UTC, datetime
from typing import Any

AT = "2026-11-19T06:00:00+00:00"


def test_each_reading_says_how_many_liked_posts_and_comments(stage: Any) -> None:
    posts = {"walked_at": AT, "media_ids": ["179"], "counts": {"179": {"reactions": 7}}}
    comments = {"walked_at": AT, "media_id": "179", "comment_ids": ["c1", "c2"]}
    staged = stage(
        "stg_instagram_reactions",
        order="message_id nulls first",
        instagram_media=[("walk:p", {"walk": posts})],
        instagram_comments=[("walk:c", {"walk": comments | {"counts": {"c1": {"reactions": 3}}}})],
    )

    read_at = datetime(2026, 11, 19, 6, tzinfo=UTC)
    assert staged.columns("post_id", "message_id", "read_at", "reactions", "shares") == [
        ("instagram:179", None, read_at, 7, None),
        ("instagram:179", "instagram:c1", read_at, 3, None),
        ("instagram:179", "instagram:c2", read_at, 0, None),
    ]
