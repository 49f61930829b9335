"""From a Mastodon account's statuses to its posts."""

from datetime import UTC, datetime
from typing import Any

from tests.warehouse.models.staging.test_stg_mastodon_messages import ANNA, BRAND, own, placed, status

MODEL = "stg_mastodon_posts"
NINE = datetime(2026, 11, 18, 9, tzinfo=UTC)


def test_posts_are_what_answers_nobody_and_is_meant_for_all(stage: Any) -> None:
    statuses = [
        status(10, BRAND, content="<p>Neu &amp; gut</p>"),
        status(11, BRAND, (9, ANNA)),
        status(12, BRAND, visibility="direct"),
    ]
    staged = stage(MODEL, "post_id", mastodon_statuses=[own(told) for told in statuses])

    assert staged.columns("post_id", "platform", "account", "published_at", "is_paid", "text") == [
        ("mastodon:10", "mastodon", "1", NINE, False, "Neu & gut")
    ]


def test_an_answer_to_what_was_deleted_since_is_no_post(stage: Any) -> None:
    reply = status(11, BRAND, (10, ANNA))
    lost = reply | {"in_reply_to_id": None}
    staged = stage(MODEL, "1", mastodon_statuses=[own(reply)], mastodon_threads=[placed(lost, lost)])

    assert staged.rows == []


def test_an_edited_post_has_its_latest_text_and_a_deleted_one_its_end(stage: Any) -> None:
    first, second = status(10, BRAND), status(20, BRAND)
    edited = first | {"content": "<p>Neuer</p>", "edited_at": "2026-11-18T10:00:00.000Z"}
    gone = ("gone:20", {"gone": {"id": "20", "noticed_at": "2026-11-19T06:00:00+00:00"}})
    staged = stage(
        MODEL, "post_id", mastodon_statuses=[own(first), own(second)], mastodon_threads=[placed(edited, edited), gone]
    )  # fmt: skip

    assert staged.columns("post_id", "text", "deleted_at") == [
        ("mastodon:10", "Neuer", None),
        ("mastodon:20", "Hallo?", datetime(2026, 11, 19, 6, tzinfo=UTC)),
    ]


def test_a_post_without_an_instant_is_rejected(stage: Any) -> None:
    staged = stage(MODEL, "1", mastodon_statuses=[own(status(10, BRAND, created_at=None))])

    assert staged.rejected == [("10", "created_at: is empty")]
