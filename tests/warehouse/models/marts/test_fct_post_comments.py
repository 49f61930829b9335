"""What stands under a post, counted once."""

from __future__ import annotations

from tests.warehouse.post_marts import hours, made


def comment(message_id: str, sent_at: str, **given: object) -> dict[str, object]:
    return {"message_id": message_id, "sent_at": sent_at, **given}


def test_comments_count_that_stand_directly_under_the_post_and_within_its_hours() -> None:
    (row,) = made(
        "fct_post_comments",
        fct_messages=[
            comment("a", "09:00", intent="complaint", takes_up_claim=True),
            comment("b", "09:01", intent="complaint"),
            comment("c", "09:02", intent="praise"),
            comment("d", "09:03", no_answer_reason="emoji_or_tag", intent="no_answer_needed"),
            comment("e", "09:04", no_answer_reason="hidden"),
            comment("f", "09:05", in_reply_to_id="a", intent="complaint"),
            comment("g", "09:06", direction="outbound"),
            comment("h", "+3 00:00", intent="complaint"),  # the 72 hours end with that midnight
        ],
    )

    assert (row["comment_count"], row["complaint_count"], row["claim_count"]) == (4, 2, 1)
    assert (row["is_over"], row["published_day"].isoformat()) == (True, "2026-11-18")


def test_reach_within_the_hours_is_added_up_and_the_last_reading_in_part() -> None:
    late = {"from_at": "+2 12:00", "until_at": "+3 12:00", "organic_impressions": 1000, "seconds": 86400.0}
    (row,) = made(
        "fct_post_comments",
        fct_reach=[*hours(2, organic_impressions=100), *hours(2, paid_impressions=50), late],
        fct_spend=[{"amount": 6.0}, {"amount": 2.0}, {"amount": 9.0, "category": "production"}],
    )

    assert (row["impressions"], row["paid_impressions"], row["spent_eur"]) == (200 + 100 + 500, 100, 8.0)


def test_a_post_without_comments_and_reach_is_there_and_its_reach_is_unknown() -> None:
    (row,) = made("fct_post_comments", now="+1 00:00")

    assert (row["comment_count"], row["impressions"], row["impressions_reason"]) == (0, None, "no_reach")
    assert (row["spent_eur"], row["is_over"]) == (None, False)


def test_a_counter_that_fell_is_said() -> None:
    (row,) = made(
        "fct_post_comments", fct_reach=[*hours(3, organic_impressions=10), *hours(1, "03:00", quality="fell")]
    )

    assert (row["impressions"], row["impressions_reason"]) == (30, "reach_fell")
