"""From looks at a post's insights to counters."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_facebook_reach"


def look(*insights: tuple[str, Any]) -> tuple[str, dict[str, Any]]:
    values = [{"name": name, "period": "lifetime", "values": [{"value": value}]} for name, value in insights]
    return "9000_1@x", {"post_id": "9000_1", "read_at": "2026-11-05T12:00:00+00:00", "insights": values}


def test_paid_and_organic_impressions_are_told_apart(stage: Any) -> None:
    record = look(("post_impressions_organic", 40), ("post_impressions_paid", 12))

    assert stage(MODEL, "1", facebook_insights=[record]).columns(
        "post", "read_at", "paid_impressions", "organic_impressions"
    ) == [("9000_1", datetime(2026, 11, 5, 12, tzinfo=UTC), 12, 40)]


def test_a_look_that_shows_nothing_is_rejected(stage: Any) -> None:
    assert stage(MODEL, "1", facebook_insights=[look(("post_clicks", 3))]).rejected == [
        ("9000_1@x", "insights: neither paid nor organic impressions are given")
    ]
