"""From the topics that staff opened in a forum to the company's posts."""

from datetime import UTC, datetime
from typing import Any

from tests.warehouse.models.staging.test_stg_discourse_messages import ANNA, LENA, post, walk

MODEL = "stg_discourse_posts"


def test_a_topic_of_staff_is_a_post_with_title_and_text_and_a_members_is_not(stage: Any) -> None:
    posts = [post(1, LENA, topic_title="Neuer Tarif"), post(2), post(1, ANNA, topic=8, id=300)]
    staged = stage(MODEL, order="post_id", discourse_posts=posts)

    assert staged.columns("post_id", "platform", "account", "published_at", "is_paid", "text") == [
        ("discourse:t9", "discourse", "forum.example", datetime(2026, 11, 18, 9, tzinfo=UTC), False,
         "Neuer Tarif\nHallo"),
    ]  # fmt: skip


def test_a_topic_that_a_later_walk_no_longer_has_is_deleted_and_one_seen_again_is_not(stage: Any) -> None:
    gone = [post(1, LENA), walk(19, 1, title="Neu"), walk(20), walk(21)]
    back = [post(1, LENA, topic=8, id=300), walk(19, topic=8), walk(21, 200, topic=8)]
    staged = stage(MODEL, order="post_id", discourse_posts=[*gone, *back])

    assert staged.columns("post_id", "deleted_at", "text") == [
        ("discourse:t8", None, "Hallo"),
        ("discourse:t9", datetime(2026, 11, 20, 6, tzinfo=UTC), "Neu\nHallo"),
    ]


def test_a_topic_without_a_time_is_rejected_with_the_reason(stage: Any) -> None:
    staged = stage(MODEL, order="1", discourse_posts=[post(1, LENA, created_at="neulich")])

    assert staged.rejected == [("101", "created_at: 'neulich' is no instant")]
