"""What a platform counts against what has landed, below one post."""

from datetime import date
from typing import Any

from tests.warehouse.models.staging.test_stg_x_messages import post
from tests.warehouse.models.staging.test_stg_x_reach import reading
from tests.warehouse.models.staging.test_stg_youtube_counts import LATER, comment, walk
from tests.warehouse.models.staging.test_stg_youtube_reach import reading as look

MODEL = "marts.fct_capture"
FIGURES = ("said", "landed", "missing_count", "surplus_count", "reason")
EVENING = "2026-11-18T18:00:00+00:00"


def test_direct_answers_are_compared_with_direct_answers(stage: Any) -> None:
    """The platform counts 3; one of two answers landed is to another answer."""
    records = [
        post("1", "77"), post("2", answers="1", root="1"), post("3", "77", answers="2", root="1"),
        reading("1", EVENING, reply_count=3),
    ]  # fmt: skip
    staged = stage(MODEL, "1", x_posts=records)

    assert staged.columns("post_id", "platform", "account", "date_day", *FIGURES) == [
        ("x:1", "x", "77", date(2026, 11, 18), 3, 1, 2, 0, "not_visible")
    ]


def test_all_comments_are_compared_where_the_platform_counts_all(stage: Any) -> None:
    comments = [comment("c1", "v1", 3), comment("c1.r1", "v1", None), walk("v1", LATER, 2)]
    staged = stage(MODEL, "1", youtube_videos=[look("v1", commentCount="2")], youtube_comments=comments)

    assert staged.columns(*FIGURES) == [(2, 2, 0, 0, None)]
    assert staged.columns("said_replies", "landed_replies") == [(3, 1)]


def test_what_was_written_after_the_count_isnt_held_against_it(stage: Any) -> None:
    records = [post("1", "77"), post("2", answers="1", root="1", created_at="2026-11-19T09:00:00.000Z")]
    staged = stage(MODEL, "1", x_posts=[*records, reading("1", EVENING, reply_count=0)])

    assert staged.columns(*FIGURES) == [(0, 0, 0, 0, None)]


def test_what_the_platform_counts_no_longer_is_a_surplus_until_its_deletion_is_seen(stage: Any) -> None:
    records = [post("1", "77"), post("2", answers="1", root="1"), reading("1", EVENING, reply_count=0)]
    gone = {"gone": {"id": "2", "conversation_id": "1", "checked_at": "2026-11-18T15:00:00+00:00"}}

    assert stage(MODEL, "1", x_posts=records).columns(*FIGURES) == [(0, 1, 0, 1, None)]
    assert stage(MODEL, "1", x_posts=[*records, ("gone:2", gone)]).columns(*FIGURES) == [(0, 0, 0, 0, None)]


def test_a_post_that_is_gone_has_no_gap(stage: Any) -> None:
    gone = {"gone": {"id": "1", "conversation_id": "1", "checked_at": "2026-11-19T15:00:00+00:00"}}
    records = [post("1", "77"), reading("1", EVENING, reply_count=4), ("gone:1", gone)]

    assert stage(MODEL, "1", x_posts=records).rows == []
