"""Counters as they were read."""

from typing import Any

from tests.warehouse.models.money import post, reach, table


def test_tables_and_looks_are_one_series_and_of_two_at_once_the_higher_counts(stage: Any) -> None:
    look = {"post_id": "9000_1", "read_at": "2026-11-05T12:00:00+00:00",
            "insights": [{"name": "post_impressions_organic", "values": [{"value": 50}]}]}  # fmt: skip
    rows = table(
        reach("5.11.2026 12:00", 5, 40),
        reach("5.11.2026 13:00", None, 60),
        reach("5.11.2026 13:00", 1, post="nobody"),
    )
    staged = stage(
        "steps.int_reach_readings",
        "kind, read_at",
        facebook_posts=[post(1)],
        facebook_insights=[("x", look)],
        reach_rows=rows,
    )

    assert staged.columns("post_id", "kind", "shown") == [
        ("fb:9000_1", "organic", 50), ("fb:9000_1", "organic", 60), ("fb:9000_1", "paid", 5),
    ]  # fmt: skip
