"""From looks at the statistics of LinkedIn posts to counters."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_linkedin_reach"
POST = "urn:li:share:1"


def look(statistics: Any) -> tuple[str, dict[str, Any]]:
    return f"{POST}@{statistics}", {
        "post_id": POST,
        "read_at": "2026-11-05T12:00:00+00:00",
        "statistics": statistics,
    }


def test_impressions_are_organic_ones(stage: Any) -> None:
    staged = stage(MODEL, "1", linkedin_statistics=[look({"impressionCount": 40, "clickCount": 2})])

    assert staged.columns("post", "read_at", "paid_impressions", "organic_impressions") == [
        (POST, datetime(2026, 11, 5, 12, tzinfo=UTC), None, 40)
    ]


def test_a_look_without_a_count_is_rejected(stage: Any) -> None:
    staged = stage(MODEL, "1", linkedin_statistics=[look({"clickCount": 2}), look({"impressionCount": -1})])

    assert sorted(reason for _, reason in staged.rejected) == [
        "statistics.impressionCount: '-1' is no count",
        "statistics.impressionCount: is empty",
    ]
