"""Open intervals of departments."""

from __future__ import annotations

from tests.warehouse.conftest import Build, at, inbound


def test_a_day_has_its_intervals_and_lunch_is_closed(build: Build) -> None:
    built = build([inbound("m1", "09:00")], now="18:30")
    today = built.query(
        "select opened_at, closed_at from marts.dim_calendar_open where department_id = 'service' "
        "and opened_at::date = date '2026-11-18' order by opened_at"
    )

    assert today == [
        {"opened_at": at("08:00"), "closed_at": at("12:00")},
        {"opened_at": at("13:00"), "closed_at": at("18:00")},
    ]
