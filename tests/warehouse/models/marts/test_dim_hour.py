"""Instants at which the backlog is read."""

from __future__ import annotations

from datetime import date

from tests.warehouse.conftest import Build, at, case_event


def test_every_hour_and_now_and_midnight_is_the_end_of_a_day(build: Build) -> None:
    built = build(events=[case_event("T", "22:30", "new")], now="+1 00:20")

    assert built.rows("marts.dim_hour", "instant_at", "date_day", "hour_of_day") == [
        {"instant_at": at("22:00"), "date_day": date(2026, 11, 18), "hour_of_day": 21},
        {"instant_at": at("23:00"), "date_day": date(2026, 11, 18), "hour_of_day": 22},
        {"instant_at": at("24:00"), "date_day": date(2026, 11, 18), "hour_of_day": 23},
        {"instant_at": at("+1 00:20"), "date_day": date(2026, 11, 19), "hour_of_day": 0},
    ]
