"""From Facebook's reviews to reviews, deleted ones noticed by their absence."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_facebook_reviews"


def review(key: str, **fields: Any) -> tuple[str, dict[str, Any]]:
    told = {"created_time": "2026-11-18T08:00:00+0000", "recommendation_type": "positive"} | fields
    return key, {"review_id": key, "review": told}


def walk(day: int, *keys: str) -> tuple[str, dict[str, Any]]:
    """A complete reading, on that day of November, of the reviews since the tenth."""
    walked_at = f"2026-11-{day}T06:00:00+00:00"
    body = {"walked_at": walked_at, "since": "2026-11-10T00:00:00+00:00", "until": walked_at}
    return f"walk:{day}", {"walk": body | {"review_ids": list(keys)}}


def test_a_review_keeps_what_it_recommends_and_is_deleted_when_no_longer_listed(stage: Any) -> None:
    records = [review("1"), review("2", recommendation_type="negative"), walk(19, "1", "2"), walk(20, "2")]
    staged = stage(MODEL, order="review_id", facebook_reviews=records)

    written = datetime(2026, 11, 18, 8, tzinfo=UTC)
    assert staged.columns("review_id", "recommendation_type", "written_at", "deleted_at") == [
        ("fb:1", "positive", written, datetime(2026, 11, 20, 6, tzinfo=UTC)),
        ("fb:2", "negative", written, None),
    ]


def test_a_reading_that_goes_less_far_back_says_nothing(stage: Any) -> None:
    old = review("1", created_time="2026-11-09T08:00:00+0000")
    first = walk(12, "1")
    first[1]["walk"]["since"] = "2026-11-01T00:00:00+00:00"

    assert stage(MODEL, "1", facebook_reviews=[old, first, walk(19)]).columns("deleted_at") == [(None,)]
