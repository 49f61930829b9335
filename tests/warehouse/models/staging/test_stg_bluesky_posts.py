"""From a Bluesky account's feed to its posts."""

from datetime import UTC, datetime
from typing import Any

from tests.warehouse.models.staging.test_stg_bluesky_messages import ANNA, BRAND, as_post, gone, post, uri

MODEL = "stg_bluesky_posts"
NINE = datetime(2026, 11, 18, 9, tzinfo=UTC)


def test_posts_are_what_the_account_wrote_that_answers_nobody(stage: Any) -> None:
    written = [post(10, BRAND, text="Neu"), post(11, BRAND, (uri(9), uri(9)))]
    staged = stage(
        MODEL,
        "post_id",
        bluesky_posts=[as_post(one) for one in written],
        bluesky_threads=[as_post(post(12, ANNA))],
    )

    assert staged.columns("post_id", "platform", "account", "published_at", "is_paid", "text") == [
        (f"bluesky:{uri(10, BRAND)}", "bluesky", "nordfunk.example", NINE, False, "Neu")
    ]


def test_a_deleted_post_has_its_end_and_is_there_once(stage: Any) -> None:
    staged = stage(
        MODEL, "1", bluesky_posts=[as_post(post(10, BRAND))],
        bluesky_threads=[as_post(post(10, BRAND)), gone(uri(10, BRAND))],
    )  # fmt: skip

    assert staged.columns("post_id", "deleted_at") == [
        (f"bluesky:{uri(10, BRAND)}", datetime(2026, 11, 19, 6, tzinfo=UTC))
    ]


def test_a_post_was_published_when_it_arrived_where_its_software_cannot_be_right(stage: Any) -> None:
    ahead, right = (
        post(10, BRAND, claimed="2027-01-01T00:00:00Z"),
        post(11, BRAND, claimed="2026-11-18T08:00:00Z"),
    )
    staged = stage(MODEL, "post_id", bluesky_posts=[as_post(ahead), as_post(right)])

    assert staged.columns("published_at") == [(NINE,), (datetime(2026, 11, 18, 8, tzinfo=UTC),)]


def test_a_post_without_an_instant_is_rejected(stage: Any) -> None:
    staged = stage(MODEL, "1", bluesky_posts=[as_post(post(10, BRAND, indexedAt="bald"))])

    assert staged.rejected == [(uri(10, BRAND), "post.indexedAt: 'bald' is no instant")]
