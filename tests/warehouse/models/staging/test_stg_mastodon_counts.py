"""From an account's statuses to how many answered, as the instance counts."""

from typing import Any

from tests.warehouse.models.staging.test_stg_mastodon_messages import ANNA, BRAND, own, placed, status

MODEL = "stg_mastodon_counts"


def test_the_latest_version_of_each_own_post_counts_and_nothing_else(stage: Any) -> None:
    post = status(10, BRAND, replies_count=1)
    answer = status(11, ANNA, (10, BRAND), replies_count=4)
    later = post | {"replies_count": 2}
    staged = stage(
        MODEL,
        "1",
        mastodon_statuses=[own(post)],
        mastodon_threads=[placed(later, later), placed(later, answer)],
    )

    assert staged.columns("post_id", "account", "said_count", "depth", "gap_reason") == [
        ("mastodon:10", "1", 2, "direct", "not_visible")
    ]


def test_answers_to_a_post_whose_thread_was_never_read_were_not_asked_for(stage: Any) -> None:
    staged = stage(MODEL, "1", mastodon_statuses=[own(status(10, BRAND, replies_count=1))])

    assert staged.columns("gap_reason") == [("too_old",)]


def test_what_is_no_count_is_rejected(stage: Any) -> None:
    staged = stage(MODEL, "1", mastodon_statuses=[own(status(10, BRAND, replies_count="viele"))])

    assert staged.rejected == [("10", "replies_count: 'viele' is no count")]
