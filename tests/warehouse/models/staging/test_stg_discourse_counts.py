"""From complete readings of topics to how many posts there are, as the forum counts."""

from typing import Any

from tests.warehouse.models.staging.test_stg_discourse_messages import LENA, post, walk

MODEL = "stg_discourse_counts"


def test_the_latest_reading_counts_without_what_is_no_message(stage: Any) -> None:
    records = [
        post(1), post(2, LENA), post(3, post_type=3), post(4, user_deleted=True),
        walk(18, 1, 2, posts_count=2), walk(19, 1, 2, 3, 4, posts_count=4),
    ]  # fmt: skip
    staged = stage(MODEL, "1", discourse_posts=records)

    assert staged.columns("post_id", "account", "platform", "said_count", "depth") == [
        ("discourse:t9", "forum.example", "discourse", 2, "all")
    ]


def test_the_first_post_of_the_companys_own_topic_is_no_answer(stage: Any) -> None:
    staged = stage(MODEL, "1", discourse_posts=[post(1, LENA), post(2), walk(18, 1, 2, posts_count=2)])

    assert staged.columns("said_count") == [(1,)]


def test_a_topic_that_is_gone_says_nothing_and_what_is_no_count_is_rejected(stage: Any) -> None:
    records = [walk(18, 1, posts_count=3), walk(19), walk(19, topic=8, posts_count="viele")]
    staged = stage(MODEL, "1", discourse_posts=records)

    assert staged.rows == []
    assert [reason for _, reason in staged.rejected] == ["walk.topic.posts_count: 'viele' is no count"]
