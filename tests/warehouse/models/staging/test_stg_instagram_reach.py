"""From looks at a post's figures to counters."""

from datetime import UTC, datetime
from typing import Any

MODEL = "stg_instagram_reach"


def look(**figures: Any) -> tuple[str, dict[str, Any]]:
    told = [
        {"name": name, "period": "lifetime", "values": [{"value": value}]} for name, value in figures.items()
    ]
    return "179@x", {"post_id": "179", "read_at": "2026-11-05T12:00:00+00:00", "insights": told}


def test_views_are_what_was_shown_and_nobody_paid_for(stage: Any) -> None:
    staged = stage(MODEL, "1", instagram_insights=[look(reach=30, impressions=38, views=40)])

    assert staged.columns("post", "read_at", "paid_impressions", "organic_impressions") == [
        ("179", datetime(2026, 11, 5, 12, tzinfo=UTC), None, 40)
    ]


def test_an_old_post_has_impressions(stage: Any) -> None:
    staged = stage(MODEL, "1", instagram_insights=[look(reach=30, impressions=38)])

    assert staged.columns("organic_impressions") == [(38,)]


def test_a_look_that_shows_nothing_or_no_number_is_rejected(stage: Any) -> None:
    for figures, reason in (
        ({"reach": 3}, "insights: neither views nor impressions are given"),
        ({"views": "viele"}, "views: 'viele' is no count"),
        ({"impressions": -1}, "impressions: '-1' is no count"),
    ):
        assert stage(MODEL, "1", instagram_insights=[look(**figures)]).rejected == [("179@x", reason)]
