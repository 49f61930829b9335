"""Counts of reactions, where they changed."""

from datetime import UTC, datetime
from typing import Any

MODEL = "marts.fct_reactions"


def reading(day: int, **counts: int) -> tuple[str, dict[str, Any]]:
    walk = {"walked_at": f"2026-11-{day}T06:00:00+00:00", "post_ids": ["9_1"], "counts": {"9_1": counts}}
    return f"walk:{day}", {"walk": walk}


def test_a_reading_that_says_nothing_new_is_left_out_and_tomorrows_is_not_there_yet(stage: Any) -> None:
    readings = [
        reading(17, reactions=7, shares=0),
        reading(18, reactions=7, shares=0),
        reading(19, reactions=7, shares=1),
        reading(20, reactions=5, shares=1),
        reading(21, reactions=9, shares=1),
    ]
    staged = stage(MODEL, order="read_at", facebook_posts=readings)

    assert staged.columns("read_at", "reactions", "shares") == [
        (datetime(2026, 11, 17, 6, tzinfo=UTC), 7, 0),
        (datetime(2026, 11, 19, 6, tzinfo=UTC), 7, 1),
        (datetime(2026, 11, 20, 6, tzinfo=UTC), 5, 1),
    ]
    assert {row["post_id"] for row in staged.rows} == {"fb:9_1"}
