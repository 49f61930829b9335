"""From what was counted of a Bluesky account's posts to likes and shares over time."""

from datetime import UTC, datetime
from typing import Any

from tests.warehouse.models.staging.test_stg_bluesky_messages import BRAND, counted, uri


def test_each_look_at_a_post_is_a_row_and_a_quote_is_a_share(stage: Any) -> None:
    looks = [
        counted(10, "06:00", likeCount=3, repostCount=1),
        counted(10, "09:00", likeCount=4, repostCount=1, quoteCount=2),
    ]
    staged = stage("stg_bluesky_reactions", order="read_at", bluesky_threads=looks)

    post = f"bluesky:{uri(10, BRAND)}"
    assert staged.columns("post_id", "message_id", "read_at", "reactions", "shares") == [
        (post, None, datetime(2026, 11, 19, 6, tzinfo=UTC), 3, 1),
        (post, None, datetime(2026, 11, 19, 9, tzinfo=UTC), 4, 3),
    ]
