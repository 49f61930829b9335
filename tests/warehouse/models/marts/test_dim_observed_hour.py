"""Hours that have been seen."""

from __future__ import annotations

from tests.warehouse.conftest import Build, at, case_event


def test_hours_begin_with_the_first_case_and_the_last_ends_now(build: Build) -> None:
    built = build(events=[case_event("T", "09:40", "new")], now="11:15")

    rows = built.rows("marts.dim_observed_hour", "hour_at", "hour_of_week", "length_us // 60000000")
    # A Wednesday
    assert [tuple(row.values()) for row in rows] == [
        (at("09:00"), 57, 60),
        (at("10:00"), 58, 60),
        (at("11:00"), 59, 15),
    ]


def test_an_hour_that_begins_now_has_not_been_seen(build: Build) -> None:
    built = build(events=[case_event("T", "09:40", "new")], now="10:00")

    assert len(built.rows("marts.dim_observed_hour")) == 1
