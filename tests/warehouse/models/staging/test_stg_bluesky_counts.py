"""From what was counted of a Bluesky account's posts to how many answered."""

from typing import Any

from tests.warehouse.models.staging.test_stg_bluesky_messages import BRAND, counted, uri

MODEL = "stg_bluesky_counts"


def test_the_latest_look_at_each_post_counts(stage: Any) -> None:
    looks = [
        counted(10, "09:00", replyCount=2),
        counted(10, "06:00", replyCount=1),
        counted(11, "06:00", replyCount=0),
    ]
    staged = stage(MODEL, order="post_id", bluesky_threads=looks)

    assert staged.columns("post_id", "said_count", "depth", "gap_reason") == [
        (f"bluesky:{uri(10, BRAND)}", 2, "direct", "not_visible"),
        (f"bluesky:{uri(11, BRAND)}", 0, "direct", "not_visible"),
    ]


def test_what_is_no_count_is_rejected(stage: Any) -> None:
    staged = stage(MODEL, "1", bluesky_threads=[counted(10, "06:00", replyCount="viele")])

    assert [reason for _, reason in staged.rejected] == ["reading.replyCount: 'viele' is no count"]
